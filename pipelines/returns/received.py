"""A received file's rows as they stand, with the numbers under which its records are known.

Of a long table only the rows that are asked for are kept: a file of two million rows goes back as
its few bad ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.blocks import Block, Unread
from pipelines.cell_text import cell_text, short_text
from pipelines.grids import Grid, Row, open_grids
from pipelines.passwords import Password
from pipelines.read import read_blocks
from pipelines.returns.text_lines import count_lines, read_text_lines
from pipelines.side_by_side import ROWS_LOWER
from pipelines.table_names import table_index, table_names
from schemas.sources import all_sources

# A sheet of up to this many rows goes back whole; of a longer one the rows with problems do: they
# are found sooner, and nobody's data travels who has nothing to be mended.
WHOLE_ROWS = 3_000
# So many rows of one sheet go back at most. Where more are wrong, the export is: it is to be
# made anew, and no clerk mends fifty thousand rows by hand.
MOST_ROWS = 50_000

Cells = list[str | None]
Line = tuple[int, Cells]


@dataclass(frozen=True)
class ReceivedSheet:
    """One sheet (or text table): its tables, its lines with their row numbers.

    `index` counts the sheets of the file from 1 (see `table_index`). `records` are the numbers of
    the lines that are records, None where the sheet is too long to go back whole: then `lines` are
    those of the headers and those asked for.
    """

    name: str
    index: int
    blocks: tuple[Block, ...]
    lines: list[Line]
    records: frozenset[int] | None
    is_hidden: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all lines are there."""
        return self.records is not None


@dataclass
class _Kept:
    """Lines, all of them while there are few; else only those of headers and those asked for."""

    is_wanted: Callable[[int], bool]
    lines: list[Line] = field(default_factory=list)
    is_whole: bool = True

    def add(self, line: Line) -> None:
        if self.is_whole and len(self.lines) >= WHOLE_ROWS:
            self.is_whole = False
            self.lines = [one for one in self.lines if self.is_wanted(one[0])]
        if (self.is_whole or self.is_wanted(line[0])) and len(self.lines) < MOST_ROWS:
            self.lines.append(line)


def received_sheets(
    path: Path, wanted: Callable[[str], Collection[int]], passwords: Sequence[Password] = ()
) -> Iterator[ReceivedSheet]:
    """The sheets of a file in their order; `wanted` gives the rows to keep of a sheet's name.

    A sheet that cannot be opened is left out: nothing of it was read. Raises NotReadable where
    the file as a whole cannot be.
    """
    parts = read_blocks(path, all_sources(), passwords=passwords)
    blocks = [part for part in parts if isinstance(part, Block)]
    if blocks and blocks[0].format == "text":
        yield _text_sheet(path, blocks, wanted(""))
        return
    names = table_names(parts)
    for index, grid in enumerate(open_grids(path, passwords=passwords), start=1):
        if isinstance(grid, Unread):
            continue
        own = [block for block in blocks if block.sheet == grid.name]
        yield from _grid_sheets(index, grid, own, names, wanted)


def header_rows(blocks: Sequence[Block]) -> set[int]:
    """The rows of the headers, and all above the first of them."""
    rows: set[int] = set()
    for place, block in enumerate(blocks):
        bottom = block.header_row + block.header_rows
        top = block.header_row if place else min(1, block.header_row)
        rows.update(range(max(top, 1), bottom))
    return rows if any(block.header_row for block in blocks) else set()


