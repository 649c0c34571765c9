"""A sheet of text, written row by row without taking each cell in hand.

A returned workbook has hundreds of thousands of cells, and all of them are text. The package
that writes it spends most of its time on deciding, cell by cell, what a cell is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# What has to be rewritten, cut or kept from being trimmed: all else stands in XML as it is.
_NEEDS_CARE = re.compile(r"[\x00-\x1f&<>\"]|_x[0-9a-fA-F]{4}_|^\s|\s$|[^\x00-\uffff]")
_SURELY_SHORT = 32_767 // 2


class TextSheet(Worksheet):  # type: ignore[misc]
    """A worksheet of a workbook that is written row by row (`constant_memory`)."""

    def __init__(self) -> None:
        super().__init__()
        self.previous_row: int = 0
        self._ready: tuple[int, str] | None = None

    def write_texts(self, row: int, texts: Sequence[str | None], shapes: Sequence[Any]) -> None:
        """Write a whole row of text from the first column on, each with its format; it must be
        the next row or a later one.

        The row's height can be set until another row is begun. No cell of it can be written over.
        """
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(texts) - 1)
        if row > self.previous_row:
            self._write_single_row(row)
        number, parts = row + 1, []
        for x, (text, shape) in enumerate(zip(texts, shapes, strict=True)):
            style = shape._get_xf_index() if shape.xf_index is None else shape.xf_index  # noqa: SLF001
            if not text:
                parts.append(f'<c r="{_letters(x)}{number}" s="{style}"/>')
                continue
            kept = ""
            # Letters and digits alone, of whatever script, need no care, and are told at once.
            if len(text) > _SURELY_SHORT or (not text.isalnum() and _NEEDS_CARE.search(text)):
                text, kept = self._careful(text)  # noqa: PLW2901
            parts.append(
                f'<c r="{_letters(x)}{number}" s="{style}" t="inlineStr">'
                f"<is><t{kept}>{text}</t></is></c>"
            )
        self._ready = (row, "".join(parts))

    def _careful(self, text: str) -> tuple[str, str]:
        """Text cut to what a cell can hold and fit for XML, and the mark that keeps its blanks."""
        short = text.encode("utf-16-le", "surrogatepass")[: 2 * self.xls_strmax]
        told = self._escape_control_characters(short.decode("utf-16-le", "ignore"))
        has_blanks = told != told.strip()
        return self._escape_data(told), ' xml:space="preserve"' if has_blanks else ""

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Write what waits: the package calls this when the next row begins, and at the end."""
        if self._ready is None or self._ready[0] != self.previous_row:
            super()._write_single_row(current_row_num)
            return
        row, told = self._ready
        self._ready = None
        self.previous_row = current_row_num
        self._write_row(row, None, self.row_info.get(row))
        self.fh.write(told)
        self._xml_end_tag("row")
        self.table.clear()

    def _xml_rich_inline_string(self, string: str, attributes: Sequence[Any] = ()) -> None:
        """Write text that looks like the package's own markup as the text that it is."""
        self._xml_inline_string(string, True, attributes)


@cache
def _letters(x: int) -> str:
    name: str = xl_col_to_name(x)
    return name
