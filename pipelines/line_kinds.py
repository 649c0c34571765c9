"""Rows of a table that are no records: blank lines, repeated headers, totals, signatures, notes.

A row with anything like an identity number is always a record. Of the others only those are set
aside that say what they are; a row that merely lacks values is a record and is judged later.
"""

from __future__ import annotations

import re

from pipelines.headers import Cells, is_any_unit_row, normalise, numbers_columns, squeeze
from pipelines.line_words import (
    BLANK,
    NOTE,
    REPEATED_HEADER,
    TOTAL,
    is_bare_total,
    is_group,
    is_total,
    kind_of_words,
    without_page,
)
from pipelines.recognise import Recognised

__all__ = [
    "BLANK",
    "IDENTITY_LIKE",
    "NOTE",
    "REPEATED_HEADER",
    "TOTAL",
    "LineJudge",
    "is_identity_like",
]

# Numbers of 14 and more digits, what a spreadsheet made of them, other documents, masked numbers.
IDENTITY_LIKE = (
    r"^[\s='\"`‘’“”]*"
    r"(?:\d[\d\s]{12,}|\d(?:\.\d+)?[Ee]\+?\d+|[A-Za-z]{1,2}\d{7,}|\d[0-9A-Za-z*]{8,}$)"
)
_IDENTITY_LIKE = re.compile(IDENTITY_LIKE)
_LONGEST_NAME = 3
_NO_NAMES = ("街道", "社区", "小组", "名单", "名册")


def is_identity_like(text: str | None) -> bool:
    """Whether a cell of an identity column names a person, soundly or not."""
    return bool(text and _IDENTITY_LIKE.match(text))


class LineJudge:
    """Tells a table's records from the other lines beneath its header."""

    def __init__(self, header: Recognised) -> None:
        self.identity_columns = header.identity_columns
        self.identity_places = [header.positions[name] for name in header.identity_columns]
        self._levels = [[normalise(c) for c in row] for row in header.levels]
        self._above = {_words(row) for row in header.above} - {()}
        self._columns = {x: name for name, x in header.positions.items()}
        self._name_place = header.positions.get("name")
        self._first = min(
            (x for row in header.levels for x, cell in enumerate(row) if squeeze(cell)), default=0
        )

    def kind(self, cells: Cells) -> str | None:
        """Why the row is no record (`blank`, `repeated_header`, `total`, `note`), or None."""
        if any(x < len(cells) and is_identity_like(cells[x]) for x in self.identity_places):
            return None
        words = _words(cells)
        if not words:
            return BLANK
        if self._repeats_header(cells):
            return REPEATED_HEADER
        if self._stands_above(words) or numbers_columns(words) or is_any_unit_row(cells):
            return NOTE
        return kind_of_words(words) or self._late_total(cells)

    def is_group_title(
        self, cells: Cells, *, is_merged: bool = False, is_over_header: bool = False
    ) -> bool:
        """Whether one cell alone names a group of the records beneath it, or a new table.

        `is_merged`: the cell spans several columns, which no value of a record does.
        `is_over_header`: a header follows. Else the words decide; and a name in its own column
        stays a record.
        """
        filled = [(x, squeeze(cell)) for x, cell in enumerate(cells) if squeeze(cell)]
        if len(filled) != 1:
            return False
        (x, text), column = filled[0], self._columns.get(filled[0][0])
        if is_merged:
            return True
        if column == "name" and len(text) <= _LONGEST_NAME and not text.endswith(_NO_NAMES):
            return False
        is_aside = column in (None, "name") or x == self._first
        return is_over_header or (is_aside and is_group(text))

    def _stands_above(self, words: tuple[str, ...]) -> bool:
        if words in self._above:
            return True
        bare = tuple(w for w in (without_page(word) for word in words) if w)
        return bool(words) and (not bare or bare in self._above)

    def _repeats_header(self, cells: Cells) -> bool:
        texts = [(x, normalise(c)) for x, c in enumerate(cells) if c and normalise(c)]
        return len(texts) >= 2 and any(
            all(x < len(level) and level[x] == text for x, text in texts) for level in self._levels
        )

    def _late_total(self, cells: Cells) -> str | None:
        """合计 beyond the first words, where nobody is named in the row."""
        name = self._name_place
        named = squeeze(cells[name]) if name is not None and name < len(cells) else ""
        if named and not is_total(named) and not named.isdecimal():
            return None
        return TOTAL if any(is_bare_total(squeeze(cell)) for cell in cells if cell) else None


def _words(cells: Cells) -> tuple[str, ...]:
    return tuple(text for text in map(squeeze, cells) if text)
