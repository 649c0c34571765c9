"""What is to be reminded of on a day, and whom each thing is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipelines.clues.words import words_of
from pipelines.ledger import open_ledger
from pipelines.ledger_inputs import list_dates_until
from pipelines.reminders.astray import read_astray
from pipelines.settings import Home
from pipelines.warehouse import Connection
from pipelines.workdays import workdays_of

Item = Mapping[str, Any]

# In the order in which the district looks at them.
KINDS = {
    "no_outcome": "连续列入没有结果",
    "clue": "线索核实",
    "verify": "名单核实",
    "conference": "会商任务",
    "death_review": "成员去世后复核",
    "half_year_review": "半年核查",
    "exit_grace": "渐退期满",
    "visit": "定期走访",
    "certificate_reminder": "问问残疾证",
}
_OPEN = """
    select * from ledger.deadlines
    where is_due_soon or is_overdue or (kind = 'no_outcome' and not is_done)
"""
_WORDS = ("name", "phone", "address")


def read_due(home: Home, on: date) -> list[dict[str, Any]]:
    """Return what is due soon or overdue on a day: see `read_reminders`."""
    return read_reminders(home, on)[0]


def read_reminders(home: Home, on: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what is due soon or overdue on a day, and the answers that another street sent.

    Name, phone and address stand beside what is due, where known. A household that is the
    district's already, because nothing came of three lists, stands there once. Raises
    CalendarNotAnnounced where a deadline falls into a year not announced.
    """
    with open_ledger(home, on) as con:
        _check_calendar(con, on)
        items = _rows(con, _OPEN)
        clues = _rows(con, "select * from ledger.clues where not is_closed")
        numbers = {clue["clue_id"]: clue["clue_number"] for clue in clues}
        known = _people(con, home, on)
        astray = read_astray(con, on)
    told = words_of(home, clues)
    given_up = {item["household_id"] for item in items if item["kind"] == "no_outcome"}
    kept = [
        item
        for item in items
        if item["kind"] not in ("verify", "visit") or item["household_id"] not in given_up
    ]
    named = [
        {**item, **_whom(item, known, told), "clue_number": numbers.get(item["clue_id"])}
        for item in kept
    ]
    return sorted(named, key=_order), astray


def _check_calendar(con: Connection, on: date) -> None:
    missing = con.execute("select count(*) from ledger.deadlines where due_date is null").fetchall()
    if missing != [(0,)]:
        workdays_of(on.year + 1)


def _rows(con: Connection, query: str) -> list[dict[str, Any]]:
    found = con.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _people(con: Connection, home: Home, on: date) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Whom a household or duty is about: as the newest list that named them says it."""
    known: dict[tuple[Any, ...], dict[str, Any]] = {}
    released = [home.release_path(month) for month in list_dates_until(home, on)]
    for path in released[-1:]:
        for row in _released(con, [path / "district" / "duties.parquet"], "kind, person_id, name"):
            known[row["household_id"], row["kind"], row["person_id"]] = {"name": row["name"]}
    for path in released:
        lists = sorted(path.glob("watchlists/*/watchlist.parquet"))
        for row in _released(con, lists, "head_name as name, phone, address"):
            known[(row["household_id"],)] = {word: row[word] for word in _WORDS}
    return known


def _released(con: Connection, paths: Iterable[Any], columns: str) -> list[dict[str, Any]]:
    listed = ", ".join("'" + str(one).replace("'", "''") + "'" for one in paths if one.is_file())
    if not listed:
        return []
    source = f"read_parquet([{listed}], hive_partitioning = false)"
    return _rows(con, f"select household_id, {columns} from {source}")


def _whom(
    item: Item,
    known: Mapping[tuple[Any, ...], Mapping[str, Any]],
    clues: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Name, phone and address: of the clue, of the duty, else of the household."""
    house = known.get((item["household_id"],), {})
    duty = known.get((item["household_id"], item["kind"], item["person_id"]), {})
    clue = clues.get(item["clue_id"] or "", {})
    return {word: clue.get(word) or duty.get(word) or house.get(word) for word in _WORDS}


def _order(item: Item) -> tuple[Any, ...]:
    """By street and grid, those without one last; then by the day, what is oldest first."""
    return (
        item["street_code"],
        item["grid_code"] is None,
        item["grid_code"] or "",
        item["due_date"],
        item["due_time"] or "24:00",
        list(KINDS).index(item["kind"]),
        item["household_id"] or "",
        item["person_id"] or "",
        item["clue_id"] or "",
        item["task_id"] or "",
    )
