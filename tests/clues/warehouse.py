"""A ledger's warehouse in memory: every input typed and empty, for stories to fill.

A story gives rows of `releases.*`, `staging.*` and `reference.discovery_teams`; columns left out
are null, and of staged rows file, sheet, row and delivery are filled in.
"""

from __future__ import annotations

import atexit
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import polars as pl

from pipelines import inputs, ledger_inputs
from pipelines.clues.places import load_clue_places
from pipelines.ledger import ledger_parameters
from pipelines.places import load_reference
from pipelines.selects import selects_of
from pipelines.warehouse import Connection, build_table, create_table, open_warehouse, quoted
from schemas.sources import source_named

_STAGED: dict[str, Any] = {
    "file_id": "0000000000000001",
    "sheet": "",
    "is_alternative": False,
    "delivery_rank": 1,
    "delivery_month": "2026-10",
}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "staging.field__clues": {"is_answered": False},
    "staging.field__conferences": {"is_filled": True},
    "releases.listings": {"is_exploration": False, "is_carried": False},
}


@contextmanager
def story_warehouse(given: dict[str, list[dict[str, Any]]]) -> Iterator[Connection]:
    """Yield the inputs of a ledger with the rows that a story gives; all is undone after."""
    con = _empty_warehouse()
    con.begin()
    try:
        for table, rows in given.items():
            _insert(con, table, rows)
        load_clue_places(con, load_reference())
        yield con
    finally:
        con.rollback()


@functools.cache
def _empty_warehouse() -> Connection:
    con = open_warehouse(None, threads=1)
    atexit.register(con.close)
    for table, schema in _schemas():
        create_table(con, table, pl.DataFrame(schema=schema))
    streets = pl.DataFrame(load_reference().streets, schema=inputs.STREETS_SCHEMA)
    create_table(con, "reference.streets", streets)
    con.execute("create schema ledger")
    return con


def build(con: Connection, on: date, *tables: str) -> None:
    """Build these tables of the ledger as of a day."""
    selects = {one.name: one for one in selects_of("ledger")}
    for table in tables:
        build_table(con, selects[table], ledger_parameters(on))


def _schemas() -> list[tuple[str, dict[str, Any]]]:
    staged = [
        (f"staging.{name}", {**source_named(name).staging_schema, **inputs.DELIVERY_COLUMNS})
        for name in ledger_inputs.FIELD_SOURCES
    ]
    released = [
        (f"releases.{name}", schema) for name, (schema, *_) in ledger_inputs.RELEASED.items()
    ]
    texts = dict.fromkeys(ledger_inputs.REFERENCE["discovery_teams"], pl.String())
    return [
        *staged,
        *released,
        ("releases.lists", ledger_inputs.LISTS_SCHEMA),
        ("releases.listings", ledger_inputs.LISTINGS_SCHEMA),
        ("reference.discovery_teams", texts),
    ]


def _insert(con: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows, start=1):
        staged = {**_STAGED, "row_number": number} if table.startswith("staging.") else {}
        filled = {**staged, **_DEFAULTS.get(table, {}), **row}
        names = ", ".join(f'"{name}"' for name in filled)
        places = ", ".join("?" for _ in filled)
        con.execute(
            f"insert into {quoted(table)} ({names}) values ({places})", list(filled.values())
        )
