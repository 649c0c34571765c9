"""Cells merged over several rows: what stands in the first holds in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

# Titles and headers; a sheet merged all over is a form, and no list.
MOST_MERGED = 5_000

Range = tuple[tuple[int, int], tuple[int, int]]


def fill_merged(rows: Iterable[list[Any]], ranges: Sequence[Range]) -> Iterator[list[Any]]:
    """The rows with the cells of one column that are merged over several rows filled in.

    `ranges` are ((top, left), (bottom, right)), 0-based; their reach is not trusted: only rows
    that are there are filled, and a cell beyond a row's end is put where it belongs.
    """
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in ranges:
        if left == right and bottom > top:
            starts.setdefault(top, []).append((left, bottom))
    if not starts:
        yield from rows
        return
    open_cells: dict[int, tuple[Any, int]] = {}
    for number, row in enumerate(rows):
        open_cells = {x: cell for x, cell in open_cells.items() if number <= cell[1]}
        for x, (value, _) in open_cells.items():
            row.extend([None] * (x + 1 - len(row)))
            row[x] = value
        for x, bottom in starts.get(number, ()):
            if x < len(row):
                open_cells[x] = (row[x], bottom)
        yield row


def across(ranges: Sequence[Range]) -> tuple[tuple[int, int, int, int], ...]:
    """Of the ranges those over more than one column, as (top, left, bottom, right), 0-based."""
    wide = ((top, left, bottom, right) for (top, left), (bottom, right) in ranges if right > left)
    return tuple(sorted(islice(wide, MOST_MERGED)))
