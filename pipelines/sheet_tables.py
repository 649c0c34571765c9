"""The tables of one sheet, below and beside each other, read in one pass over its rows.

A row that names a person is a record, whatever else it says. The others are looked at: a line
that is no record is counted, one that begins another header begins another table, and a lone cell
waits for what follows it, so that a title is told from a record that lacks nearly everything.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import polars as pl

from pipelines.aliases import alias_index
from pipelines.cell_text import cell_text
from pipelines.foreign_tables import (
    ForeignTable,
    count_sure_words,
    heads_people,
    is_surely_table,
)
from pipelines.grids import Grid, Row
from pipelines.headers import normalise, squeeze
from pipelines.line_kinds import (
    BLANK,
    NOTE,
    REPEATED_HEADER,
    TOTAL,
    LineJudge,
    is_identity_like,
)
from pipelines.line_words import is_bare_total, is_total, kind_of_words
from pipelines.recognise import (
    HEADER_SEARCH_ROWS,
    NotRecognised,
    Recognised,
    SourceSpec,
)
from pipelines.rows_ahead import RowsAhead
from pipelines.sheet_frames import frame_of
from pipelines.side_by_side import recognise_tables, within
from pipelines.structure import Structure, begins_table, describe

Texts = list[str | None]

# So many rows without a person may stand between a title or group row and what they belong to.
_WAITING_ROWS = 8
# A header that begins further down ends within these rows.
_ROWS_AHEAD = 6
# Of an unknown table beneath a known one so many rows are looked at; those behind are not counted.
_ROWS_DESCRIBED = 100_000
_ROWS_BENEATH = 12
_ROWS_AT_ONCE = 20_000
_LONGEST_HEADER = 60
_PLAIN_CELLS = 3
_NO_PLACE = 1 << 30
_MANY_DIGITS = re.compile(r"\d{5}|\d{4}[-./]\d")


@dataclass
class Table:
    """One table's header and what was read beneath it; `header_row` is 1-based, 0: none.

    `frames` hold the records in order, `skipped` counts the lines that are none; `hidden` are
    the sheet's hidden rows, `hidden_rows` how many of them are among the records.
    """

    header: Recognised
    header_row: int
    first_number: int
    hidden: Collection[int] = ()
    skipped: dict[str, int] = field(default_factory=dict)
    frames: deque[pl.DataFrame] = field(default_factory=deque)
    hidden_rows: int = 0

    def __post_init__(self) -> None:
        self.judge = LineJudge(self.header)
        self._words = {normalise(cell) for level in self.header.levels for cell in level}
        self._name_place = self.header.positions.get("name", _NO_PLACE)
        self._records: list[tuple[int, Row]] = []

    def names_somebody(self, row: Row) -> bool:
        """Whether one of the identity columns holds anything like a number."""
        for x in self.judge.identity_places:
            if x < len(row):
                value = row[x]
                text = value if type(value) is str else cell_text(value)
                if text and (_is_plain_number(text) or is_identity_like(text)):
                    return True
        return False

    def is_plain_record(self, row: Row) -> bool:
        """Whether a row that names nobody is a record at first sight: most are, in some tables.

        It has a name, and a number or date somewhere, which no header has; and its first words
        are none that mark a total or a note.
        """
        name = row[self._name_place] if self._name_place < len(row) else None
        if name is None or name == "":
            return self._is_plain_event(row)
        if type(name) is not str or not name.strip() or is_total(squeeze(name)):
            return False
        if normalise(name) in self._words:
            return False
        filled = [value for value in row if value is not None and value != ""]
        if len(filled) < _PLAIN_CELLS or not any(map(_is_value, filled)):
            return False
        words = tuple(squeeze(cell_text(value)) for value in filled[:_PLAIN_CELLS])
        return all(words) and not name.strip().isdecimal() and kind_of_words(words) is None

    def _is_plain_event(self, row: Row) -> bool:
        """The same for a row without a name, as most are in a list of calls or of payments.

        It has more than half of the columns, and nowhere the word for a total.
        """
        filled = [value for value in row if value is not None and value != ""]
        if len(filled) < _PLAIN_CELLS or len(filled) * 2 <= len(self.header.positions):
            return False
        if not any(type(value) is str and _MANY_DIGITS.search(value) for value in filled):
            return False
        words = tuple(filter(None, (squeeze(cell_text(value)) for value in filled)))
        return kind_of_words(words) is None and not any(map(is_bare_total, words))

    def add(self, number: int, row: Row) -> None:
        """Take a row as a record."""
        self._records.append((number, row))
        if len(self._records) >= _ROWS_AT_ONCE:
            self.close()

    def skip(self, kind: str) -> None:
        """Count a line that is no record."""
        self.skipped[kind] = self.skipped.get(kind, 0) + 1

    def close(self) -> None:
        """Lay down the records taken so far."""
        if self._records:
            self.hidden_rows += sum(number in self.hidden for number, _ in self._records)
            self.frames.append(frame_of(self.header, self._records))
            self._records = []


@dataclass
class _Line:
    """A row that names nobody: why it is no record, a kind for every table beside each other."""

    number: int
    row: Row
    texts: Texts
    kinds: list[str | None]

    @property
    def is_lone(self) -> bool:
        return sum(map(bool, map(normalise, self.texts))) == 1


class SheetReader:
    """Reads a sheet's tables; `read` gives them, or why there is none."""

    def __init__(self, grid: Grid, sources: Sequence[SourceSpec]) -> None:
        self.tables: list[Table] = []
        self._grid = grid
        self._sources = sources
        self._index = alias_index(sources)
        self._rows = RowsAhead(iter(grid.rows))
        self._current: list[Table] = []
        self._waiting: deque[_Line] = deque()
        self._has_ended = False
        self._above: tuple[int, list[Texts]] = (1, [])
        self._foreign: list[list[tuple[int, Row]]] = []
        self._is_in_foreign = False
        self._is_apart = False

    def first_texts(self) -> list[Texts]:
        """The sheet's first rows as texts, from the first on that holds anything."""
        self._rows.skip_blank()
        return [_texts(row) for _, row in self._rows.peek(HEADER_SEARCH_ROWS)]

    def has_content(self) -> bool:
        """Whether any cell holds anything; blank rows at the beginning are gone afterwards."""
        return self._rows.skip_blank()

    def describe(self) -> Structure | None:
        """What the sheet looks like, its rows taken: for a sheet without a known table."""
        first = self._rows.peek(1)
        return describe((_texts(row) for _, row in self._rows), first[0][0] if first else 1)

    def foreign_tables(self) -> list[ForeignTable]:
        """The tables of no known kind above, between and beneath those that were read."""
        first, above = self._above
        found = describe(above, first) if above else None
        tables = [ForeignTable(found, above)] if found and is_surely_table(found) else []
        for lines in self._foreign:
            texts = [_texts(row) for _, row in lines]
            structure = describe(texts, lines[0][0])
            if structure:
                tables.append(ForeignTable(structure, texts))
        return tables

    def read(self) -> list[Table] | NotRecognised:
        """Read all tables from the uppermost header on."""
        first_rows = self.first_texts()
        found = recognise_tables(first_rows, self._sources)
        if isinstance(found, NotRecognised):
            return found
        ((first, _),) = self._rows.peek(1)
        self._start(found, first)
        self._above = (first, first_rows[: min(header.top for header in found)])
        self._read_on()
        return self.tables

    def read_as(self, header: Recognised) -> list[Table]:
        """Read all rows as those of a table whose header stands on another sheet."""
        self._current = [Table(header, 0, 1, self._grid.hidden_rows)]
        self.tables += self._current
        self._read_on()
        return self.tables

    def _start(self, headers: Sequence[Recognised], first_number: int) -> None:
        """Begin the tables of these headers, found in rows from `first_number` on."""
        self._current = [
            Table(
                header,
                first_number + header.top,
                first_number + header.bottom,
                self._grid.hidden_rows,
            )
            for header in headers
        ]
        self.tables += self._current
        self._has_ended = False

    def _read_on(self) -> None:
        """Take the rows one by one; most name a person and are told at once."""
        only = self._current[0] if len(self._current) == 1 else None
        for number, row in self._rows:
            if (
                only
                and number >= only.first_number
                and (only.names_somebody(row) or only.is_plain_record(row))
            ):
                if self._waiting:
                    self._settle()
                self._has_ended = False
                only.add(number, row)
            else:
                self._look_at(number, row)
                is_only = len(self._current) == 1 and not self._is_in_foreign
                only = self._current[0] if is_only else None
        self._settle()
        for table in self.tables:
            table.close()

    def _look_at(self, number: int, row: Row) -> None:
        if self._is_in_foreign and self._stays_foreign(number, row):
            return
        begun = [table for table in self._current if number >= table.first_number]
        if not begun:
            return
        texts = _texts(row)
        kinds = [self._kind(table, texts) for table in begun]
        line = _Line(number, row, texts, kinds)
        is_person = any(table.names_somebody(row) for table in begun)
        if not is_person and (self._begins_table(line) or self._begins_foreign(begun, line)):
            return
        self._is_apart = not is_person and (line.is_lone or any(line.kinds))
        if is_person:
            self._settle()
            self._has_ended = False
        self._take(begun, line)
        self._wait(line, is_person=is_person)

    def _kind(self, table: Table, texts: Texts) -> str | None:
        return table.judge.kind(within(texts, table.header))

    def _take(self, begun: Sequence[Table], line: _Line) -> None:
        """Count what is no record; what may be one waits, unless a person stands beside it."""
        for table, kind in zip(begun, line.kinds, strict=True):
            if kind:
                table.skip(kind)
        if REPEATED_HEADER in line.kinds:
            self._settle(before_header=True)
        if TOTAL in line.kinds and not _is_part_total(line.texts):
            self._has_ended = True

    def _wait(self, line: _Line, *, is_person: bool) -> None:
        self._waiting.append(line)
        if is_person or len(self._waiting) > _WAITING_ROWS:
            self._settle(keep=0 if is_person else _WAITING_ROWS)

    def _settle(self, keep: int = 0, *, before_header: bool = False) -> None:
        """Decide about the lines that waited, but for the last `keep`."""
        while len(self._waiting) > keep:
            line = self._waiting.popleft()
            begun = [t for t in self._current if line.number >= t.first_number]
            for table, kind in zip(begun, line.kinds, strict=False):
                if kind is None:
                    self._decide(table, line, before_header=before_header)

    def _decide(self, table: Table, line: _Line, *, before_header: bool) -> None:
        """A line that no word gave away: a title over several records, or a record."""
        own = within(line.texts, table.header)
        is_title = table.judge.is_group_title(
            own,
            is_merged=line.number in self._merged_rows,
            is_over_header=before_header,
        )
        if is_title:
            table.skip(NOTE)
        else:
            table.add(line.number, line.row)

    @cached_property
    def _merged_rows(self) -> frozenset[int]:
        """The rows in which cells are merged over three columns or more."""
        return frozenset(top + 1 for top, left, _, right in self._grid.merged if right - left >= 2)

    def _begins_table(self, line: _Line) -> bool:
        """Whether the row is part of a further header; if so, its tables are begun."""
        if not self._may_begin(line):
            return False
        before = list(self._waiting)
        ahead = self._rows.peek(_ROWS_AHEAD)
        window = [*(w.texts for w in before), line.texts, *(_texts(row) for _, row in ahead)]
        found = recognise_tables(window, self._sources)
        if isinstance(found, NotRecognised):
            return False
        top = min(header.top for header in found)
        if not top <= len(before) < max(header.bottom for header in found):
            return False
        self._leave_titles(before[:top])
        first = before[0].number if before else line.number
        self._start(found, first)
        return True

    def _leave_titles(self, lines: Sequence[_Line]) -> None:
        """The lines over a new header: titles are no records of the table before it."""
        self._waiting = deque(lines)
        self._settle(before_header=True)
        self._waiting.clear()

    def _begins_foreign(self, begun: Sequence[Table], line: _Line) -> bool:
        """Whether the row is the header of a table of no known kind; if so, that one is begun.

        A row over people is none, unless it says itself that their numbers stand beneath it.
        """
        if any(line.kinds) or line.is_lone:
            return False
        sure = count_sure_words(line.texts, self._index, is_apart=self._is_apart)
        if sure is None:
            return False
        beneath = list(self._until_gap())
        are_people = any(table.names_somebody(row) for table in begun for row in beneath)
        if are_people and not any(heads_people(table.judge, line.texts) for table in begun):
            return False
        texts = [_texts(row) for row in beneath]
        if not begins_table(line.texts, texts, sure, is_apart=self._is_apart):
            return False
        self._leave_titles(self._waiting)
        self._foreign.append([(line.number, line.row)])
        self._is_in_foreign = True
        return True

    def _until_gap(self) -> Iterator[Row]:
        """The next rows as far as a blank one or a title."""
        for _, row in self._rows.peek(_ROWS_BENEATH):
            if sum(bool(cell_text(value)) for value in row) <= 1:
                return
            yield row

    def _stays_foreign(self, number: int, row: Row) -> bool:
        """Whether a row belongs to the unknown table; a further known one may begin, or go on."""
        lines = self._foreign[-1]
        header = _texts(lines[0][1])
        for table in self._current:
            if table.names_somebody(row) and not heads_people(table.judge, header):
                self._is_in_foreign = False
                return False
        if self._begins_after_foreign(number, row):
            return True
        if len(lines) < _ROWS_DESCRIBED:
            lines.append((number, row))
        return True

    def _begins_after_foreign(self, number: int, row: Row) -> bool:
        lines = self._foreign[-1]
        line = _Line(number, row, _texts(row), [None])
        if not self._may_begin(line):
            return False
        before = lines[1:][-_ROWS_AHEAD:]
        ahead = self._rows.peek(_ROWS_AHEAD)
        window = [_texts(other) for _, other in (*before, (number, row), *ahead)]
        found = recognise_tables(window, self._sources)
        if isinstance(found, NotRecognised):
            return False
        top = min(header.top for header in found)
        if not top <= len(before) < max(header.bottom for header in found):
            return False
        del lines[len(lines) - len(before) + top :]
        self._is_in_foreign = False
        self._start(found, before[0][0] if before else number)
        return True

    def _may_begin(self, line: _Line) -> bool:
        """Whether the row has words of headers; a header printed again on a page begins nothing."""
        if REPEATED_HEADER in line.kinds:
            if not (self._has_ended or self._has_other_title()):
                return False
        elif all(line.kinds) or any(_is_value(value) for value in line.row if value):
            return False
        words = (normalise(text) for text in line.texts if text and len(text) <= _LONGEST_HEADER)
        known = islice((word for word in words if word and self._index.knows(word)), 2)
        return len(list(known)) == 2

    def _has_other_title(self) -> bool:
        """Whether a title that does not stand over the header before waits for its table."""
        return any(
            line.is_lone and None in line.kinds for line in self._waiting if BLANK not in line.kinds
        )


def _is_plain_number(text: str) -> bool:
    return len(text) == 18 and text[:17].isdecimal()


def _is_value(value: Any) -> bool:
    return type(value) is not str or _MANY_DIGITS.search(value) is not None


def _is_part_total(texts: Sequence[str | None]) -> bool:
    """Whether a total is one of several: of a page, a village, a class."""
    return any("小计" in normalise(text) or "本页" in normalise(text) for text in texts if text)


def _texts(row: Row) -> Texts:
    return [cell_text(value) for value in row]
