"""Runs stories about deadlines written in YAML: what the ledger knows, the day, what is due.

    title: 核实期限
    defaults: {ledger.states: {…}}         # columns of given rows that need no mention
    stories:
      - name: 名单日期后十个工作日内核实
        day: 2026-11-10
        parameters: {escalation_workdays: 5}   # optional, replaces a value of the policy
        given: {ledger.states: [{household_id: 户一}]}
        expect: [{kind: verify, household_id: 户一, due_date: 2026-11-16}]

Tables not given are empty. The rows expected are all rows, on the columns that any of them names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.ledger import ledger_parameters
from pipelines.ledger_inputs import LISTINGS_SCHEMA, LISTS_SCHEMA, RELEASED
from pipelines.selects import selects_of
from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import Connection, build_table, create_table, open_warehouse, quoted
from pipelines.workday_table import TABLE, workday_table
from schemas.tables import columns_in, contract_of

HERE = Path(__file__).parent
LEDGER = ("states", "answers", "clues", "clue_answers", "conference_tasks")


@dataclass(frozen=True)
class Story:
    """One story: what is given, the day, and the rows expected."""

    file: str
    name: str
    told: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}：{self.name}"


def load_stories() -> Iterator[Story]:
    """Yield every story of this folder, in order."""
    for path in sorted((HERE / "stories").glob("*.yaml")):
        written = read_yaml(path.read_text(encoding="utf-8"))
        for told in written["stories"]:
            assert told.keys() <= {"name", "day", "parameters", "given", "expect"}, path.name
            yield Story(path.stem, told["name"], {"defaults": written.get("defaults", {}), **told})


def schemas() -> dict[str, dict[str, Any]]:
    """Return the tables that the deadlines read, with their types."""
    ledger = {f"ledger.{name}": columns_in(contract_of("ledger", name)) for name in LEDGER}
    released = {f"releases.{name}": told[0] for name, told in RELEASED.items()}
    lists = {"releases.listings": LISTINGS_SCHEMA, "releases.lists": LISTS_SCHEMA}
    return {**ledger, **released, **lists}


def deadlines_of(told: Mapping[str, Any]) -> Connection:
    """Return a warehouse with the deadlines of a story."""
    con = open_warehouse(None, threads=1)
    for table, schema in schemas().items():
        rows = [{**told["defaults"].get(table, {}), **row} for row in told["given"].get(table, [])]
        assert all(row.keys() <= schema.keys() for row in rows), (table, rows)
        filled = [{**dict.fromkeys(schema), **row} for row in rows]
        create_table(con, table, pl.DataFrame(filled, schema=schema))
    day = told["day"]
    create_table(con, TABLE, workday_table(day.year - 1, day.year))
    (select,) = (one for one in selects_of("ledger") if one.name == "deadlines")
    build_table(con, select, {**ledger_parameters(day), **told.get("parameters", {})})
    return con


def check_story(story: Story) -> None:
    """Build the deadlines of a story and compare; AssertionError shows both sides."""
    wanted = story.told["expect"]
    names = list(dict.fromkeys(name for row in wanted for name in row)) or ["*"]
    with deadlines_of(story.told) as con:
        found = con.execute(f"select {', '.join(names)} from {quoted('ledger.deadlines')}")
        got = sorted(tuple(map(str, row)) for row in found.fetchall())
    rows = sorted(tuple(str(row.get(name)) for name in names) for row in wanted)
    assert got == rows, f"{story}\n  {names}\n  expected {rows}\n  got      {got}"
