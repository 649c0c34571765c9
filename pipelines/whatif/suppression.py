"""Small counts are not told, nor what would let them be worked out.

A count of one to four stands as “<5”. Where sums and differences that are told would still give
it away, further counts are left out (“…”), the smallest loss first, until every small count could
be at least two numbers for all that anybody can read. What is possible is found by linear
programming over the sums, so that no chain of subtractions is overlooked.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

SMALLEST_TOLD = 5
_MOST_SOLVED = 6  # candidates looked at closely before one is taken
_ROUNDING = 1e-6

Cell = Any
# A cell is whatever names it. A sum: the factors of its cells, which add up to nothing (a total
# minus its parts).
Sum = Mapping[Cell, int]


class Mark(Enum):
    """How a count is shown."""

    TOLD = "told"
    SMALL = "<5"
    LEFT_OUT = "…"
    # Stands nowhere in the report: it only says how the counts hang together.
    UNTOLD = ""


@dataclass(frozen=True)
class _Table:
    values: Mapping[Cell, int]
    sums: Sequence[Sum]
    fixed: Mapping[Cell, Mark]
    rank: Callable[[Cell], int]

    def free(self, marks: Mapping[Cell, Mark], cells: Iterable[Cell], least: int) -> list[Cell]:
        """Return the told cells that may be left out, those whose loss is least first."""
        found = [
            cell
            for cell in cells
            if marks[cell] is Mark.TOLD and cell not in self.fixed and self.values[cell] >= least
        ]
        return sorted(found, key=lambda cell: (self.rank(cell), self.values[cell]))


def is_small(value: int) -> bool:
    """Say whether a count is one of those that are never told."""
    return 0 < value < SMALLEST_TOLD


def total_of(total: Cell, parts: Iterable[Cell]) -> Sum:
    """Return the sum that says that `parts` make up `total`."""
    return {total: 1, **dict.fromkeys(parts, -1)}


def marks_of(
    values: Mapping[Cell, int],
    sums: Sequence[Sum],
    fixed: Mapping[Cell, Mark] | None = None,
    rank: Callable[[Cell], int] = lambda _: 0,
) -> dict[Cell, Mark]:
    """Return how each count is shown; `fixed` ones are shown elsewhere already, and stay.

    Where something must be left out, it is what has the lowest `rank`, then the smallest count.
    Raises ValueError where a sum does not add up: then the counts are wrong.
    """
    if any(sum(factor * values[cell] for cell, factor in one.items()) for one in sums):
        raise ValueError("a sum of the table does not add up")
    table = _Table(values, sums, fixed or {}, rank)
    marks = {cell: Mark.SMALL if is_small(value) else Mark.TOLD for cell, value in values.items()}
    marks |= table.fixed
    _hide_in_pairs(table, marks)
    while exposed := _exposed(table, marks):
        _hide_beside(table, marks, exposed[0])
        _hide_in_pairs(table, marks)
    return marks


def _hide_in_pairs(table: _Table, marks: dict[Cell, Mark]) -> None:
    """Leave out a second count in each sum in which one alone is hidden: it could be worked out.

    The quick part of the work; what longer chains give away is looked for afterwards.
    """
    changed = True
    while changed:
        changed = False
        for one in table.sums:
            if sum(marks[cell] is not Mark.TOLD for cell in one) == 1:
                found = table.free(marks, one, 1)[:1]
                marks.update(dict.fromkeys(found, Mark.LEFT_OUT))
                changed = changed or bool(found)


def _hide_beside(table: _Table, marks: dict[Cell, Mark], cell: Cell) -> None:
    """Leave out one more count, the cheapest that lets the cell be something else too."""
    hidden = [one for one, mark in marks.items() if mark is not Mark.TOLD]
    free = table.free(marks, _linked(table, [cell, *hidden]), 1)
    # Solving is slow: where the first few do not help, the cheapest of those that may is taken,
    # and what is still given away then is looked for again.
    likely = [one for one in free if {cell, one} <= _not_worked_out(table, [*hidden, one])]
    helping = (one for one in likely[:_MOST_SOLVED] if _opens(table, marks, cell, one))
    chosen = next(helping, next(iter(likely or free), None))
    if chosen is not None:
        marks[chosen] = Mark.LEFT_OUT
    elif marks[cell] is Mark.SMALL and cell not in table.fixed:
        marks[cell] = Mark.LEFT_OUT
    else:
        # Nothing that counts is left to hide: what is told elsewhere gives it away.
        marks.update(dict.fromkeys(table.free(marks, table.values, 0)[:1], Mark.LEFT_OUT))


def _opens(table: _Table, marks: Mapping[Cell, Mark], cell: Cell, candidate: Cell) -> bool:
    tried = {**marks, candidate: Mark.LEFT_OUT}
    hidden = [one for one, mark in tried.items() if mark is not Mark.TOLD]
    groups = (group for group in _apart(hidden, table.sums) if cell in group[0])
    cells, sums = next(groups)
    if candidate not in cells:
        return False
    told, column = _told(table, tried, cells, sums)
    return _is_open(told, column[cell], table.values[cell])


def _not_worked_out(table: _Table, hidden: Iterable[Cell]) -> set[Cell]:
    """Return what remains of hidden counts when each that alone is hidden in a sum is told."""
    left, before = set(hidden), -1
    while len(left) != before:
        before = len(left)
        for one in table.sums:
            alone = left & one.keys()
            if len(alone) == 1:
                left -= alone
    return left


def _linked(table: _Table, cells: Sequence[Cell]) -> list[Cell]:
    """Return all that stands in a sum with one of the cells."""
    wanted = set(cells)
    return list({one: None for told in table.sums if wanted & told.keys() for one in told})


def _exposed(table: _Table, marks: Mapping[Cell, Mark]) -> list[Cell]:
    """Return the small counts that what is told leaves one possibility only, in order."""
    hidden = [cell for cell, mark in marks.items() if mark is not Mark.TOLD]
    found = []
    for cells, sums in _apart(hidden, table.sums):
        found += _exposed_together(table, marks, cells, sums)
    still = set(found)
    if not any(marks[cell] is Mark.TOLD and cell not in table.fixed for cell in marks):
        still = {cell for cell in still if marks[cell] is Mark.SMALL and cell not in table.fixed}
    return [cell for cell in hidden if cell in still]


def _apart(hidden: Sequence[Cell], sums: Sequence[Sum]) -> list[tuple[list[Cell], list[Sum]]]:
    """Split hidden counts into groups that no sum links."""
    root = {cell: cell for cell in hidden}

    def top(cell: Cell) -> Cell:
        while root[cell] is not cell:
            root[cell] = root[root[cell]]
            cell = root[cell]
        return cell

    for one in sums:
        linked = [cell for cell in one if cell in root]
        for cell in linked[1:]:
            root[top(cell)] = top(linked[0])
    groups: dict[Cell, tuple[list[Cell], list[Sum]]] = {}
    for cell in hidden:
        groups.setdefault(top(cell), ([], []))[0].append(cell)
    for one in sums:
        linked = [cell for cell in one if cell in root]
        if linked:
            groups[top(linked[0])][1].append(one)
    return list(groups.values())


def _exposed_together(
    table: _Table, marks: Mapping[Cell, Mark], cells: Sequence[Cell], sums: Sequence[Sum]
) -> list[Cell]:
    small = [one for one in cells if is_small(table.values[one]) and marks[one] is not Mark.UNTOLD]
    if not small or not sums:
        return []
    told, column = _told(table, marks, cells, sums)
    shut = _shut(told, {column[cell]: table.values[cell] for cell in small})
    return [cell for cell in small if column[cell] in shut]


def _told(
    table: _Table, marks: Mapping[Cell, Mark], cells: Sequence[Cell], sums: Sequence[Sum]
) -> tuple["_Told", dict[Cell, int]]:
    """Return what is told of hidden cells that sums link, and the place of each cell in it."""
    column = {cell: place for place, cell in enumerate(cells)}
    factors, known = np.zeros((len(sums), len(cells))), np.zeros(len(sums))
    for row, one in enumerate(sums):
        for cell, factor in one.items():
            if cell in column:
                factors[row, column[cell]] = factor
            else:
                known[row] -= factor * table.values[cell]
    bounds = [_bounds(table.values[cell], marks[cell]) for cell in cells]
    return _Told(factors, known, bounds), column


@dataclass(frozen=True)
class _Told:
    """What a reader knows of the hidden counts: sums of them, and the least and most of each."""

    factors: np.ndarray
    known: np.ndarray
    bounds: Sequence[tuple[int, int | None]]

    def end(self, aims: Mapping[int, int]) -> np.ndarray | None:
        """Return counts that fit and for which the aim is least; None where it has no end."""
        aim = np.zeros(self.factors.shape[1])
        for place, weight in aims.items():
            aim[place] = weight
        # Half a second of imports, and most runs of the program hide no count.
        from scipy.optimize import linprog

        found = linprog(aim, A_eq=self.factors, b_eq=self.known, bounds=self.bounds)
        return None if found.x is None else np.asarray(found.x)


def _shut(told: _Told, unsure: Mapping[int, int]) -> set[int]:
    """Return the places whose count can be nothing else than it is.

    One set of counts that fits and differs in many places settles all of those at once.
    """
    left = dict(unsure)
    for direction in (1, -1):
        while left:
            fits = told.end(dict.fromkeys(left, direction))
            settled = [] if fits is None else [p for p, v in left.items() if _differs(fits[p], v)]
            if not settled:
                break
            for place in settled:
                del left[place]
    return {place for place, value in left.items() if not _is_open(told, place, value)}


def _differs(fits: float, value: int) -> bool:
    return abs(fits - value) >= 1 - _ROUNDING


def _is_open(told: _Told, place: int, value: int) -> bool:
    for direction in (1, -1):
        fits = told.end({place: direction})
        if fits is None or _differs(fits[place], value):
            return True
    return False


def _bounds(value: int, mark: Mark) -> tuple[int, int | None]:
    """What a reader knows of a count from its mark alone, at the least."""
    if mark is Mark.SMALL:
        return 1, SMALLEST_TOLD - 1
    if mark is Mark.UNTOLD:
        return 0, None
    return (SMALLEST_TOLD if value >= SMALLEST_TOLD else 0), None
