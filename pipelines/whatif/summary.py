"""The few figures by which scenarios are compared at a glance, each as it may be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipelines.policy import Policy
from pipelines.whatif.costs import costs_of, told_range
from pipelines.whatif.counts import AFTER, ALL, BEFORE, ENTER, LEAVE, Counts, Shown
from pipelines.whatif.figures import COLOURS, Picture
from pipelines.whatif.study import Study
from pipelines.whatif.visits import MONTHS_A_YEAR, Load, load_of, rounded

PRESENT = "现行规则"
NOT_ESTIMATED = "不可估计"


@dataclass(frozen=True)
class Line:
    """One scenario, or the present."""

    name: str
    colours: dict[int, Shown]
    listed: Shown
    enter: Shown | None
    leave: Shown | None
    settled: Shown
    visits_a_month: Shown | Decimal
    visits_a_year: Shown | Decimal
    short_streets: int | None
    costs: str
    expected: str


def lines(study: Study) -> list[Line]:
    """Return the present first, then the scenarios in their order."""
    return list(_lines(study))


def pictures(study: Study) -> list[Picture]:
    """Return the present's picture first, then those of the scenarios."""
    return [study.present, *(one.picture for one in study.outcomes)]


def names(study: Study) -> list[str]:
    """Return what the pictures are called."""
    return [PRESENT, *(one.scenario.name for one in study.outcomes)]


def _lines(study: Study) -> Iterator[Line]:
    costs = told_costs(study)
    policy = study.rules.policy
    load = district_loads(study, 0)
    yield _line(PRESENT, study.streets, BEFORE, study.settled, load, costs[0], policy)
    for place, one in enumerate(study.outcomes, start=1):
        load = district_loads(study, place)
        yield _line(one.scenario.name, one.streets, AFTER, one.settled, load, costs[place], policy)


def told_costs(study: Study) -> list[str]:
    """Return what the households of each list may cost a year, in words."""
    costs = costs_of(pictures(study), is_listed=True)
    if costs is None or costs.total is None:
        return [NOT_ESTIMATED] * (1 + len(study.outcomes))
    return [told_range(amount) for amount in costs.total]


def district_loads(study: Study, place: int) -> dict[str, Load]:
    """Return street → load, the district's under ALL; `place` 0 is the present."""
    streets = (*study.known.streets, ALL)
    if place == 0:
        held = study.asked.capacities
        return {s: load_of(study.streets, BEFORE, s, study.present, held) for s in streets}
    one = study.outcomes[place - 1]
    held = one.scenario.capacities
    return {s: load_of(one.streets, AFTER, s, one.picture, held) for s in streets}


def _line(
    name: str,
    counts: Counts,
    when: str,
    settled: Counts,
    loads: dict[str, Load],
    costs: str,
    policy: Policy,
) -> Line:
    listed = counts[when, ALL, ALL]
    needed = loads[ALL].needed
    known = [load for street, load in loads.items() if street != ALL and load.capacity is not None]
    return Line(
        name=name,
        colours={rank: counts[when, ALL, rank] for rank in COLOURS},
        listed=listed,
        enter=counts[ENTER, ALL] if when == AFTER else None,
        leave=counts[LEAVE, ALL] if when == AFTER else None,
        settled=settled[ALL],
        visits_a_month="…" if needed is None else rounded(needed),
        visits_a_year="…" if needed is None else rounded(needed * MONTHS_A_YEAR),
        short_streets=sum(load.is_short for load in known) if known else None,
        costs=costs,
        expected=told_yield(listed, policy),
    )


def told_yield(listed: Shown, policy: Policy) -> str:
    """Return how many households may be found to qualify, by what was published elsewhere."""
    if isinstance(listed, str):
        return listed
    low, high = expected(listed, policy)
    return f"{low}—{high}"


def expected(listed: int, policy: Policy) -> tuple[int, int]:
    """Return the least and most households that may be found to qualify."""
    shares = (policy["expected_yield_share_low"], policy["expected_yield_share_high"])
    low, high = (int((listed * one).quantize(Decimal(1), ROUND_HALF_UP)) for one in shares)
    return low, high
