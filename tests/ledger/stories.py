"""Runs stories written in YAML: what was listed, what came back, what the ledger then says.

    title: 一户的一生
    stories:
      - name: 列入后见到了，没有风险
        day: 2026-11-30                      # the day of which the ledger speaks
        lists:                               # month of the list → household → colour
          2026-10: {户一: red, 户二: {colour: yellow, street: 乙街}}
        answers:                             # in the order of delivery
          - {file: 十一月, delivered: 2026-11, household: 户一, list: 2026-10,
             date: 2026-11-10, result: 已见到, conclusion: no_risk, help: 低保}
        coverage:                            # month of the release → what is drawn
          2026-10: [{household: 户一, benefit: 最低生活保障, monthly: 700, since: 2026-10-01}]
        conferences: [{household: 户一, date: 2026-12-01, decision: 转有关部门办理, delivered: …}]
        nominations: [{household: 户一, month: 2026-12}]
        clues: [{clue: 一号, household: 户一, received: 2026-11-03, delivered: 2026-11,
                 date: 2026-11-04, result: 已见到, conclusion: no_risk}]
        expect:                              # table of the ledger → all its rows, named columns
          states: [{household_id: 户一, state: no_risk}]

Lists are dated the first working day after their month; verification is due ten working days on.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.clues.places import load_clue_places
from pipelines.inputs import DELIVERY_COLUMNS
from pipelines.ledger import LAYER, ledger_parameters, reconcile
from pipelines.ledger_inputs import (
    COVERAGE_SCHEMA,
    FIELD_SOURCES,
    LISTINGS_SCHEMA,
    LISTS_SCHEMA,
    MONTHS_SCHEMA,
    REFERENCE,
    RELEASED,
    SENT_BACK_SCHEMA,
    read_reference,
)
from pipelines.months import parse_month
from pipelines.places import load_reference
from pipelines.selects import Select, selects_of
from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import Connection, build_table, create_table, open_warehouse
from pipelines.workdays import add_workdays, first_workday_after
from schemas.sources import source_named

HERE = Path(__file__).parent
_KEYS = {
    "name", "day", "lists", "answers", "coverage", "conferences", "nominations", "clues", "expect",
}  # fmt: skip
_TABLES = "select table_schema, table_name from information_schema.tables"
_STREETS = {"甲街": "370299001", "乙街": "370299002", "丙街": "370299003"}


@dataclass(frozen=True)
class Story:
    """One story: what is given, the day, and the rows expected by table."""

    file: str
    number: int
    name: str
    given: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}：{self.name}"

    @property
    def sign(self) -> str:
        """What its households and files begin with where several stories share a ledger."""
        return f"{self.number:02d}{self.number:02d}-"

    @property
    def world(self) -> tuple[str, ...]:
        """Stories of one day, the same lists and the same releases fit into one ledger."""
        lists, drawn = self.given.get("lists") or {}, self.given.get("coverage") or {}
        return (str(self.given["day"]), *map(str, lists), "drawn", *map(str, drawn))


@functools.cache
def load_stories() -> tuple[Story, ...]:
    """Return every story of this folder, in order; ValueError where one is misspelt."""
    read = [(path.stem, story) for path in sorted(HERE.glob("*.yaml")) for story in _read(path)]
    return tuple(
        Story(file, number, story["name"], story) for number, (file, story) in enumerate(read)
    )


def _read(path: Path) -> Iterator[dict[str, Any]]:
    for story in read_yaml(path.read_text(encoding="utf-8"))["stories"]:
        if unknown := sorted(story.keys() - _KEYS):
            raise ValueError(f"{path.name}: unknown keys {unknown}; known: {sorted(_KEYS)}")
        yield story


@functools.cache
def _world(world: tuple[str, ...]) -> Connection:
    """Return the ledger that all stories of a world share."""
    told: dict[str, Any] = {"lists": {}, "answers": [], "coverage": {}, "conferences": []}
    told["nominations"], told["clues"] = [], []
    for story in load_stories():
        if story.world == world:
            _tell(story, told)
    return ledger_of(told)


def _tell(story: Story, told: dict[str, Any]) -> None:
    given, sign = story.given, story.sign
    told["day"] = given["day"]
    for month, households in (given.get("lists") or {}).items():
        signed = {f"{sign}{name}": said for name, said in households.items()}
        told["lists"].setdefault(month, {}).update(signed)
    for month, rows in (given.get("coverage") or {}).items():
        told["coverage"].setdefault(month, []).extend(_signed(row, sign) for row in rows)
    for kind in ("answers", "conferences", "nominations", "clues"):
        told[kind] += [_signed(row, sign) for row in given.get(kind) or []]


def _signed(row: Mapping[str, Any], sign: str) -> dict[str, Any]:
    named = ("household", "file", "clue")
    return {
        key: f"{sign}{value}" if key in named and value is not None else value
        for key, value in row.items()
    }


def ledger_of(given: Mapping[str, Any]) -> Connection:
    """Return a warehouse with the ledger of a story."""
    con = open_warehouse(None, threads=1)
    load_story(con, given)
    con.execute(f"create schema if not exists {LAYER}")
    standing = {(layer, name) for layer, name in con.execute(_TABLES).fetchall()}
    for select in _selects():
        build_table(con, select, _parameters(given["day"]), standing)
        standing.add((select.layer, select.name))
    reconcile(con, given["day"])
    return con


@functools.cache
def _parameters(day: date) -> dict[str, Any]:
    return ledger_parameters(day)


@functools.cache
def _selects() -> tuple[Select, ...]:
    """The tables of households alone: those of clues and deadlines have tests of their own."""
    selects = selects_of(LAYER)
    by_name = {select.name: select for select in selects}
    needed, asked = set[str](), ["states", "conflicts", "unmerged"]
    while asked:
        name = asked.pop()
        needed.add(name)
        asked += [read for layer, read in by_name[name].tables if layer == LAYER]
    return tuple(select for select in selects if select.name in needed)


def load_story(con: Connection, given: Mapping[str, Any]) -> None:
    """Put into a warehouse what a story gives, as known on its day."""
    on: date = given["day"]
    lists = {str(month): _listed(str(month)) for month in given.get("lists") or {}}
    lists = {month: dates for month, dates in lists.items() if dates[0] <= on}
    create_table(con, "releases.lists", _frame(LISTS_SCHEMA, _dates(lists)))
    create_table(con, "releases.listings", _frame(LISTINGS_SCHEMA, _listings(given, lists)))
    _load_released(con, given, on)
    for name in FIELD_SOURCES:
        schema = {**source_named(name).staging_schema, **DELIVERY_COLUMNS}
        rows = _STAGED.get(name)
        create_table(con, f"staging.{name}", _frame(schema, rows(given) if rows else []))
    create_table(con, "inputs.sent_back", _frame(SENT_BACK_SCHEMA, _sent_back(given)))
    for name, frame in _references().items():
        create_table(con, f"reference.{name}", frame)
    load_clue_places(con, load_reference())


def _sent_back(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    counts = (given.get("sent_back") or {}).items()
    named = {"source": "field__visit_results"}
    return [{**named, "delivery_month": month, "rows_count": count} for month, count in counts]


@functools.cache
def _references() -> dict[str, pl.DataFrame]:
    streets = [{"street_code": code, "street_name": name} for name, code in _STREETS.items()]
    read = {name: read_reference(name, columns) for name, columns in REFERENCE.items()}
    return {**read, "streets": pl.DataFrame(streets)}


def _frame(schema: Mapping[str, Any], rows: list[dict[str, Any]]) -> pl.DataFrame:
    if unknown := sorted({name for row in rows for name in row} - schema.keys()):
        raise ValueError(f"unknown columns {unknown}; known: {sorted(schema)}")
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=dict(schema))


def _listed(month: str) -> tuple[date, date]:
    listed = first_workday_after(parse_month(month).as_of_date)
    return listed, add_workdays(listed, 10)


def _dates(lists: Mapping[str, tuple[date, date]]) -> list[dict[str, Any]]:
    return [{"list_month": month, "list_date": dates[0]} for month, dates in lists.items()]


def _listings(
    given: Mapping[str, Any], lists: Mapping[str, tuple[date, date]]
) -> list[dict[str, Any]]:
    rows = []
    for month, households in (given.get("lists") or {}).items():
        if str(month) not in lists:
            continue
        listed, verify_by = lists[str(month)]
        for household, told in households.items():
            said = {"colour": told} if isinstance(told, str) else told
            street = said.get("street", "甲街")
            rows.append(
                {
                    "list_month": str(month), "household_id": household, "colour": said["colour"],
                    "street_code": _STREETS[street], "street_name": street, "score": 50,
                    "rank_in_street": 1, "members_count": 2, "cohorts": "medical", "reasons": "",
                    "list_date": listed, "verify_by": verify_by, "next_visit_by": verify_by,
                    "is_exploration": False, "is_carried": False,
                }
            )  # fmt: skip
    return rows


def _load_released(con: Connection, given: Mapping[str, Any], on: date) -> None:
    drawn = {str(month): rows for month, rows in (given.get("coverage") or {}).items()}
    known = {month: rows for month, rows in drawn.items() if parse_month(month).as_of_date <= on}
    coverage = [
        {
            "month": month, "household_id": row["household"], "benefit": row["benefit"],
            "since_month": row.get("since"), "monthly_amount_yuan": row.get("monthly"),
            "amount_once_yuan": row.get("once"), "persons_count": 1, "department": "民政局",
            "is_monthly": "once" not in row,
        }
        for month, rows in known.items() for row in rows
    ]  # fmt: skip
    nominations = [
        {"file_id": "手工", "sheet": "", "row_number": row.get("row", number),
         "household_id": row["household"], "month": str(row["month"])}
        for number, row in enumerate(given.get("nominations") or [], start=1)
        if parse_month(str(row["month"])).as_of_date <= on
    ]  # fmt: skip
    told = {"coverage": coverage, "nominations": nominations}
    for name, (schema, _, _) in RELEASED.items():
        create_table(con, f"releases.{name}", _frame(schema, told.get(name, [])))
    months = [{"month": month} for month in known]
    create_table(con, "releases.coverage_months", _frame(MONTHS_SCHEMA, months))
    assert COVERAGE_SCHEMA is RELEASED["coverage"][0]


def _answers(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows as they were staged; files come in the order in which the story names them."""
    last = f"{given['day']:%Y-%m}"
    told = [row for row in given.get("answers") or [] if str(row["delivered"]) <= last]
    ranks = {name: place for place, name in enumerate(dict.fromkeys(r["file"] for r in told), 1)}
    return [
        {
            "file_id": row["file"], "sheet": "走访名单", "row_number": number,
            "household_id": row.get("household"),
            "list_month": str(row["list"]) if "list" in row else None,
            "visited_date": row.get("date"), "visit_result": row.get("result"),
            "conclusion": row.get("conclusion"), "help_needed": row.get("help"),
            "is_answered": "result" in row, "is_nomination": row.get("nomination", False),
            "has_remark": False, "delivery_rank": ranks[row["file"]],
            "delivery_month": str(row["delivered"]),
        }
        for number, row in enumerate(told, start=1)
    ]  # fmt: skip


