"""The files of sql/: what each says of itself, which tables it reads, and in what order they run.

Nothing here runs SQL. A file holds a header of `-- key: value` lines and one select; the table
it builds is called like the file, in the schema called like its folder.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from importlib.resources.abc import Traversable

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

_HEADER_LINE = re.compile(r"--\s(?P<key>[a-z_]+):\s*(?P<value>.*)")
_CONTINUED_LINE = re.compile(r"--\s{3,}(?P<value>\S.*)")
_PLAIN_KEYS = frozenset({"title", "description"})
_KEYS = {
    "indicators": _PLAIN_KEYS | {"dimension", "grain", "unit", "sources"},
    "checks": _PLAIN_KEYS | {"source", "level", "reason"},
    "counter_signs": _PLAIN_KEYS | {"source", "question"},
    "entitlements": _PLAIN_KEYS | {"sources"},
}
# Keys that a header may have and need not.
_OPTIONAL_KEYS = {"indicators": frozenset({"told_source"})}


class SelectNotUsable(Exception):
    """A file of sql/ breaks a rule of the folder; the message says which one and the cure."""


@dataclass(frozen=True)
class Select:
    """One file of sql/: the table it builds, its header, and what it reads.

    `tables` are the tables it reads as (layer, name); `parameters` the `$names` it binds.
    """

    layer: str
    name: str
    text: str
    header: dict[str, str]
    tables: frozenset[tuple[str, str]]
    parameters: frozenset[str]

    @property
    def path(self) -> str:
        """The file, as messages name it."""
        return f"sql/{self.layer}/{self.name}.sql"

    @property
    def table(self) -> str:
        """The table it builds, qualified."""
        return f"{self.layer}.{self.name}"


def selects_of(layer: str, root: Traversable | None = None) -> tuple[Select, ...]:
    """Return a layer's selects in the order in which they can run; ties by name.

    Raises SelectNotUsable where a file breaks a rule or two files read each other.
    """
    folder = (root or files("sql")) / layer
    if not folder.is_dir():
        raise SelectNotUsable(f"sql/{layer}: no such folder. Layers are the folders of sql/.")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return _in_order(
        read_select(layer, name.removesuffix(".sql"), (folder / name).read_text(encoding="utf-8"))
        for name in found
    )


@cache
def read_select(layer: str, name: str, text: str) -> Select:
    """Read one file's text; raises SelectNotUsable naming the file, the fault and the cure."""
    path = f"sql/{layer}/{name}.sql"
    query = _parse(path, text)
    return Select(
        layer=layer,
        name=name,
        text=text,
        header=_header(path, layer, text),
        tables=_tables(path, query),
        parameters=frozenset(node.name for node in query.find_all(exp.Placeholder)),
    )


def _parse(path: str, text: str) -> exp.Query:
    try:
        statements = sqlglot.parse(text, dialect="duckdb")
    except SqlglotError as error:
        raise SelectNotUsable(f"{path}: not readable as SQL. {error}") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise SelectNotUsable(
            f"{path}: holds {len(statements)} statements or no select. One file is one select; "
            "the table is created from it under the file's name."
        )
    return statements[0]


def _header(path: str, layer: str, text: str) -> dict[str, str]:
    header: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        started, continued = _HEADER_LINE.fullmatch(line), _CONTINUED_LINE.fullmatch(line)
        if started:
            key = started["key"]
            if key in header:
                raise SelectNotUsable(f"{path}: header key {key} stands twice. Keep one.")
            header[key] = started["value"].strip()
        elif continued and key:
            header[key] += continued["value"].strip()
        else:
            break
    optional = _OPTIONAL_KEYS.get(layer, frozenset())
    _check_keys(path, _KEYS.get(layer, _PLAIN_KEYS), optional, header)
    return header


def _check_keys(
    path: str, wanted: frozenset[str], optional: frozenset[str], header: dict[str, str]
) -> None:
    unknown = sorted(header.keys() - wanted - optional)
    missing = sorted(wanted - header.keys())
    empty = sorted(key for key, value in header.items() if not value)
    if unknown or missing or empty:
        raise SelectNotUsable(
            f"{path}: the header of `-- key: value` lines is wrong "
            f"(unknown: {unknown or 'none'}, missing: {missing or 'none'}, "
            f"empty: {empty or 'none'}). It needs exactly: {', '.join(sorted(wanted))}."
        )


def _tables(path: str, query: exp.Query) -> frozenset[tuple[str, str]]:
    named = {cte.alias for cte in query.find_all(exp.CTE)}
    read = set()
    for table in query.find_all(exp.Table):
        if table.db:
            read.add((table.db, table.name))
        elif table.name not in named:
            raise SelectNotUsable(
                f"{path}: reads `{table.sql()}`, which is neither one of its own CTEs nor "
                "qualified. Write layer.table, so that one sees where it comes from."
            )
    return frozenset(read)


def _in_order(selects: Iterable[Select]) -> tuple[Select, ...]:
    by_table = {(select.layer, select.name): select for select in selects}
    read = {table: sorted(select.tables & by_table.keys()) for table, select in by_table.items()}
    try:
        return tuple(by_table[table] for table in TopologicalSorter(read).static_order())
    except CycleError as error:
        circle = " → ".join(name for _, name in error.args[1])
        raise SelectNotUsable(
            f"These files of sql/ read each other in a circle: {circle}. "
            "Data flows one way: take the shared part into a file of its own."
        ) from None
