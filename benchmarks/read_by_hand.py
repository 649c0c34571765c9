"""Eight policies read from their instruments a second time, household by household, in Python.

Nothing here looks at sql/entitlements or sql/matches. What the core layer knows of a person and a
household is taken as given; the conditions, the amounts and how a household stands are worked out
anew. Where the two readings differ, one of them is wrong.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.benefits import Benefit, load_benefits
from pipelines.policy import Policy

Answer = tuple[str, Decimal | None, Decimal | None]
Key = tuple[str, str | None, str]
Judged = tuple[dict[str, bool | None], Decimal | None, Decimal | None]

READ_BY_HAND = (
    "minimum_living_guarantee",
    "low_income_edge",
    "rigid_expenditure",
    "single_person_guarantee",
    "adult_disabled_alone",
    "disability_care_subsidy",
    "disability_living_subsidy",
    "advanced_age_allowance",
)
_JOBLESS = {"无业", "未就业", "失业", "待业", "无工作", "未工作", "无"}
_AT_WORK = re.compile(
    r"^(在业|在职|在岗|在编|已?就业|有工作)$"
    r"|^(灵活|自主|集中|按比例|辅助性|稳定)就业|个体|经商|务工|打工|公益性?岗位"
)
_ELDER_PAY = {"高龄津贴", "经济困难老年人补贴"}
_GRADE_ALWAYS_UNNAMED = "多重"


@dataclass
class Person:
    """A member: age, certificate (None without a valid one), what he draws, whether he is ill."""

    id: str
    age: int
    residence: str | None
    category: str | None = None
    grade: int | None = None
    self_care: str | None = None
    employment: str | None = None
    is_ill: bool = False
    is_insured_by_employer: bool = False
    draws: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass
class Household:
    """A household: its people, those counted, and what a check found (None: not known)."""

    id: str
    counted: int
    income: Decimal | None
    property_within: bool | None
    rigid_spending: Decimal | None
    has_hardship: bool
    has_costs: bool
    people: list[Person] = field(default_factory=list)

    @property
    def draws(self) -> set[str]:
        """What anybody of the household draws."""
        return {benefit for person in self.people for benefit in person.draws}


def read_households(con: duckdb.DuckDBPyConnection) -> list[Household]:
    """The households of the core layer, as objects, with their people."""
    rows = con.execute(
        "select means.household_id, means.counted_count, means.monthly_income_yuan, "
        "means.is_property_within, means.rigid_spending_year_yuan, "
        "hardships.evidence is not null, "
        "hardships.has_heavy_burden or hardships.has_severe_illness "
        "from core.household_means as means inner join core.hardships as hardships "
        "on means.household_id = hardships.household_id"
    ).fetchall()
    homes = {row[0]: Household(*row) for row in rows}
    people = _read_people(con)
    for home, person in con.execute(
        "select household_id, person_id from core.considered_members"
    ).fetchall():
        if home in homes:
            homes[home].people.append(people[person])
    return list(homes.values())


def _read_people(con: duckdb.DuckDBPyConnection) -> dict[str, Person]:
    rows = con.execute(
        "select persons.person_id, persons.age_years, members.residence_status from core.persons "
        "inner join core.members on persons.person_id = members.person_id"
    ).fetchall()
    people = {row[0]: Person(*row) for row in rows}
    for person, *told in con.execute(
        "select person_id, disability_category, disability_grade, self_care, employment "
        "from core.certificates where is_valid"
    ).fetchall():
        one = people[person]
        one.category, one.grade, one.self_care, one.employment = told
    for (person,) in con.execute("select person_id from core.severe_illnesses").fetchall():
        people[person].is_ill = True
    for (person,) in con.execute(
        "select person_id from staging.human_resources__social_insurance "
        "where insurance_kind in ('职工养老', '机关事业养老') and payment_status = '正常缴费'"
    ).fetchall():
        people[person].is_insured_by_employer = True
    for person, benefit, yuan in con.execute(
        "select person_id, benefit, amount_yuan from core.benefits where is_monthly"
    ).fetchall():
        people[person].draws[benefit] = yuan
    return people


class Reading:
    """The policies of a day, applied to one household after the other."""

    def __init__(self, policy: Policy) -> None:
        bound: Mapping[str, Any] = policy.bound
        self.bound = bound
        # A limit that nobody has published turns nobody away.
        self.is_care_limit_proven = not policy.dated["disability_care_categories"].is_placeholder
        self.benefits = load_benefits()
        self.line = Decimal(bound["dibao_line_monthly_yuan"])
        self.edge = self.line * bound["low_income_edge_multiple"]

    def answers(self, households: list[Household]) -> dict[Key, Answer]:
        """How every household and person stands to each policy that concerns them."""
        return {key: answer for home in households for key, answer in self._household(home)}

    def _household(self, home: Household) -> Iterator[tuple[Key, Answer]]:
        if home.counted > 0:
            for policy, judged in (
                ("minimum_living_guarantee", self._guarantee(home)),
                ("low_income_edge", self._low_income_edge(home)),
                ("rigid_expenditure", self._rigid_expenditure(home)),
            ):
                yield (home.id, None, policy), self._standing(policy, judged, home.draws)
        for person in home.people:
            for policy, found in self._person(home, person):
                if found is not None:
                    drawn = set(person.draws)
                    yield (home.id, person.id, policy), self._standing(policy, found, drawn)

    def _person(self, home: Household, person: Person) -> Iterator[tuple[str, Judged | None]]:
        yield "single_person_guarantee", self._single(home, person)
        yield "adult_disabled_alone", self._alone(home, person)
        yield "disability_care_subsidy", self._care(person)
        yield "disability_living_subsidy", self._living(home, person)
        yield "advanced_age_allowance", self._old(person)

    def _standing(self, policy: str, judged: Judged, drawn: set[str]) -> Answer:
        conditions, low, high = judged
        benefit = self.benefits[policy]
        status = _status(benefit, conditions, drawn)
        return (status, low, high) if status in _OPEN else (status, None, None)

    def _guarantee(self, home: Household) -> Judged:
        """Article 3 and 23: less than the line for each who is counted; the gap, up to a yuan."""
        line = self.line * home.counted
        conditions = {
            "income": None if home.income is None else home.income < line,
            "property": home.property_within,
            "hardship": home.has_hardship,
        }
        if home.income is None:
            return conditions, None, line
        gap = Decimal(math.ceil(line - home.income))
        return conditions, *((gap, gap) if gap > 0 else (None, None))

    def _low_income_edge(self, home: Household) -> Judged:
        income, counted = home.income, home.counted
        return (
            {
                "above_line": None if income is None else income >= self.line * counted,
                "below_edge": None if income is None else income < self.edge * counted,
                "property": home.property_within,
                "hardship": home.has_hardship,
            },
            None,
            None,
        )

    def _rigid_expenditure(self, home: Household) -> Judged:
        year = None if home.income is None else 12 * home.income
        local = self.bound["local_income_yearly_yuan"] * home.counted
        share = Decimal(self.bound["rigid_spending_share_percent"]) / 100
        spent = home.rigid_spending
        return (
            {
                "above_edge": None
                if home.income is None
                else home.income >= self.edge * home.counted,
                "below_local": None if year is None else year < local,
                "property": home.property_within,
                "spending": None if year is None or spent is None else spent > share * year,
                "costs": home.has_costs,
            },
            None,
            None,
        )

    def _is_edge(self, home: Household) -> bool | None:
        """Whether this is a home on the edge: as the register says, else as a check found."""
        if "低保边缘家庭" in home.draws:
            return True
        if _draws_as_one(home):
            return False
        if home.income is None:
            return None if home.property_within is not False else False
        within = self.line * home.counted <= home.income < self.edge * home.counted
        return within and home.property_within

    def _single(self, home: Household, person: Person) -> Judged | None:
        if person.grade is None and not person.is_ill:
            return None
        severe = _graded(
            person,
            self.bound["severe_disability_grade"],
            self.bound["severe_grade_three_categories"],
        )
        severity = True if person.is_ill else severe
        return {"severity": severity, "edge": self._is_edge(home)}, None, self.line

    def _alone(self, home: Household, person: Person) -> Judged | None:
        if person.grade is None or person.grade > 3:
            return None
        conditions = {
            "adult": person.age >= self.bound["adult_age_years"],
            "severity": _graded(
                person,
                self.bound["adult_alone_grade"],
                self.bound["adult_alone_grade_three_categories"],
            ),
            "unemployed": _is_jobless(person),
            "means": self._own_means(home),
        }
        share = Decimal(self.bound["adult_alone_share_percent"]) / 100
        return conditions, None, self.line * share

    def _own_means(self, home: Household) -> bool | None:
        """The family's means are left out; his own are known where he is the only one counted."""
        if _draws_as_one(home) and "低保边缘家庭" not in home.draws:
            return False
        if home.counted != 1 or home.income is None:
            return None
        return bool(home.income < self.line)

    def _care(self, person: Person) -> Judged | None:
        if person.grade is None or person.grade > 3:
            return None
        yuan = Decimal(self.bound["disability_care_subsidy_monthly_yuan"])
        conditions = {
            "severity": self._needs_care_by_grade(person),
            "care": {"不能自理": True, "自理": False}.get(person.self_care or ""),
            "injury": True if person.age < self.bound["minor_age_years"] else None,
            "undrawn": None if "残疾人两项补贴" in person.draws else True,
        }
        return conditions, yuan, yuan

    def _needs_care_by_grade(self, person: Person) -> bool | None:
        assert person.grade is not None
        severe = bool(person.grade <= self.bound["disability_care_grade"])
        listed = self.bound[
            "disability_care_categories" if severe else "disability_care_grade_three_categories"
        ]
        if listed is None:
            return severe
        if person.category == _GRADE_ALWAYS_UNNAMED:
            return None
        if person.category in listed:
            return True
        return None if severe and not self.is_care_limit_proven else False

    def _living(self, home: Household, person: Person) -> Judged | None:
        if person.grade is None:
            return None
        on_edge = "低保边缘家庭" in home.draws
        guaranteed = "最低生活保障" in person.draws or (
            "最低生活保障" in home.draws and not on_edge
        )
        edge_yuan = self.bound["disability_living_edge_monthly_yuan"]
        due = None
        if guaranteed:
            due = Decimal(self.bound["disability_living_subsidy_monthly_yuan"])
        elif on_edge and edge_yuan is not None:
            due = Decimal(edge_yuan)
        conditions = {
            "hard_up": due is not None,
            "higher": _is_less_than(person, due),
            "undrawn": None if "残疾人两项补贴" in person.draws else True,
        }
        return conditions, due, due

    def _old(self, person: Person) -> Judged | None:
        first = self.bound["advanced_age_first_years"]
        if person.age < first - 1:
            return None
        yuan = None
        for step in ("first", "second", "third"):
            if person.age >= self.bound[f"advanced_age_{step}_years"]:
                yuan = Decimal(self.bound[f"advanced_age_{step}_monthly_yuan"])
        local = True if person.residence in ("人户一致", "户在人不在") else None
        return {"age": person.age >= first, "registered": local}, yuan, yuan


