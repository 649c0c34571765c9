"""The month's stored warehouse, attached for reading only, and whether it still fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import duckdb
import polars as pl

from pipelines.built_with import BuiltWith, benefit_files, fingerprint, read_built_with
from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.warehouse import Connection, open_warehouse
from pipelines.whatif.rules import Rules, frame_fingerprint

CATALOGUE = "stored"
# What the figures are counted from. Layers that a month has not are left out.
TARGETS = (
    "core.households",
    "core.members",
    "core.persons",
    "core.certificates",
    "screening.screened_households",
    "screening.scores",
    "screening.ranks",
    "matches.entitlements",
)
# Of these, what a list's length is counted from: a sweep's step asks for no more.
LIST_TARGETS = ("core.households", "screening.ranks")


class NothingStored(SanseError):
    """There is no stored warehouse of the month, or none that fits today's program and rules."""


@dataclass(frozen=True)
class Stored:
    """A connection with the warehouse attached, what it was built with, and its policy tables."""

    con: Connection
    built_with: BuiltWith
    policy_tables: Mapping[str, pl.DataFrame]
    targets: tuple[str, ...]

    def needed(self) -> tuple[str, ...]:
        """Return the tables that the targets rest on, themselves among them, sorted."""
        return _upstream(self.built_with, self.targets)

    def needed_for_lists(self) -> frozenset[str]:
        """Return those of them that the length of a list rests on."""
        return frozenset(_upstream(self.built_with, LIST_TARGETS))


def open_stored(home: Home, month: Month, present: Rules, threads: int | None = None) -> Stored:
    """Attach a month's warehouse; raises NothingStored where it does not fit, with the cure."""
    path = home.warehouse_path(month)
    if not path.is_file():
        raise NothingStored(f"{home.root} 里没有 {month} 的计算结果，无从试算。{_cure(month)}")
    con = open_warehouse(None, threads=threads)
    con.execute("set enable_progress_bar = false")
    # What does not fit in memory is spilled where the stored data lie, never elsewhere.
    con.execute(f"set temp_directory = {_literal(str(path.parent / '.whatif'))}")
    try:
        con.execute(f"attach {_literal(str(path))} as {CATALOGUE} (read_only)")
    except duckdb.IOException:
        raise NothingStored(
            f"{month} 的计算结果打不开：可能正在重新计算，也可能文件不完整。"
            f"请等它算完再试；还不行，就重新筛查：sanse screen --month {month}"
        ) from None
    built_with = read_built_with(con, CATALOGUE)
    if built_with is None:
        raise _older(month)
    policy_tables = _policy_tables(con)
    targets = tuple(table for table in TARGETS if table in built_with.selects)
    stored = Stored(con, built_with, policy_tables, targets)
    _check_fits(stored, month, present)
    return stored


def _cure(month: Month) -> str:
    return f"请先筛查这个月：sanse screen --month {month}"


def _older(month: Month) -> NothingStored:
    return NothingStored(
        f"{month} 的计算结果是另一版程序算的，与现在的算法对不上，照它试算会不准。{_cure(month)}"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _policy_tables(con: Connection) -> dict[str, pl.DataFrame]:
    names = con.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = $1 and table_schema = 'policy' order by 1",
        [CATALOGUE],
    ).fetchall()
    return {name: con.sql(f'select * from {CATALOGUE}.policy."{name}"').pl() for (name,) in names}


def _check_fits(stored: Stored, month: Month, present: Rules) -> None:
    needed = stored.needed()
    texts = texts_today()
    for table in needed:
        told = stored.built_with.selects.get(table)
        if told is not None and told.fingerprint != fingerprint(texts.get(table)):
            raise _older(month)
    if not set(needed) & {"core.households"} or _misses_tables(stored, needed):
        raise _older(month)
    _check_rules(stored, month, present, needed)


def texts_today() -> dict[str, str]:
    """Return every file of sql/, by the table it builds, without taking it apart."""
    return {
        f"{layer.name}.{entry.name.removesuffix('.sql')}": entry.read_text(encoding="utf-8")
        for layer in files("sql").iterdir()
        if layer.is_dir()
        for entry in layer.iterdir()
        if entry.name.endswith(".sql")
    }


def _misses_tables(stored: Stored, needed: Sequence[str]) -> bool:
    rows = stored.con.execute(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_catalog = $1",
        [CATALOGUE],
    ).fetchall()
    return not set(needed) <= {name for (name,) in rows}


def _check_rules(stored: Stored, month: Month, present: Rules, needed: Sequence[str]) -> None:
    """Raise where an official has changed a value since: then this is not the present any more."""
    built = stored.built_with
    bound = {name for table in needed if (one := built.selects.get(table)) for name in one.binds}
    changed = sorted(
        name
        for name in bound & present.policy.parameters.keys()
        if built.parameters.get(name) != fingerprint(present.policy[name])
    )
    if built.benefits != benefit_files():
        changed.append("policy/benefits 里的政策说明")
    changed += sorted(
        f"评分表（{name}）"
        for name, frame in present.scorecard_tables.items()
        if frame_fingerprint(frame)
        != frame_fingerprint(stored.policy_tables.get(name, pl.DataFrame()))
    )
    if changed:
        raise NothingStored(
            f"{month} 的名单算出以后，{'、'.join(changed)} 又改过，与“现行规则”对不上。"
            f"{_cure(month)}"
        )


def _upstream(built_with: BuiltWith, targets: Sequence[str]) -> tuple[str, ...]:
    found: set[str] = set()
    waiting = list(targets)
    while waiting:
        table = waiting.pop()
        if table not in found:
            found.add(table)
            waiting.extend(parents(built_with, table))
    return tuple(sorted(found))


def parents(built_with: BuiltWith, table: str) -> tuple[str, ...]:
    """Return the tables that a table was built from; for a stack of a layer, all its parts."""
    told = built_with.selects.get(table)
    if told is not None:
        return told.reads
    return stacked_parts(built_with, table)


def stacked_parts(built_with: BuiltWith, table: str) -> tuple[str, ...]:
    """Return the tables that `layer.all_…` stacks; nothing for a table that is no stack."""
    from schemas.tables import union_name

    layer, _, name = table.partition(".")
    if union_name(layer) != name:
        return ()
    return tuple(sorted(one for one in built_with.selects if one.startswith(f"{layer}.")))
