"""Runs cases written in YAML: tables given, one file of sql/, rows expected.

A file of cases:

    title: 持证残疾人
    sql: core/certificates          # sql/core/certificates.sql
    as_of: 2026-10-31               # optional, this is the default
    parameters: {certificate_valid_years: 10}   # optional, replaces or adds what SQL binds
    layers: [core]                  # optional: build these layers whole, then read the table
    builds: [core/capacities]       # optional: build these tables first, in this order
    defaults:                       # optional: columns of given rows that need no mention
      staging.disabled_federation__certificates: {disability_category: 肢体}
    given: {…}                      # optional: tables that all cases of the file begin with
    cases:
      - name: 到期当天仍然有效
        as_of: …                    # optional here too, as are parameters
        given:
          staging.disabled_federation__certificates:
            - {person_id: 甲, expires_date: 2026-10-31}
        expect:
          - {person_id: 甲, is_valid: true}

Every other table of the warehouse stands there empty, with its types. A given column left out is
null; of staged rows, `row_number` counts from 1 through a table, and file, sheet and delivery are
filled in. A table given in a case replaces the file's. The rows expected are all the rows: they
are compared without regard to order, on the columns that any of them names.
"""

from __future__ import annotations

import atexit
import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines import inputs
from pipelines.capacities import CAPACITIES_SCHEMA
from pipelines.late import LATE_SCHEMA
from pipelines.places import load_reference
from pipelines.policy import policy_at
from pipelines.release import list_dates
from pipelines.selects import Select, selects_of
from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import (
    IN_MEMORY_LAYER,
    build_layer,
    build_table,
    create_table,
    open_warehouse,
    quoted,
)
from schemas.sources import IDENTITY_SCHEMA, all_sources
from schemas.tables import (
    columns_in,
    contract_of,
    shared_contract,
    tables_of,
    union_columns,
    union_name,
)

HERE = Path(__file__).parent
COMPUTED_LAYERS = (
    "core",
    "checks",
    "indicators",
    "counter_signs",
    "screening",
    "entitlements",
    "matches",
    "outputs",
)
# Core tables that follow from what is staged and from the members that a test gives.
FACTS = (
    "considered_members", "students", "capacities", "benefits", "asset_checks",
    "authorised_assets", "marriages", "burden_bands", "unsteady_households",
)  # fmt: skip

_FILE_KEYS = {
    "title",
    "sql",
    "as_of",
    "parameters",
    "layers",
    "builds",
    "defaults",
    "given",
    "cases",
}
_CASE_KEYS = {"name", "as_of", "parameters", "given", "expect"}
_STAGED: dict[str, Any] = {
    "file_id": "0000000000000001",
    "sheet": "",
    "is_alternative": False,
    "delivery_rank": 1,
}


@dataclass(frozen=True)
class Case:
    """One case: what is given, which file runs, what is expected."""

    file: str
    name: str
    sql: str
    as_of: datetime.date
    parameters: Mapping[str, Any]
    layers: tuple[str, ...]
    builds: tuple[str, ...]
    given: Mapping[str, list[dict[str, Any]]]
    expect: list[dict[str, Any]]

    def __str__(self) -> str:
        return f"{self.file}：{self.name}"


def load_cases(folder: str) -> list[Case]:
    """Return the cases of tests/<folder>/*.yaml, in order; ValueError where one is misspelt."""
    return [case for path in sorted((HERE / folder).glob("*.yaml")) for case in _read_cases(path)]


def _read_cases(path: Path) -> Iterator[Case]:
    written = read_yaml(path.read_text(encoding="utf-8"))
    _refuse_unknown(path, written, _FILE_KEYS)
    defaults = written.get("defaults") or {}
    for case in written["cases"]:
        _refuse_unknown(path, case, _CASE_KEYS)
        given = {**(written.get("given") or {}), **(case.get("given") or {})}
        yield Case(
            file=path.stem,
            name=case["name"],
            sql=written["sql"],
            as_of=case.get("as_of") or written.get("as_of") or datetime.date(2026, 10, 31),
            parameters={**(written.get("parameters") or {}), **(case.get("parameters") or {})},
            layers=tuple(written.get("layers") or ()),
            builds=tuple(written.get("builds") or ()),
            given={
                table: [{**defaults.get(table, {}), **row} for row in rows]
                for table, rows in given.items()
            },
            expect=case["expect"],
        )


