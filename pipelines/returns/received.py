"""A received file's rows as they stand, with the numbers under which its records are known.

Of a long table only the rows that are asked for are kept: a file of two million rows goes back as
its few bad ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.blocks import Block
from pipelines.cell_text import cell_text, short_text
from pipelines.delimited import read_head
from pipelines.grids import Grid, Row, open_grids
from pipelines.passwords import Password
from pipelines.read import read_blocks
from pipelines.returns.rows_seen import RowsSeen
from pipelines.returns.text_lines import count_lines, read_text_lines
from pipelines.side_by_side import ROWS_LOWER
from pipelines.table_names import table_index, table_names
from schemas.sources import all_sources

if TYPE_CHECKING:
    from pipelines.stage import Entry

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

    def may_take(self, row: int) -> bool:
        """Whether a row with anything in it would be kept."""
        return self.is_whole or self.is_wanted(row)

    def add(self, line: Line) -> None:
        if self.is_whole and len(self.lines) >= WHOLE_ROWS:
            self.is_whole = False
            self.lines = [one for one in self.lines if self.is_wanted(one[0])]
        if (self.is_whole or self.is_wanted(line[0])) and len(self.lines) < MOST_ROWS:
            self.lines.append(line)


def received_sheets(
    path: Path,
    wanted: Mapping[str, Collection[int]],
    passwords: Sequence[Password] = (),
    entries: Sequence[Entry] = (),
) -> Iterator[ReceivedSheet]:
    """The sheets of a file in their order; `wanted` gives the rows to keep by the sheet's name.

    `entries` say what staging found in it, so that it need not all be looked for once more. A
    sheet that cannot be opened is left out: nothing of it was read. Raises NotReadable where the
    file as a whole cannot be.
    """
    head = _lone_head(path, entries)
    if head is not None:
        yield _long_text(path, [head], wanted.get("", ()))
        return
    asked = frozenset(row for rows in wanted.values() for row in rows)
    seen: dict[int, RowsSeen] = {}

    def overhear(index: int, grid: Grid) -> Grid:
        seen[index] = RowsSeen(grid, asked, WHOLE_ROWS)
        return seen[index].passed_on()

    parts = read_blocks(path, all_sources(), passwords=passwords, overhear=overhear)
    blocks = [part for part in parts if isinstance(part, Block)]
    if blocks and blocks[0].format == "text":
        yield _text_sheet(path, blocks, wanted.get("", ()))
        return
    names = table_names(parts)
    for index, sheet in seen.items():
        own = [block for block in blocks if block.sheet == sheet.grid.name]
        sides = _sides(index, own, names, wanted)
        _take(sides, own, sheet.rows)
        if not _are_settled(sides, sheet):
            sides = _sides(index, own, names, wanted)
            _take(sides, own, _opened_again(path, index, passwords))
        yield from (side.sheet(is_hidden=sheet.grid.is_hidden) for side in sides)


def _lone_head(path: Path, entries: Sequence[Entry]) -> Block | None:
    """The one table of a text that is too long to go back whole; None of any other file."""
    tables = [(entry, table) for entry in entries for table in entry.blocks]
    if len(tables) != 1:
        return None
    [(entry, told)] = tables
    if told["format"] != "text" or entry.received <= WHOLE_ROWS:
        return None
    head = read_head(path, all_sources())
    places = ("header_row", "header_rows", "encoding", "delimiter")
    if head is None or head.source != entry.source:
        return None
    return head if all(getattr(head, name) == told[name] for name in places) else None


def header_rows(blocks: Sequence[Block]) -> set[int]:
    """The rows of the headers, and all above the first of them."""
    rows: set[int] = set()
    for place, block in enumerate(blocks):
        bottom = block.header_row + block.header_rows
        top = block.header_row if place else min(1, block.header_row)
        rows.update(range(max(top, 1), bottom))
    return rows if any(block.header_row for block in blocks) else set()


def _sides(
    index: int,
    blocks: Sequence[Block],
    names: Mapping[tuple[str, int], str],
    wanted: Mapping[str, Collection[int]],
) -> list[_Side]:
    """The one list of a sheet, or those that stand beside each other on it.

    A row of such a sheet holds a record of each list, and a return number names one record.
    """
    sides = []
    for first in sorted({block.first_column for block in blocks}):
        own = [block for block in blocks if block.first_column == first]
        name = names[own[0].sheet, first]
        kept = _Kept(header_rows(own).union(wanted.get(name, ())).__contains__)
        sides.append(_Side(name, table_index(index, first), own, kept, _ends(own, blocks)))
    return sides


def _take(sides: Sequence[_Side], blocks: Sequence[Block], rows: Iterable[tuple[int, Row]]) -> None:
    """Give each list its part of the rows."""
    identity = _identity_places(blocks)
    for number, row in rows if sides else ():
        if any(side.kept.may_take(number) for side in sides):
            cells = _shown(row, identity)
            for side in sides:
                if mine := side.cut(number, cells):
                    side.kept.add((number, mine))


def _are_settled(sides: Sequence[_Side], seen: RowsSeen) -> bool:
    """Whether no row that was not kept could belong to what goes back."""
    if seen.is_whole:
        return True
    return all(not side.kept.is_whole and seen.has(header_rows(side.blocks)) for side in sides)


def _opened_again(
    path: Path, index: int, passwords: Sequence[Password]
) -> Iterator[tuple[int, Row]]:
    """All rows of a sheet."""
    grids = islice(open_grids(path, passwords=passwords), index - 1, index)
    for grid in grids:
        if isinstance(grid, Grid):
            yield from enumerate(grid.rows, start=1)


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
    if count_lines(path, blocks[0], WHOLE_ROWS) > WHOLE_ROWS:
        return _long_text(path, blocks, wanted)
    records = _records(blocks)
    found = read_text_lines(path, blocks[0], range(1, WHOLE_ROWS + 2), records or ())
    return _sheet_of_text(blocks, found, records)


def _long_text(path: Path, blocks: Sequence[Block], wanted: Collection[int]) -> ReceivedSheet:
    """The lines of headers and those asked for, out of more than go back."""
    chosen = sorted(header_rows(blocks) | set(wanted))[:MOST_ROWS]
    return _sheet_of_text(blocks, read_text_lines(path, blocks[0], chosen), None)


def _sheet_of_text(
    blocks: Sequence[Block], found: Iterator[Line], records: frozenset[int] | None
) -> ReceivedSheet:
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
