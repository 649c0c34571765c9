"""Which counts and amounts of the bulletin are not told, so that nobody can be worked out."""

from collections.abc import Mapping

from pipelines.bulletin.counted import ALL, Amount, Counted, Place
from pipelines.bulletin.definitions import (
    FAMILIES,
    GROUP_FAMILIES,
    PARTS,
    REST,
    Family,
    figures_in,
)
from pipelines.whatif.suppression import SMALLEST_TOLD, Mark, Sum, marks_of, total_of
from schemas.bulletin import PARTITIONS

_OTHERS = "others"
_NOW = "now"
# What is lost with a figure: the wholes most, what only completes a sum least.
_WHOLES = frozenset(PARTS) | {"helped", "due_in_time"}


def marks(counted: Counted) -> dict[Place, Mark]:
    """Return how each count is shown: the district's first, then each way of grouping."""
    found: dict[Place, Mark] = {}
    for family in FAMILIES:
        found |= marks_of(_values(counted, family, ALL, ALL), _parts(family, ALL, ALL), rank=_rank)
    district = dict(found)
    for dimension in counted.groups:
        for family in GROUP_FAMILIES if dimension != ALL else ():
            found |= _grouped(counted, family, dimension, district)
    return found


def _grouped(
    counted: Counted, family: Family, dimension: str, district: Mapping[Place, Mark]
) -> dict[Place, Mark]:
    """Return the marks of one way of grouping, beside what the district's counts tell."""
    codes = counted.groups[dimension]
    values = _values(counted, family, ALL, ALL)
    fixed = {place: district.get(place, Mark.UNTOLD) for place in values}
    sums = _parts(family, ALL, ALL)
    for group in codes:
        values |= _values(counted, family, dimension, group)
        sums += _parts(family, dimension, group)
    names = figures_in(family)
    if dimension in PARTITIONS:
        sums += [
            total_of((name, ALL, ALL), [(name, dimension, group) for group in codes])
            for name in names
        ]
    else:
        # A household may stand in several groups: with each stands what is left of the district.
        pairs = [(name, group) for group in codes for name in names]
        for name, group in pairs:
            whole, part = (name, ALL, ALL), (name, dimension, group)
            values[name, _OTHERS, group] = values[whole] - values[part]
            sums.append(total_of(whole, [part, (name, _OTHERS, group)]))
    told = marks_of(values, sums, fixed, _rank)
    return {place: mark for place, mark in told.items() if place[1] == dimension}


def _values(counted: Counted, family: Family, dimension: str, group: str) -> dict[Place, int]:
    names = (name for name in figures_in(family) if name != REST)
    values = {(name, dimension, group): counted.cells[name, dimension, group] for name in names}
    for whole, parts in family:
        if REST in parts:
            told = sum(values[part, dimension, group] for part in parts if part != REST)
            values[REST, dimension, group] = values[whole, dimension, group] - told
    return values


def _parts(family: Family, dimension: str, group: str) -> list[Sum]:
    return [
        total_of((whole, dimension, group), [(part, dimension, group) for part in parts])
        for whole, parts in family
        if parts
    ]


def _rank(place: Place) -> int:
    figure, dimension, _ = place
    if dimension == _OTHERS:
        return 0
    return 1 + (figure in _WHOLES) + 2 * (dimension == ALL)


def told_apart(amounts: Mapping[str, Amount], *, is_shared: bool) -> set[str]:
    """Return the groups whose yuan may be told, of groups that together make up the total.

    An amount needs five households, and so do those that are not told together: what is left of
    the total is theirs. `is_shared`: a household may stand in several groups; then the hidden
    ones may be the same few, and one of them alone must have five.
    """
    told = {group for group, one in amounts.items() if one.households >= SMALLEST_TOLD}
    together = max if is_shared else sum
    while told:
        hidden = [one.households for group, one in amounts.items() if group not in told]
        if not any(hidden) or together(hidden) >= SMALLEST_TOLD:
            break
        told.discard(min(told, key=lambda group: (amounts[group].households, group)))
    return told


def told_overlapping(amounts: Mapping[str, Amount], total: Amount) -> set[str]:
    """Return the groups whose yuan may be told, of groups that do not add up to the total.

    An amount needs five households, and so do all the others without them.
    """
    return {
        group
        for group, one in amounts.items()
        if one.households >= SMALLEST_TOLD
        and (
            total.households - one.households >= SMALLEST_TOLD or total.households == one.households
        )
    }


def marks_before(
    now: Counted, before: Counted, shown: Mapping[Place, Mark], *, same_year: bool
) -> dict[Place, Mark]:
    """Return how the district's counts of the month before are shown beside those of this month.

    Counts of one year grow: how many came in between must not be worked out either.
    """
    found: dict[Place, Mark] = {}
    for family in FAMILIES:
        names = figures_in(family)
        values = _values(before, family, ALL, ALL)
        sums = _parts(family, ALL, ALL)
        fixed: dict[Place, Mark] = {}
        for figure in names if same_year and "year" in names else ():
            gained = now.of_all(figure) - before.of_all(figure)
            if gained >= 0:
                place, gain = (figure, _NOW, ALL), (figure, _OTHERS, ALL)
                values |= {place: now.of_all(figure), gain: gained}
                fixed[place] = shown[figure, ALL, ALL]
                sums.append(total_of(place, [(figure, ALL, ALL), gain]))
        told = marks_of(values, sums, fixed, _rank)
        found |= {place: mark for place, mark in told.items() if place[1] == ALL}
    return found