def _grid_sheets(
    index: int,
    grid: Grid,
    blocks: Sequence[Block],
    names: Mapping[tuple[str, int], str],
    wanted: Callable[[str], Collection[int]],
) -> list[ReceivedSheet]:
    """A sheet, or one for each of the lists that stand beside each other on it.

    A row of such a sheet holds a record of each list, and a return number names one record.
    """
    identity = _identity_places(blocks)
    sides = []
    for first in sorted({block.first_column for block in blocks}):
        own = [block for block in blocks if block.first_column == first]
        name = names[grid.name, first]
        kept = _Kept((header_rows(own) | set(wanted(name))).__contains__)
        sides.append(_Side(name, table_index(index, first), own, kept, _ends(own, blocks)))
    for number, row in enumerate(grid.rows, start=1):
        cells = _shown(row, identity)
        for side in sides:
            if mine := side.cut(number, cells):
                side.kept.add((number, mine))
    return [side.sheet(is_hidden=grid.is_hidden) for side in sides]


def _ends(own: Sequence[Block], blocks: Sequence[Block]) -> list[tuple[int, int | None]]:
    """From which row on the list ends before which column, from the lowest row up.

    Lists that stand beside each other begin within a few rows.
    """
    ends = []
    for block in sorted(own, key=lambda one: -one.header_row):
        beside = [
            one.first_column - 1
            for one in blocks
            if one.first_column > block.first_column
            and abs(one.header_row - block.header_row) <= ROWS_LOWER
        ]
        ends.append((block.header_row, min(beside, default=None)))
    return ends


@dataclass(frozen=True)
class _Side:
    """One of the lists that stand beside each other on a sheet; mostly there is only one."""

    name: str
    index: int
    blocks: Sequence[Block]
    kept: _Kept
    ends: Sequence[tuple[int, int | None]]

    @property
    def first(self) -> int:
        """The place of its first column."""
        return self.blocks[0].first_column - 1

    def cut(self, number: int, cells: Cells) -> Cells:
        """The cells of a row that are its own; what stands above all is the first list's."""
        end = next((end for top, end in self.ends if top <= number), None)
        if self.first and number < self.ends[-1][0]:
            return []
        mine = cells[self.first : end]
        while mine and not mine[-1]:
            mine.pop()
        return mine

    def sheet(self, *, is_hidden: bool) -> ReceivedSheet:
        """What it holds, its columns counted from its own first one."""
        records = _records(self.blocks) if self.kept.is_whole else None
        blocks = tuple(
            replace(block, positions={name: x - self.first for name, x in block.positions.items()})
            for block in self.blocks
        )
        return ReceivedSheet(self.name, self.index, blocks, self.kept.lines, records, is_hidden)


def _text_sheet(path: Path, blocks: Sequence[Block], wanted: Collection[int]) -> ReceivedSheet:
    records = _records(blocks) if count_lines(path, blocks[0], WHOLE_ROWS) <= WHOLE_ROWS else None
    if records is None:
        chosen: Collection[int] = sorted(header_rows(blocks) | set(wanted))[:MOST_ROWS]
    else:
        chosen = range(1, WHOLE_ROWS + 2)
    found = read_text_lines(path, blocks[0], chosen, records or ())
    lines = [(number, cells) for number, cells in found if any(cells)]
    return ReceivedSheet("", 1, tuple(blocks), lines, records)


def _identity_places(blocks: Sequence[Block]) -> frozenset[int]:
    """Where identity numbers stand: they are shown in full, as they were read."""
    numbers = {
        (source.name, spec.name)
        for source in all_sources()
        for spec in source.columns
        if spec.is_identity_number
    }
    return frozenset(
        x
        for block in blocks
        for name, x in block.positions.items()
        if (block.source, name) in numbers
    )


def _shown(row: Row, identity: frozenset[int]) -> Cells:
    """The cells of a row as staging reads them, so that what comes back unchanged is the same."""
    cells: Cells = [
        cell_text(value) if x in identity else short_text(value) for x, value in enumerate(row)
    ]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _records(blocks: Sequence[Block]) -> frozenset[int] | None:
    """The rows that are records; None as soon as there are too many to go back whole."""
    found: set[int] = set()
    for block in blocks:
        for batch in block.batches:
            found.update(batch["row_number"].to_list())
            if len(found) > WHOLE_ROWS:
                return None
    return frozenset(found)
