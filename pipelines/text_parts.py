"""Further tables beneath the first one of a text: where they begin, and whether they are known.

A header has no long number, as nearly every record has: only lines without one are looked at, so
that of millions of records a glance at their bytes is enough.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipelines.aliases import AliasIndex, alias_index
from pipelines.foreign_tables import ForeignTable, count_sure_words, heads_people
from pipelines.headers import Cells, normalise, stated_unit
from pipelines.line_kinds import (
    BLANK,
    REPEATED_HEADER,
    LineJudge,
    is_identity_like,
)
from pipelines.recognise import NotRecognised, Recognised, SourceSpec, recognise
from pipelines.records import Record, record_at, records
from pipelines.stretches import read_stretches
from pipelines.structure import Structure, begins_table, describe
from pipelines.text_lines import decode_cells, split_lines
from pipelines.text_table import Layout, lay_out

_STRETCH_BYTES = 8 << 20
# So many lines before and after one that may be a header are looked at with it.
_BEFORE, _AFTER = 8, 40
_ROWS_AHEAD = 6
_FEWEST_KNOWN, _FEWEST_ALONE = 2, 3
_ROWS_BENEATH = 12
_LONGEST_LINE = 20_000
# Of an unknown table so many rows are looked at; those behind are not counted.
_ROWS_DESCRIBED = 100_000
_MANY_DIGITS = re.compile(r"\d{5}|\d{4}[-./]\d")
_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
_LONG_NUMBER = b"0" * 5

Texts = list[str | None]


def find_parts(
    path: Path, encoding: str, first: Layout, sources: Sequence[SourceSpec]
) -> list[Layout | ForeignTable]:
    """The tables of a text in their order; the first one is laid out as `first` says.

    Where an unknown table ends and records of the one above go on, that one stands twice.
    """
    finder = _Finder(first, encoding, sources)
    rewrite = first.dialect.rewrite if first.dialect.needs_rewriting(encoding) else None
    for window in _windows(read_stretches(path, encoding, _STRETCH_BYTES, rewrite)):
        finder.take(window)
    return finder.finish()


def heads_known_table(index: AliasIndex, cells: Cells) -> bool:
    """Whether a row amid records is, by itself, the header of a known table: nothing but words."""
    words = [word for word in (normalise(cell) for cell in cells if cell) if word]
    return len(words) >= _FEWEST_ALONE and all(map(index.knows, words))


@dataclass(frozen=True)
class _Window:
    """Whole lines, the first of them with its number; `own` are those to be looked at in it."""

    data: bytes
    first_line: int
    own: range

    @cached_property
    def lines(self) -> list[str]:
        """The lines as Latin-1."""
        return split_lines(self.data)

    @cached_property
    def wordy(self) -> list[int]:
        """The lines of its own that have no long number."""
        return [index for index in _without_long_numbers(self.data) if index in self.own]


def _windows(stretches: Iterator[bytes]) -> Iterator[_Window]:
    """The text's lines, each once among the own ones, with enough lines around it."""
    carried, line, done = b"", 1, 0
    piece = next(stretches, b"")
    while piece:
        following = next(stretches, b"")
        data = carried + piece
        count = data.count(b"\n") + (not data.endswith(b"\n"))
        end = max(done, count - _AFTER) if following else count
        yield _Window(data, line, range(done, end))
        kept = max(0, end - _BEFORE)
        carried = _from_line(data, kept)
        line, done, piece = line + kept, end - kept, following


def _from_line(data: bytes, index: int) -> bytes:
    """The lines from one of the last ones on."""
    start = len(data)
    for _ in range(data.count(b"\n") - index + 1):
        start = data.rfind(b"\n", 0, start)
    return data[start + 1 :]


def _without_long_numbers(data: bytes) -> list[int]:
    """The indexes of the lines without five digits in a row."""
    lines = data.translate(_DIGITS).split(b"\n")
    return [index for index, line in enumerate(lines) if _LONG_NUMBER not in line]