def _conferences(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "file_id": "会商", "sheet": "", "row_number": number,
            "household_id": row["household"], "conference_date": row["date"],
            "decision": row.get("decision"), "is_filled": True, "delivery_rank": 1,
            "delivery_month": str(row["delivered"]),
        }
        for number, row in enumerate(given.get("conferences") or [], start=1)
        if str(row["delivered"]) <= f"{given['day']:%Y-%m}"
    ]  # fmt: skip


def _clues(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "file_id": row.get("file", "分办单"), "sheet": "", "row_number": number,
            "clue_number": row["clue"], "received_at": datetime.combine(row["received"], time()),
            "channel": "群众", "household_id": row["household"], "is_answered": "result" in row,
            "checked_date": row.get("date"), "visit_result": row.get("result"),
            "outcome": row.get("conclusion"), "help_needed": row.get("help"), "delivery_rank": 1,
            "delivery_month": str(row["delivered"]),
        }
        for number, row in enumerate(given.get("clues") or [], start=1)
        if str(row["delivered"]) <= f"{given['day']:%Y-%m}"
    ]  # fmt: skip


_STAGED = {
    "field__visit_results": _answers,
    "field__conferences": _conferences,
    "field__clues": _clues,
}


def check_story(story: Story) -> None:
    """Compare the ledger with a story's expectations; AssertionError shows both sides."""
    con = _world(story.world)
    for table, wanted in story.given["expect"].items():
        mine = "file_id" if table == "unmerged" else "household_id"
        names = list(dict.fromkeys(name for row in wanted for name in row)) or [mine]
        found = con.execute(
            f"select {', '.join(names)} from ledger.{table} where starts_with({mine}, $sign)",
            {"sign": story.sign},
        ).fetchall()
        got = sorted(tuple(str(cell).removeprefix(story.sign) for cell in row) for row in found)
        rows = sorted(tuple(str(row.get(name)) for name in names) for row in wanted)
        assert got == rows, f"{story} {table}\n  {names}\n  expected {rows}\n  got      {got}"


def ledger_moves() -> list[tuple[str, str, str, bool]]:
    """Return the rows of ledger.moves: state, fact, state, whether it reopens."""
    con = _world(load_stories()[0].world)
    return con.execute(
        "select from_state, fact, to_state, is_reopening from ledger.moves"
    ).fetchall()
