"""Computing what was asked for: the present, each scenario beside it, each sweep."""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.months import Month
from pipelines.scorecard import RANKS
from pipelines.settings import Home
from pipelines.whatif.counts import Counts, colour_counts, group_counts, street_counts
from pipelines.whatif.figures import Picture, moves, people_moves, picture_of
from pipelines.whatif.numbers import VISIT_MONTHS, Number, Value, changeable
from pipelines.whatif.request_book import read_request as read_book
from pipelines.whatif.request_yaml import read_request as read_yaml_request
from pipelines.whatif.rules import Rules
from pipelines.whatif.scenarios import Asked, Scenario, Sweep, present_rules, rules_of
from pipelines.whatif.scratch import Scratch
from pipelines.whatif.stored import CATALOGUE, Stored, open_stored
from pipelines.whatif.written import Known, not_readable

OnProgress = Callable[[str], None]
_YAML = frozenset({".yaml", ".yml"})


@dataclass(frozen=True)
class Outcome:
    """One scenario beside the present; `moved`: a row a household on either list (with ids)."""

    scenario: Scenario
    rules: Rules
    picture: Picture
    moved: pl.DataFrame
    streets: Counts
    people: Counts
    settled: Counts
    built: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Point:
    """One step of a sweep: households on the list, and by this month's data alone."""

    value: Value
    listed: Counts
    settled: Counts


@dataclass(frozen=True)
class Curve:
    """A sweep's steps."""

    sweep: Sweep
    number: Number
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Study:
    """All that a report tells."""

    month: Month
    is_released: bool
    known: Known
    asked: Asked
    rules: Rules
    present: Picture
    streets: Counts
    people: Counts
    settled: Counts
    outcomes: tuple[Outcome, ...]
    curves: tuple[Curve, ...]
    # Policy's name → its title, of what households were compared with.
    policies: Mapping[str, str]


def study(home: Home, month: Month, file: Path, on_progress: OnProgress) -> Study:
    """Compute what a request asks for; raises ScenarioNotReadable or NothingStored."""
    rules = present_rules(month)
    stored = open_stored(home, month, rules)
    with closing(stored.con):
        known = known_of(stored, rules)
        asked = read_request(file, known)
        scratch = Scratch(stored, rules)
        present = picture_of(stored.con, scratch.build(rules), visit_months(rules))
        base = _Base(scratch, month, known, present)
        outcomes = tuple(base.outcome(one, on_progress) for one in asked.scenarios)
        curves = tuple(base.curve(one, on_progress) for one in asked.sweeps)
    return Study(
        month=month, is_released=month in home.released_months(), known=known, asked=asked,
        rules=rules, present=present, streets=base.streets, people=base.people,
        settled=colour_counts(present.settled), outcomes=outcomes, curves=curves,
        policies=_policies(stored),
    )  # fmt: skip


def known(home: Home, month: Month) -> Known:
    """Return what a request over a month's warehouse may name; raises NothingStored."""
    rules = present_rules(month)
    stored = open_stored(home, month, rules)
    with closing(stored.con):
        return known_of(stored, rules)


def known_of(stored: Stored, rules: Rules) -> Known:
    """Return what a request over this warehouse may name."""
    streets = stored.con.execute(
        f"select distinct street_code, street_name from {CATALOGUE}.core.households "
        f"inner join {CATALOGUE}.screening.ranks using (household_id) order by 1, 2"
    ).fetchall()
    return Known(changeable(stored, rules.policy, rules.scorecard), dict(streets))


def read_request(file: Path, known: Known) -> Asked:
    """Read a request in either form."""
    if not file.is_file():
        raise not_readable(file.name, "没有这个文件")
    asked = (read_yaml_request if file.suffix.lower() in _YAML else read_book)(file, known)
    if not asked.scenarios and not asked.sweeps:
        raise not_readable(file.name, "没有写任何改动，也没有写试算范围")
    return asked


def _policies(stored: Stored) -> dict[str, str]:
    benefits = stored.policy_tables.get("benefits")
    if benefits is None:
        return {}
    return dict(benefits.select("policy", "title").iter_rows())


def visit_months(rules: Rules) -> dict[int, int]:
    """Return colour's rank → months between two visits."""
    return {RANKS[colour]: int(rules.policy[name]) for colour, name in VISIT_MONTHS.items()}


class _Base:
    """The present, and what is compared with it."""

    def __init__(self, scratch: Scratch, month: Month, known: Known, present: Picture) -> None:
        self._scratch, self._month, self._known, self._present = scratch, month, known, present
        self._codes = list(known.streets)
        self.streets = street_counts(moves(present, present), self._codes, None)
        self.people = group_counts(people_moves(present, present), None)

    def outcome(self, scenario: Scenario, on_progress: OnProgress) -> Outcome:
        on_progress(f"{scenario.name}……")
        began = time.perf_counter()
        rules = rules_of(scenario, self._month, self._known.numbers)
        place = self._scratch.build(rules)
        picture = picture_of(self._scratch.con, place, visit_months(rules))
        moved = moves(self._present, picture)
        return Outcome(
            scenario=scenario,
            rules=rules,
            picture=picture,
            moved=moved,
            streets=street_counts(moved, self._codes, self.streets),
            people=group_counts(people_moves(self._present, picture), self.people),
            settled=colour_counts(picture.settled),
            built=self._scratch.built(place),
            seconds=time.perf_counter() - began,
        )

    def curve(self, sweep: Sweep, on_progress: OnProgress) -> Curve:
        number = self._known.numbers[sweep.key]
        points = []
        for value in map(number.exact, sweep.values()):
            on_progress(f"{number.title}：{value}……")
            points.append(self._point(Scenario(
                f"{number.title}为 {value} 时", {sweep.key: value}, places={sweep.key: sweep.place}
            ), value))  # fmt: skip
        return Curve(sweep, number, tuple(points))

    def _point(self, scenario: Scenario, value: Value) -> Point:
        rules = rules_of(scenario, self._month, self._known.numbers)
        place = self._scratch.build(rules, in_full=False)
        picture = picture_of(self._scratch.con, place, visit_months(rules), in_full=False)
        self._scratch.drop(place)
        return Point(value, colour_counts(picture.listed), colour_counts(picture.settled))