class _Row(NamedTuple):
    """A record on its line (counted from 1), and its cells as texts."""

    line: int
    cells: Texts
    record: Record


class _Finder:
    """Goes through a text's windows and cuts it where a header stands amid the records."""

    def __init__(self, first: Layout, encoding: str, sources: Sequence[SourceSpec]) -> None:
        self._encoding, self._sources = encoding, sources
        self._index = alias_index(sources)
        self._found: list[Layout | ForeignTable] = []
        self._rows: list[tuple[int, Texts]] | None = None
        self._begin(first)

    def _begin(self, layout: Layout) -> None:
        self._layout = layout
        self._judge = LineJudge(layout.header)
        self._rows = None

    def take(self, window: _Window) -> None:
        """Look at the lines of a window; of a known table only at those without long numbers."""
        index = max(window.own.start, self._layout.first_line - window.first_line)
        while index < window.own.stop:
            if self._rows is None:
                place = bisect_left(window.wordy, index)
                if place == len(window.wordy):
                    return
                index = window.wordy[place]
            self._look_at(window, index)
            index = max(index + 1, self._layout.first_line - window.first_line)

    def finish(self) -> list[Layout | ForeignTable]:
        """What was found, the last table too."""
        if self._rows is None:
            return [*self._found, self._layout]
        return [*self._found, _foreign_table(self._rows)]

    def _look_at(self, window: _Window, index: int) -> None:
        cells = self._cells_of(window, index)
        line = window.first_line + index
        if self._rows is not None and self._goes_back(self._rows[0][1], cells):
            self._close(line)
            self._begin(replace(self._layout, first_line=line))
            return
        if self._may_begin(window, index, cells) and self._begins_known(window, index):
            return
        if self._rows is None:
            self._begins_foreign(window, index, cells)
        elif len(self._rows) < _ROWS_DESCRIBED:
            self._rows.append((line, cells))

    def _cells_of(self, window: _Window, index: int) -> Texts:
        """The cells of one line."""
        line = window.lines[index]
        if len(line) > _LONGEST_LINE:
            return []
        dialect = self._layout.dialect
        record = record_at([line], 0, dialect.parsed_delimiter, None, at_end=True)
        return self._texts(record) if record else []

    def _texts(self, record: Record) -> Texts:
        texts = decode_cells([cell.rstrip("\r") for cell in record.cells], self._layout.codec)
        return [text and self._layout.dialect.restore(text) for text in texts]

    def _names_somebody(self, cells: Texts) -> bool:
        places = self._judge.identity_places
        return any(x < len(cells) and is_identity_like(cells[x]) for x in places)

    def _goes_back(self, header: Texts, cells: Texts) -> bool:
        """Whether a row beneath an unknown table is a record of the one above again."""
        return self._names_somebody(cells) and not heads_people(self._judge, header)

    def _may_begin(self, window: _Window, index: int, cells: Texts) -> bool:
        """Whether a row has words of headers; a header printed again on a page begins nothing."""
        if _has_long_number(cells):
            return False
        words = filter(None, (normalise(cell) for cell in cells if cell))
        if sum(map(self._index.knows, words)) < _FEWEST_KNOWN:
            return False
        kind = self._judge.kind(cells)
        return (
            kind is None
            or self._rows is not None
            or (kind == REPEATED_HEADER and self._ends_before(self._before(window, index)))
        )

    def _ends_before(self, rows: Sequence[_Row]) -> bool:
        """Whether a title or a unit of its own stands over a header printed again."""
        texts = [row.cells for row in rows]
        if stated_unit(texts) not in (None, stated_unit(self._layout.header.above) or 1):
            return True
        return any(self._judge.kind(cells) is None and self._is_title(cells) for cells in texts)

    def _begins_known(self, window: _Window, index: int) -> bool:
        """Whether a known header has its rows here; if so, its table is begun."""
        before = self._before(window, index)
        ahead = self._ahead(window, index)
        rows = [*before, *ahead]
        header = recognise([r.cells for r in rows[: len(before) + _ROWS_AHEAD]], self._sources)
        if isinstance(header, NotRecognised) or not header.top <= len(before) < header.bottom:
            return False
        self._close(self._border(rows, header.top))
        self._begin(self._layout_of(header, rows))
        return True

    def _layout_of(self, header: Recognised, rows: Sequence[_Row]) -> Layout:
        placed = [row.record._replace(start=row.line - 1) for row in rows]
        return lay_out(header, placed, self._encoding, self._layout.dialect)

    def _before(self, window: _Window, index: int) -> list[_Row]:
        """The lines right above that may be titles or part of the header."""
        found: list[_Row] = []
        first = max(0, index - _BEFORE, self._layout.first_line - window.first_line)
        for place in range(index - 1, first - 1, -1):
            cells = self._cells_of(window, place)
            # A quote left open or closed here is part of a record of several lines.
            if '"' in "".join(filter(None, cells)) or _has_long_number(cells):
                break
            found.append(_Row(window.first_line + place, cells, Record(place, [], 1)))
        return found[::-1]

    def _ahead(self, window: _Window, index: int) -> list[_Row]:
        """The line and those beneath it."""
        lines = window.lines[index : index + _AFTER]
        delimiter = self._layout.dialect.parsed_delimiter
        return [
            _Row(window.first_line + index + one.start, self._texts(one), one)
            for one in records(lines, delimiter, None, at_end=True)
        ]

    def _border(self, rows: Sequence[_Row], top: int) -> int:
        """The line on which a header's own titles begin, or itself."""
        place = top
        while place and self._is_title(rows[place - 1].cells):
            place -= 1
        return rows[place].line

    def _is_title(self, cells: Texts) -> bool:
        kind = self._judge.kind(cells)
        return kind == BLANK or self._judge.is_group_title(cells, is_over_header=True)

    def _begins_foreign(self, window: _Window, index: int, cells: Texts) -> None:
        """Begin an unknown table where the row is its header.

        A row over people is none, unless it says itself that their numbers stand beneath it.
        """
        if sum(map(bool, cells)) < 2 or self._judge.kind(cells):
            return
        before = self._before(window, index)
        is_apart = bool(before) and self._stands_apart(before[-1].cells)
        sure = count_sure_words(cells, self._index, is_apart=is_apart)
        if sure is None:
            return
        beneath = list(self._until_gap(window, index))
        are_people = any(map(self._names_somebody, beneath))
        if are_people and not heads_people(self._judge, cells):
            return
        if begins_table(cells, beneath, sure, is_apart=is_apart):
            line = window.first_line + index
            here = _Row(line, cells, Record(index, [], 1))
            self._close(self._border([*before, here], len(before)))
            self._rows = [(line, cells)]

    def _stands_apart(self, cells: Texts) -> bool:
        return _is_lone(cells) or self._judge.kind(cells) is not None

    def _until_gap(self, window: _Window, index: int) -> Iterator[Texts]:
        """The next rows as far as a blank one or a title."""
        for place in range(index + 1, min(index + 1 + _ROWS_BENEATH, len(window.lines))):
            cells = self._cells_of(window, place)
            if sum(map(bool, cells)) <= 1:
                return
            yield cells

    def _close(self, border: int) -> None:
        """End the table so far before a line."""
        if self._rows is None:
            self._found.append(replace(self._layout, last_line=border - 1))
        else:
            within = [row for row in self._rows if row[0] < border]
            self._found.append(_foreign_table(within))


def _has_long_number(cells: Texts) -> bool:
    return any(cell and _MANY_DIGITS.search(cell) for cell in cells)


def _is_lone(cells: Texts) -> bool:
    return sum(map(bool, map(normalise, cells))) == 1


def _foreign_table(rows: Sequence[tuple[int, Texts]]) -> ForeignTable:
    first = rows[0][0]
    texts = [cells for _, cells in rows]
    columns = tuple(cell or "" for cell in texts[0])
    shape = describe(texts, first) or Structure(first, 1, columns, len(rows) - 1)
    return ForeignTable(shape, texts)
