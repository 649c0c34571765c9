"""The counts of a report, each as it may be shown: see `suppression`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.whatif.figures import COLOURS, GROUPS
from pipelines.whatif.suppression import Cell, Mark, Sum, marks_of, total_of

# Before, after; households that enter the list, that leave it.
BEFORE, AFTER, ENTER, LEAVE = "before", "after", "enter", "leave"
MOVES = "moves"
ALL = "合计"
# How much is lost with a count of the whole district, where a street's total counts one.
_MOST_WANTED = 3
UNLISTED = 0

_RANKS = (*COLOURS, UNLISTED)
_WAYS = tuple((a, b) for a in _RANKS for b in _RANKS if a or b)

Shown = int | str


@dataclass(frozen=True)
class Counts:
    """Counts by cell, with how each is shown."""

    values: Mapping[Cell, int]
    marks: Mapping[Cell, Mark]

    def __getitem__(self, cell: Cell) -> Shown:
        mark = self.marks[cell]
        return self.values[cell] if mark is Mark.TOLD else mark.value

    def exact(self, *cells: Cell) -> list[int] | None:
        """Return the counts where every one of them is told, else None."""
        if any(self.marks[cell] is not Mark.TOLD for cell in cells):
            return None
        return [self.values[cell] for cell in cells]


def street_counts(moved: pl.DataFrame, streets: Sequence[str], present: Counts | None) -> Counts:
    """Return households by street and colour before and after, and who moves.

    Cells: (BEFORE or AFTER, street or ALL, rank or ALL); (ENTER or LEAVE, street or ALL);
    (MOVES, rank before, rank after). `present`: the counts before, as told elsewhere.
    """
    values: dict[Cell, int] = {}
    sums: list[Sum] = []
    for when in (BEFORE, AFTER):
        values |= _by_street(moved, when, streets)
        sums += _street_sums(when, streets)
    if present is not None:
        values |= _entering(moved, streets)
        values |= _between(moved)
        sums += _moving_sums(streets)
        # Nobody moves in a street where nobody does in the district: what moves in each street
        # is not told, but it ties the counts together.
        inner = _inner(moved, streets)
        marks = {**present.marks, **dict.fromkeys(inner, Mark.UNTOLD)}
        return _counts({**values, **inner}, sums + _inner_sums(streets), Counts(values, marks))
    kept = {cell: value for cell, value in values.items() if cell[0] == BEFORE}
    return _counts(kept, _street_sums(BEFORE, streets), None)


def _counts(values: dict[Cell, int], sums: Sequence[Sum], present: Counts | None) -> Counts:
    fixed = (
        {cell: present.marks[cell] for cell in values if cell in present.marks} if present else {}
    )
    return Counts(values, marks_of(values, sums, fixed, _rank))


def _rank(cell: Cell) -> int:
    """How much is lost with a count: least with a part of a street's, most with the district's."""
    if cell == ALL:
        return _MOST_WANTED
    if not isinstance(cell, tuple) or cell[0] == MOVES:
        return 1
    _, place, *parts = cell
    is_total = ALL in parts
    return _MOST_WANTED + is_total if place == ALL else int(is_total)


def _by_street(moved: pl.DataFrame, when: str, streets: Sequence[str]) -> dict[Cell, int]:
    counted: dict[Any, int] = {
        (street, rank): count
        for street, rank, count in moved.group_by("street_code", when).len().iter_rows()
    }
    values: dict[Cell, int] = {}
    for street in streets:
        for rank in COLOURS:
            values[when, street, rank] = counted.get((street, rank), 0)
        values[when, street, ALL] = sum(values[when, street, rank] for rank in COLOURS)
    for column in (*COLOURS, ALL):
        values[when, ALL, column] = sum(values[when, street, column] for street in streets)
    return values


def _street_sums(when: str, streets: Sequence[str]) -> list[Sum]:
    rows = [
        total_of((when, street, ALL), [(when, street, rank) for rank in COLOURS])
        for street in (*streets, ALL)
    ]
    columns = [
        total_of((when, ALL, rank), [(when, street, rank) for street in streets])
        for rank in (*COLOURS, ALL)
    ]
    return rows + columns


def _entering(moved: pl.DataFrame, streets: Sequence[str]) -> dict[Cell, int]:
    values: dict[Cell, int] = {}
    for way, empty, full in ((ENTER, BEFORE, AFTER), (LEAVE, AFTER, BEFORE)):
        going = moved.filter((pl.col(empty) == UNLISTED) & (pl.col(full) > UNLISTED))
        counted = dict(going.group_by("street_code").len().iter_rows())
        for street in streets:
            values[way, street] = counted.get(street, 0)
        values[way, ALL] = going.height
    return values


def _between(moved: pl.DataFrame) -> dict[Cell, int]:
    counted = {
        (before, after): count
        for before, after, count in moved.group_by(BEFORE, AFTER).len().iter_rows()
    }
    return {(MOVES, *way): counted.get(way, 0) for way in _WAYS}


def _inner(moved: pl.DataFrame, streets: Sequence[str]) -> dict[Cell, int]:
    counted: dict[Any, int] = {
        tuple(place): count
        for *place, count in moved.group_by("street_code", BEFORE, AFTER).len().iter_rows()
    }
    return {(MOVES, one, a, b): counted.get((one, a, b), 0) for one in streets for a, b in _WAYS}


def _inner_sums(streets: Sequence[str]) -> list[Sum]:
    sums = [total_of((MOVES, *way), [(MOVES, one, *way) for one in streets]) for way in _WAYS]
    for one in streets:
        for rank in COLOURS:
            left = [(MOVES, one, a, b) for a, b in _WAYS if a == rank]
            reached = [(MOVES, one, a, b) for a, b in _WAYS if b == rank]
            sums.append(total_of((BEFORE, one, rank), left))
            sums.append(total_of((AFTER, one, rank), reached))
        entered = [(MOVES, one, a, b) for a, b in _WAYS if a == UNLISTED]
        gone = [(MOVES, one, a, b) for a, b in _WAYS if b == UNLISTED]
        sums += [total_of((ENTER, one), entered), total_of((LEAVE, one), gone)]
    return sums


def _moving_sums(streets: Sequence[str]) -> list[Sum]:
    ranks = (*COLOURS, UNLISTED)
    sums: list[Sum] = [
        {(AFTER, one, ALL): -1, (BEFORE, one, ALL): 1, (ENTER, one): 1, (LEAVE, one): -1}
        for one in (*streets, ALL)
    ]
    sums += [total_of((way, ALL), [(way, one) for one in streets]) for way in (ENTER, LEAVE)]
    for rank in COLOURS:
        sums.append(total_of((BEFORE, ALL, rank), [(MOVES, rank, other) for other in ranks]))
        sums.append(total_of((AFTER, ALL, rank), [(MOVES, other, rank) for other in ranks]))
    sums.append(total_of((ENTER, ALL), [(MOVES, UNLISTED, rank) for rank in COLOURS]))
    sums.append(total_of((LEAVE, ALL), [(MOVES, rank, UNLISTED) for rank in COLOURS]))
    return sums


def colour_counts(counted: Mapping[int, int]) -> Counts:
    """Return households by colour as they may be shown; cells: rank or ALL."""
    values: dict[Cell, int] = {**counted, ALL: sum(counted.values())}
    return _counts(values, [total_of(ALL, COLOURS)], None)


def group_counts(moved: pl.DataFrame, present: Counts | None) -> Counts:
    """Return listed people by group before and after, and who comes and goes.

    Cells: (BEFORE, AFTER, ENTER or LEAVE; group and name, or ALL and ALL).
    """
    ways = _people_ways(moved)
    kept = ways if present is not None else {BEFORE: ways[BEFORE]}
    values: dict[Cell, int] = {}
    sums: list[Sum] = []
    for way, people in kept.items():
        values[way, ALL, ALL] = people.height
        for group, names in GROUPS.items():
            counted = dict(people.group_by(group).len().iter_rows())
            values |= {(way, group, name): counted.get(name, 0) for name in names}
            sums.append(total_of((way, ALL, ALL), [(way, group, name) for name in names]))
    if present is not None:
        sums += [
            {(AFTER, *one): -1, (BEFORE, *one): 1, (ENTER, *one): 1, (LEAVE, *one): -1}
            for one in group_places()
        ]
    return _counts(values, sums, present)


def group_places() -> Iterable[tuple[str, str]]:
    """Return (group, name) of every line of people, the total last."""
    return [*((group, name) for group, names in GROUPS.items() for name in names), (ALL, ALL)]


def _people_ways(moved: pl.DataFrame) -> dict[str, pl.DataFrame]:
    before, after = pl.col(BEFORE), pl.col(AFTER)
    return {
        BEFORE: moved.filter(before),
        AFTER: moved.filter(after),
        ENTER: moved.filter(after & ~before),
        LEAVE: moved.filter(before & ~after),
    }