def _refuse_unknown(path: Path, written: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(written.keys() - known)
    if unknown:
        raise ValueError(f"{path.name}: unknown keys {unknown}; known: {sorted(known)}")


def check_case(case: Case) -> None:
    """Run one case and compare; AssertionError shows both sides in the case's own columns."""
    con = empty_warehouse()
    con.begin()
    try:
        for table, rows in case.given.items():
            insert_rows(con, table, rows)
        inputs.load_places(con, load_reference())
        columns, found = _run(con, case)
    finally:
        con.rollback()
    named = list(dict.fromkeys(name for row in case.expect for name in row))
    unknown = sorted(set(named) - set(columns))
    assert not unknown, f"{case}: the table has no columns {unknown}; it has {columns}"
    named = named or columns
    got = [tuple(_plain(row[columns.index(name)]) for name in named) for row in found]
    wanted = [tuple(_plain(row.get(name)) for name in named) for row in case.expect]
    assert _sorted(got) == _sorted(wanted), (
        f"{case}\n  columns  {named}\n  expected {_sorted(wanted)}\n  got      {_sorted(got)}"
    )


def _run(con: duckdb.DuckDBPyConnection, case: Case) -> tuple[list[str], list[tuple[Any, ...]]]:
    layer, _, name = case.sql.partition("/")
    # What is no parameter of the policy is bound as it is (dates that the flow works out).
    bound = {**policy_at(case.as_of).bound, **case.parameters}
    if layer == "outputs":
        bound |= list_dates(case.as_of, bound)
    for whole in case.layers:
        build_layer(con, whole, bound)
    for table in (*case.builds, case.sql):
        layer, _, name = table.partition("/")
        if layer not in case.layers:
            build_table(con, {one.name: one for one in selects_of(layer)}[name], bound)
    result = con.execute(f"select * from {quoted(f'{layer}.{name}')}")
    return [column[0] for column in result.description], result.fetchall()


def read_by(select: Select) -> set[tuple[str, str]]:
    """Return the tables that a select reads, and those that the core tables among them read.

    Two steps back: a core table may be made of another that reads the source.
    """
    core = {one.name: one.tables for one in selects_of("core")}
    read = set(select.tables)
    for _ in range(2):
        read |= {table for layer, name in read if layer == "core" for table in core[name]}
    return read


def build_facts(con: duckdb.DuckDBPyConnection, bound: Mapping[str, Any]) -> None:
    """Build FACTS, as a month's run would before it measures."""
    core = {one.name: one for one in selects_of("core")}
    for name in FACTS:
        build_table(con, core[name], bound)


def insert_rows(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows into a table of an empty warehouse, filling in what staged rows need."""
    for number, row in enumerate(rows, start=1):
        filled = {**_STAGED, "row_number": number, **row} if table.startswith("staging.") else row
        names = ", ".join(f'"{name}"' for name in filled)
        places = ", ".join("?" for _ in filled)
        con.execute(
            f"insert into {quoted(table)} ({names}) values ({places})", list(filled.values())
        )


@functools.cache
def empty_warehouse() -> duckdb.DuckDBPyConnection:
    """Return a warehouse in memory in which every table stands, typed and empty.

    Only the reference, and the scorecard and the benefits of the newest policy, hold rows.
    """
    con = open_warehouse(None, threads=1)
    atexit.register(con.close)
    # All layers in one catalog here: a transaction, which undoes a case, writes to one alone.
    con.execute(f"detach {IN_MEMORY_LAYER}")
    con.execute(f"create schema {IN_MEMORY_LAYER}")
    for table, schema in _input_schemas():
        create_table(con, table, pl.DataFrame(schema=schema))
    for layer in COMPUTED_LAYERS:
        for table, schema in _computed_schemas(layer):
            create_table(con, table, pl.DataFrame(schema=schema))
    for name, frame in _policy_tables().items():
        create_table(con, f"policy.{name}", frame)
    return con


def _input_schemas() -> Iterator[tuple[str, dict[str, pl.DataType]]]:
    for source in all_sources():
        yield f"staging.{source.name}", {**source.staging_schema, **inputs.DELIVERY_COLUMNS}
        if source.subject == "household":
            words = {**source.identity_schema, "delivery_rank": pl.Int32()}
            yield f"identities.{source.name}", words
    known_from = {"source": pl.String(), "delivery_rank": pl.Int32()}
    yield "identities.identities", {**IDENTITY_SCHEMA, **known_from}
    yield "inputs.sources", inputs.SOURCES_SCHEMA
    yield "inputs.stale_towns", inputs.STALE_TOWNS_SCHEMA
    yield "inputs.late_rows", LATE_SCHEMA
    yield "inputs.indicators", inputs.INDICATORS_SCHEMA
    yield "reference.capacities", CAPACITIES_SCHEMA
    for table, schema in inputs.RELEASES_SCHEMAS.items():
        yield f"releases.{table}", schema


def _computed_schemas(layer: str) -> Iterator[tuple[str, dict[str, pl.DataType]]]:
    shared, stacked = shared_contract(layer), union_name(layer)
    if shared is None:
        for name in tables_of(layer):
            yield f"{layer}.{name}", columns_in(contract_of(layer, name))
        return
    for select in selects_of(layer):
        yield select.table, columns_in(shared)
    if stacked is not None:
        yield f"{layer}.{stacked}", union_columns(layer, shared)


def _policy_tables() -> dict[str, pl.DataFrame]:
    from pipelines.benefits import benefit_tables
    from pipelines.scorecard import scorecard_tables

    newest = datetime.date(2026, 10, 31)
    return {**scorecard_tables(newest), **benefit_tables(newest)}


def _plain(value: Any) -> str:
    """Return a value in the one form in which both sides are compared."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float | Decimal):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else str(value)
    return str(value)


def _sorted(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return sorted(rows)
