"""What the ledger starts from: releases, what came back from the field, reference.

Always the same tables and columns: what was not released or delivered yet is an empty table.
What was not known on the day is not loaded: lists dated after it, deliveries of later months.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl

from pipelines.clues.places import load_clue_places
from pipelines.clues.teams import TEAM_COLUMNS, checked_teams
from pipelines.inputs import STREETS_SCHEMA, create_staging_view
from pipelines.mended import corrections_among, with_corrections
from pipelines.months import Month
from pipelines.places import ReferenceNotReadable, load_reference
from pipelines.received import Delivery, UsedFile, deliveries_for
from pipelines.settings import Home
from pipelines.warehouse import Connection, create_table, quoted
from pipelines.workday_table import TABLE as WORKDAYS
from pipelines.workday_table import announced_until, workday_table
from pipelines.workdays import first_workday_after
from schemas.sources import source_named

MONEY = pl.Decimal(16, 2)
# Working days are counted so many years back: what is overdue for longer is long overdue.
_CALENDAR_YEARS = 2

LISTINGS_SCHEMA: dict[str, pl.DataType] = {
    "list_month": pl.String(),
    "household_id": pl.String(),
    "street_code": pl.String(),
    "street_name": pl.String(),
    "community_name": pl.String(),
    "grid_code": pl.String(),
    "colour": pl.String(),
    "score": pl.Int32(),
    "rank_in_street": pl.Int32(),
    "members_count": pl.Int32(),
    "cohorts": pl.String(),
    "reasons": pl.String(),
    "list_date": pl.Date(),
    "verify_by": pl.Date(),
    "next_visit_by": pl.Date(),
    "is_exploration": pl.Boolean(),
    "is_carried": pl.Boolean(),
}
LISTS_SCHEMA: dict[str, pl.DataType] = {"list_month": pl.String(), "list_date": pl.Date()}
MONTHS_SCHEMA: dict[str, pl.DataType] = {"month": pl.String()}
COVERAGE_SCHEMA: dict[str, pl.DataType] = {
    "month": pl.String(),
    "household_id": pl.String(),
    "benefit": pl.String(),
    "since_month": pl.Date(),
    "monthly_amount_yuan": MONEY,
    "amount_once_yuan": MONEY,
    "persons_count": pl.Int32(),
    "department": pl.String(),
    "is_monthly": pl.Boolean(),
}
REGISTRY_SCHEMA: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "household_id": pl.String(),
    "month": pl.String(),
}
DUTIES_SCHEMA: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "person_id": pl.String(),
    "street_code": pl.String(),
    "street_name": pl.String(),
    "community_name": pl.String(),
    "grid_code": pl.String(),
    "kind": pl.String(),
    "started_date": pl.Date(),
    "due_date": pl.Date(),
    "reviewed_date": pl.Date(),
}
NOMINATIONS_SCHEMA: dict[str, pl.DataType] = {
    "file_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "household_id": pl.String(),
    "person_id": pl.String(),
    "month": pl.String(),
}
CLUE_HOUSEHOLDS_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "file_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "person_id": pl.String(),
    "household_id": pl.String(),
    "street_code": pl.String(),
    "community_name": pl.String(),
}
SENT_BACK_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "delivery_month": pl.String(),
    "rows_count": pl.Int64(),
}
# What came from the field stays, though it came again under its name.
_KEPT = frozenset({"used", "superseded"})
# Table → its columns, where releases hold it and whether only the newest release speaks.
RELEASED: Mapping[str, tuple[dict[str, pl.DataType], str, bool]] = {
    "coverage": (COVERAGE_SCHEMA, "coverage.parquet", False),
    "registry": (REGISTRY_SCHEMA, "household_registry.parquet", True),
    "duties": (DUTIES_SCHEMA, "district/duties.parquet", True),
    "nominations": (NOMINATIONS_SCHEMA, "nominations.parquet", False),
    "clue_households": (CLUE_HOUSEHOLDS_SCHEMA, "clue_households.parquet", True),
}
FIELD_SOURCES = (
    "field__visit_results",
    "field__clues",
    "field__conferences",
    "hotline__clues",
    "petition__clues",
)
# Reference files of the ledger: file → columns.
REFERENCE: Mapping[str, tuple[str, ...]] = {
    "help_departments": ("help", "department", "benefits"),
    "discovery_teams": TEAM_COLUMNS,
}


def load_ledger_inputs(con: Connection, home: Home, on: date) -> None:
    """Put into a warehouse what the ledger of a day reads: see the module.

    Schemas: releases, staging, reference.
    """
    load_listings(con, home, on)
    load_released(con, home, on)
    load_answers(con, home, Month.of(on))
    reference = load_reference()
    create_table(con, "reference.streets", pl.DataFrame(reference.streets, schema=STREETS_SCHEMA))
    for name, columns in REFERENCE.items():
        create_table(con, f"reference.{name}", read_reference(name, columns))
    checked_teams(read_reference("discovery_teams", TEAM_COLUMNS), reference)
    load_clue_places(con, reference)
    create_table(con, WORKDAYS, workday_table(on.year - _CALENDAR_YEARS, announced_until(on.year)))


def list_dates_until(home: Home, on: date) -> dict[Month, date]:
    """Return the released months whose list had gone out by a day, with the date of the list."""
    dated = {month: first_workday_after(month.as_of_date) for month in _spoken_of(home, on)}
    return {month: listed for month, listed in dated.items() if listed <= on}


def _spoken_of(home: Home, on: date) -> list[Month]:
    return [month for month in home.released_months() if month.as_of_date <= on]


def load_listings(con: Connection, home: Home, on: date) -> None:
    """Create `releases.lists` (one row a list) and `releases.listings` (one row a household)."""
    dates = list_dates_until(home, on)
    rows = [(str(month), listed) for month, listed in dates.items()]
    create_table(con, "releases.lists", pl.DataFrame(rows, schema=LISTS_SCHEMA, orient="row"))
    create_table(con, "releases.listings", pl.DataFrame(schema=LISTINGS_SCHEMA))
    paths = [
        path
        for month in dates
        for path in sorted(home.release_path(month).glob("watchlists/*/watchlist.parquet"))
    ]
    if not paths:
        return
    released = _names_in(con, paths)
    own = {
        "list_month": "released.month",
        "list_date": "lists.list_date",
        "is_exploration": _flag("is_exploration", released),
        "is_carried": _flag("is_carried", released),
    }
    columns = ", ".join(own.get(name, f'released."{name}"') for name in LISTINGS_SCHEMA)
    con.execute(
        f"insert into releases.listings select {columns} from {_parquet(paths)} as released "
        "inner join releases.lists as lists on released.month = lists.list_month"
    )


def _flag(name: str, released: Iterable[str]) -> str:
    return f'coalesce(released."{name}", false)' if name in released else "false"


def _names_in(con: Connection, paths: Sequence[Path]) -> set[str]:
    described = con.execute(f"describe select * from {_parquet(paths)}").fetchall()
    return {row[0] for row in described}


def _parquet(paths: Sequence[Path]) -> str:
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"


def load_released(con: Connection, home: Home, on: date) -> None:
    """Create the tables of RELEASED from the releases that speak of the day or of one before."""
    told = [str(month) for month in _spoken_of(home, on) if _holds(home, month, "coverage")]
    create_table(con, "releases.coverage_months", pl.DataFrame({"month": told}, MONTHS_SCHEMA))
    for name, (schema, file_name, is_newest_only) in RELEASED.items():
        create_table(con, f"releases.{name}", pl.DataFrame(schema=schema))
        paths = [(month, home.release_path(month) / file_name) for month in _spoken_of(home, on)]
        for month, path in paths[-1:] if is_newest_only else paths:
            if path.is_file():
                _append(con, f"releases.{name}", schema, month, path)


def _holds(home: Home, month: Month, table: str) -> bool:
    return (home.release_path(month) / RELEASED[table][1]).is_file()


def _append(
    con: Connection, table: str, schema: Mapping[str, pl.DataType], month: Month, path: Path
) -> None:
    held = _names_in(con, [path])
    written = {"month": f"'{month}'"}
    columns = ", ".join(
        f'"{name}"' if name in held else f"{written.get(name, 'null')} as {name}" for name in schema
    )
    con.execute(f"insert into {quoted(table)} select {columns} from {_parquet([path])}")


def load_answers(con: Connection, home: Home, month: Month) -> None:
    """Create `staging.<source>` for what comes from the field, as delivered up to a month.

    And `inputs.sent_back`: how many rows were rejected and have not come back mended.
    """
    con.execute("create schema if not exists staging")
    con.execute("create schema if not exists inputs")
    deliveries = deliveries_for(home, month)
    for name in FIELD_SOURCES:
        create_staging_view(con, home, source_named(name), field_files(deliveries, name))
    rows = [
        (entry.source, one.delivery_month, entry.rejected - entry.closed)
        for one in deliveries
        if one.status in _KEPT
        for entry in one.entries
        if entry.source in FIELD_SOURCES and not entry.corrects
    ]
    sent_back = pl.DataFrame(rows, schema=SENT_BACK_SCHEMA, orient="row")
    create_table(con, "inputs.sent_back", sent_back.filter(pl.col("rows_count") > 0))


def field_files(deliveries: Sequence[Delivery], source: str) -> tuple[UsedFile, ...]:
    """Return every content of a source, in the order in which it came; none is left out.

    A file sent again under its name replaces nothing here: both are kept, and where they differ
    a person decides. Nor is a file kept out because much of it was rejected.
    """
    held = [
        one
        for one in sorted(deliveries, key=lambda one: (one.delivery_month, one.turn, one.path))
        if one.status in _KEPT
        and any(entry.source == source and not entry.corrects for entry in one.entries)
    ]
    used = {
        one.sha256: UsedFile(one.file_id, one.sha256, one.delivery_month, one.path)
        for one in reversed(held)
    }
    in_order = tuple(reversed(used.values()))
    return with_corrections(source, in_order, corrections_among(deliveries, source))


def read_reference(name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """Read a reference file of the ledger: the place's own, where it has one, else the shipped.

    Raises ReferenceNotReadable naming the file and the cure.
    """
    named = os.environ.get("SANSE_REFERENCE_DIR")
    own = Path(named) / f"{name}.csv" if named else None
    place = own if own is not None and own.is_file() else files("reference") / f"{name}.csv"
    reader = csv.DictReader(place.read_text(encoding="utf-8-sig").splitlines())
    rows = list(reader)
    if tuple(reader.fieldnames or ()) != columns or any(None in row for row in rows):
        raise ReferenceNotReadable(
            f"参考资料 {name}.csv 的表头应当是 {','.join(columns)}，每行 {len(columns)} 项。"
            "请照随软件所附的同名文件改正。"
        )
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String()))
