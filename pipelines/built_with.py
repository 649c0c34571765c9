"""What a stored warehouse was built with, so that a later program knows whether it still fits.

A fingerprint stands for a content and tells nothing of it: the text of each select, the value of
each parameter that held.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import duckdb
import polars as pl

from pipelines.policy import policy_checksums
from pipelines.selects import Select, selects_of
from pipelines.warehouse import Connection, create_table

TABLE = "inputs.built_with"
_SCHEMA = {
    "part": pl.String(),
    "name": pl.String(),
    "fingerprint": pl.String(),
    # What a select reads and binds, so that nobody need take its text apart again.
    "reads": pl.List(pl.String()),
    "binds": pl.List(pl.String()),
}


@dataclass(frozen=True)
class BuiltWith:
    """What a warehouse was built with: table → how it was made, parameter → fingerprint."""

    selects: Mapping[str, "BuiltTable"]
    parameters: Mapping[str, str]
    benefits: Mapping[str, str]


@dataclass(frozen=True)
class BuiltTable:
    """One select as it was run: its text's fingerprint, the tables it read, the $names it bound."""

    fingerprint: str
    reads: tuple[str, ...]
    binds: tuple[str, ...]


def all_selects() -> dict[str, Select]:
    """Return every select of sql/ by the table it builds."""
    layers = sorted(entry.name for entry in files("sql").iterdir() if entry.is_dir())
    read = (one for layer in layers for one in selects_of(layer))
    return {one.table: one for one in read}


def benefit_files() -> dict[str, str]:
    """Return path → checksum of the files of policy/benefits."""
    return {path: told for path, told in policy_checksums().items() if path.startswith("benefits/")}


def record_built_with(
    con: Connection, selects: Mapping[str, Select], parameters: Mapping[str, Any]
) -> None:
    """Create `inputs.built_with`: one row a select and a parameter, in order."""
    rows = [
        ("select", table, fingerprint(one.text), _qualified(one.tables), sorted(one.parameters))
        for table, one in sorted(selects.items())
    ]
    rows += [
        ("parameter", name, fingerprint(value), [], [])
        for name, value in sorted(parameters.items())
    ]
    rows += [("benefit", path, told, [], []) for path, told in benefit_files().items()]
    create_table(con, TABLE, pl.DataFrame(rows, schema=_SCHEMA, orient="row"))


def _qualified(tables: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{layer}.{name}" for layer, name in tables)


def read_built_with(con: Connection, catalogue: str) -> BuiltWith | None:
    """Return what an attached warehouse says of itself; None where an older program built it."""
    columns = ", ".join(_SCHEMA)
    try:
        rows = con.execute(f"select {columns} from {catalogue}.{TABLE}").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
    return BuiltWith(
        selects={
            name: BuiltTable(told, tuple(reads), tuple(binds))
            for part, name, told, reads, binds in rows
            if part == "select"
        },
        parameters={name: told for part, name, told, _, _ in rows if part == "parameter"},
        benefits={name: told for part, name, told, _, _ in rows if part == "benefit"},
    )


def fingerprint(*parts: Any) -> str:
    """Return one short text that stands for these values and their kinds."""
    told = "\x1f".join(_told(part) for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def _told(part: Any) -> str:
    if isinstance(part, bool) or part is None or isinstance(part, str):
        return f"{type(part).__name__}:{part}"
    return f"value:{part}"
