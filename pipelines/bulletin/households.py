"""The figures that count households: the district's, those of last month, and those by group."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.bulletin.counted import ALL, Amount, Counted, Place
from pipelines.bulletin.definitions import (
    DIMENSION_TITLES,
    GROUP_FIGURES,
    HOUSEHOLD_FIGURES,
    SHARES,
)
from pipelines.bulletin.figure import (
    HOUSEHOLDS,
    LEFT_OUT,
    PERCENT,
    TOLD,
    UNKNOWN,
    YUAN,
    Figure,
    shown_as,
)
from pipelines.bulletin.hidden import marks, marks_before, told_apart, told_overlapping
from pipelines.bulletin.intervals import wilson
from pipelines.whatif.suppression import Mark, is_small
from schemas.bulletin import PARTITIONS

YIELD, BEFORE, GROUPS, POLICIES = "yield", "last_month", "groups", "policies"
PAID = "amount"
_PAID_TITLE = "到位资金"


@dataclass(frozen=True)
class Group:
    """Where a figure stands: its section, how it is grouped, and the group's title."""

    section: str
    by: str
    code: str
    title: str


def household_figures(
    now: Counted,
    before: Counted | None,
    titles: Mapping[str, Mapping[str, str]],
    *,
    same_year: bool,
) -> Iterator[Figure]:
    """Return all figures that count households, those of the month before where there is one.

    `titles`: dimension → code → title.
    """
    shown = marks(now)
    whole = Group(YIELD, ALL, ALL, DIMENSION_TITLES[ALL])
    yield from _group(now, shown, whole, ALL)
    yield _district_amount(now, YIELD)
    if before is not None:
        earlier = marks_before(now, before, shown, same_year=same_year)
        yield from _group(before, earlier, Group(BEFORE, ALL, ALL, whole.title), ALL)
        # Beside this month's, last month's yuan would tell those of the few who came in between.
        yield _district_amount(before, BEFORE, is_open=earlier["helped", ALL, ALL] is Mark.TOLD)
    for dimension, codes in now.groups.items():
        if dimension == ALL:
            continue
        for code in codes:
            group = Group(GROUPS, dimension, code, titles[dimension].get(code, code))
            yield from _group(now, shown, group, dimension)
        yield from _amounts(now, shown, dimension, titles[dimension])


def _group(
    counted: Counted, shown: Mapping[Place, Mark], group: Group, dimension: str
) -> Iterator[Figure]:
    for name, definition in HOUSEHOLD_FIGURES.items():
        if dimension != ALL and name not in GROUP_FIGURES:
            continue
        place = (name, dimension, group.code)
        yield _count(group, name, definition.title, counted.cells[place], shown[place])
    for name, (title, part, whole) in SHARES.items():
        places = (part, dimension, group.code), (whole, dimension, group.code)
        yield _share(group, name, title, [counted.cells[place] for place in places],
                     [shown[place] for place in places])  # fmt: skip


def _count(group: Group, name: str, title: str, value: int, mark: Mark) -> Figure:
    state = shown_as(mark)
    return Figure(
        group.section, name, title, HOUSEHOLDS, Decimal(value) if state == TOLD else None,
        group.by, group.code, group.title, state,
    )  # fmt: skip


def _share(
    group: Group, name: str, title: str, counts: Iterable[int], shown: Iterable[Mark]
) -> Figure:
    part, whole = counts
    if any(mark is not Mark.TOLD for mark in shown):
        return _nothing(group, name, title, LEFT_OUT)
    if not whole:
        return _nothing(group, name, title, UNKNOWN)
    share = wilson(part, whole)
    return Figure(
        group.section, name, title, PERCENT, share.value, group.by, group.code, group.title,
        TOLD, part, whole, share.low, share.high,
    )  # fmt: skip


def _nothing(group: Group, name: str, title: str, shown: str, unit: str = PERCENT) -> Figure:
    return Figure(
        group.section, name, title, unit, None, group.by, group.code, group.title, shown
    )  # fmt: skip


def _district_amount(counted: Counted, section: str, *, is_open: bool = True) -> Figure:
    total = counted.amounts.get((ALL, ALL), Amount(0, Decimal(0)))
    group = Group(section, ALL, ALL, DIMENSION_TITLES[ALL])
    return _amount(group, total.yuan, is_told=is_open and not is_small(total.households))


def _amount(group: Group, yuan: Decimal, *, is_told: bool) -> Figure:
    if not is_told:
        return _nothing(group, PAID, _PAID_TITLE, LEFT_OUT, YUAN)
    return Figure(
        group.section, PAID, _PAID_TITLE, YUAN, yuan, group.by, group.code, group.title
    )  # fmt: skip


def _amounts(
    counted: Counted, shown: Mapping[Place, Mark], dimension: str, titles: Mapping[str, str]
) -> Iterator[Figure]:
    nothing = Amount(0, Decimal(0))
    total = counted.amounts.get((ALL, ALL), nothing)
    paid = {
        code: counted.amounts.get((dimension, code), nothing) for code in counted.groups[dimension]
    }
    adds_up = dimension in PARTITIONS
    told = told_apart(paid, is_shared=False) if adds_up else told_overlapping(paid, total)
    for code, one in paid.items():
        group = Group(GROUPS, dimension, code, titles.get(code, code))
        is_none = not one.households and shown["helped", dimension, code] is Mark.TOLD
        yield _amount(group, one.yuan, is_told=code in told or is_none)


def policy_figures(counted: Counted) -> Iterator[Figure]:
    """Return how many households each policy newly covers, and with how much."""
    paid = {policy: amount for policy, (_, amount) in counted.policies.items()}
    total = counted.amounts.get((ALL, ALL), Amount(0, Decimal(0)))
    told = told_apart(paid, is_shared=True)
    for policy, amount in paid.items():
        group = Group(POLICIES, "policy", policy, policy)
        left = total.households - amount.households
        mark = Mark.SMALL if is_small(amount.households) else Mark.TOLD
        mark = Mark.LEFT_OUT if mark is Mark.TOLD and is_small(left) else mark
        yield _count(group, "helped", "新纳入", amount.households, mark)
        yield _amount(group, amount.yuan, is_told=policy in told)
