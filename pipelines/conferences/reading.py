"""What a case conference needs to know of a household: what the visit found, who is to do what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.ledger import open_ledger
from pipelines.settings import Home
from pipelines.warehouse import Connection
from schemas.sources.field__conferences import DEPARTMENTS, OTHER_DEPARTMENT

CONCLUSION_TITLES: Mapping[str, str] = {
    "not_delivered": "应享政策未落实",
    "not_covered": "未纳入救助、可能符合条件",
    "complex": "情况复杂，一事一议",
    "review": "在享救助、情况有变",
    "no_risk": "未发现风险",
}


@dataclass(frozen=True)
class Task:
    """What a department is to do; without a `conference_date` nobody has decided it yet."""

    department: str
    task: str
    due: date | None = None
    result: str | None = None
    done: date | None = None
    conference_date: date | None = None


@dataclass(frozen=True)
class Visit:
    """What was found at the door, or by looking into a clue."""

    day: date
    result: str
    conclusion: str | None
    helps: Sequence[str] = ()
    origin: str = "走访"


@dataclass(frozen=True)
class Case:
    """A household before its conference, or after some of it."""

    household_id: str
    street_name: str
    visits: Sequence[Visit] = ()
    tasks: Sequence[Task] = ()
    lead_department: str | None = None
    decision: str | None = None
    persons_count: int | None = None
    conference_date: date | None = None


def read_cases(home: Home, on: date, household_id: str | None = None) -> dict[str, Case]:
    """Return the cases as they stand on a day, by household; of one household where one is named.

    A case is a household whose visit or clue asked for a conference and that has not come to
    another end, or one that had a conference of which something is still to be done.
    """
    with open_ledger(home, on) as con:
        wanted = _wanted(con) if household_id is None else [household_id]
        departments = dict(
            con.execute("select help, department from reference.help_departments").fetchall()
        )
        return {one: _case(con, one, departments) for one in wanted}


_WANTED = """
select household_id from ledger.states where state = 'in_conference'
union
select household_id from ledger.clues
where outcome = 'complex' and household_id is not null
and household_id not in (select household_id from ledger.conferences)
union
select household_id from ledger.conference_tasks where is_open
order by household_id
"""
_VISITS = """
select visited_date, visit_result, conclusion, help_needed, '走访' as origin
from ledger.answers where household_id = $household_id and standing = 'merged'
union all
select outcome_date, visit_result, outcome, help_needed, '线索核实' as origin
from ledger.clues
where household_id = $household_id and outcome_date is not null and coalesce(duplicate_of, '') in
('', 'list')
order by 1 desc, 5, 2
"""
_TASKS = """
select department, task, task_due, result, done_date, conference_date
from ledger.conference_tasks
where household_id = $household_id and task is not null
order by conference_date desc, department, task
"""
_CONFERENCE = """
select lead_department, decision, persons_count, conference_date
from ledger.conferences where household_id = $household_id
order by conference_date desc limit 1
"""
_PLACE = """
select street_name from releases.listings where household_id = $household_id
order by list_month desc limit 1
"""


def _wanted(con: Connection) -> list[str]:
    return [household for (household,) in con.execute(_WANTED).fetchall()]


def _case(con: Connection, household_id: str, departments: Mapping[str, str]) -> Case:
    def rows(query: str) -> list[tuple[Any, ...]]:
        return con.execute(query, {"household_id": household_id}).fetchall()

    visits = [
        Visit(day, result, conclusion, tuple((helps or "").split("、")) if helps else (), origin)
        for day, result, conclusion, helps, origin in rows(_VISITS)
    ]
    tasks = [Task(*row) for row in rows(_TASKS)]
    held = next(iter(rows(_CONFERENCE)), (None, None, None, None))
    place = next(iter(rows(_PLACE)), ("",))
    return Case(household_id, place[0], visits, tasks or _suggested(visits, departments), *held)


def _suggested(visits: Sequence[Visit], departments: Mapping[str, str]) -> list[Task]:
    """Return whom the helps that the last visit asked for would fall to: a proposal, no more."""
    helps = next((visit.helps for visit in visits if visit.helps), ())
    return [Task(canonical_department(departments.get(one)), one) for one in helps if one != "无需"]


def canonical_department(written: str | None) -> str:
    """Return a department under the name that the record's drop-down has."""
    for name, others in DEPARTMENTS.items():
        if written is not None and (written == name or written in others):
            return name
    return OTHER_DEPARTMENT