_OPEN = ("may_qualify", "cannot_tell")


def _status(benefit: Benefit, conditions: Mapping[str, bool | None], drawn: set[str]) -> str:
    """Received, then excluded or a legal condition broken, then not known, then a lead."""
    if drawn & set(benefit.received_as):
        return "already_receives"
    answers: dict[str, list[bool | None]] = defaultdict(list)
    for condition in benefit.conditions:
        answers[condition.kind].append(conditions[condition.name])
    if drawn & set(benefit.excluded_by) or False in answers["fact"] + answers["means"]:
        return "does_not"
    if None in answers["fact"]:
        return "cannot_tell"
    if answers["sign"] and True not in answers["sign"] and None in answers["means"]:
        return "cannot_tell"
    return "may_qualify"


def _graded(person: Person, grade: int, grade_three: str) -> bool | None:
    """Whether a certificate is of a grade, or of grade three and of a category that counts."""
    if person.grade is None or person.grade > max(grade, 3):
        return False
    if person.grade <= grade:
        return True
    return (
        None if person.category == _GRADE_ALWAYS_UNNAMED else (person.category or "") in grade_three
    )


def _is_less_than(person: Person, due: Decimal | None) -> bool | None:
    """Whether what an old person draws leaves room for `due`; of the two the higher is paid."""
    drawn = [yuan for benefit, yuan in person.draws.items() if benefit in _ELDER_PAY]
    if not drawn:
        return True
    if due is None or None in drawn:
        return None
    return sum(yuan for yuan in drawn if yuan is not None) < due


def _draws_as_one(home: Household) -> bool:
    """Whether all who count draw the guarantee: where only some do, they may draw alone."""
    drawing = sum("最低生活保障" in person.draws for person in home.people)
    return 0 < drawing >= home.counted


def _is_jobless(person: Person) -> bool | None:
    if person.is_insured_by_employer:
        return False
    if person.employment is None:
        return None
    if person.employment in _JOBLESS:
        return True
    return False if _AT_WORK.search(person.employment) else None
