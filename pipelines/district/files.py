"""Files as departments write them: workbooks with titles and totals, csv in several encodings.

Every writer returns, for each row of data, the 1-based number of the line that it stands on.
"""

import codecs
import datetime
import html
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter

Line = Sequence[str]
ROWS_AT_ONCE = 200_000
CREATED = datetime.datetime(2026, 1, 1)  # noqa: DTZ001  workbooks know no time zone
"""Written into every workbook, so that the same rows give the same bytes."""


@dataclass(frozen=True)
class Sheet:
    """One table of a file: lines above, one or two header lines, data, lines below.

    `interruptions` are lines written before the data row of that index: a header once more, a
    blank line, a subtotal. `numbers` are cells kept as numbers, by row and column.
    """

    name: str
    headers: tuple[Line, ...]
    frame: pl.DataFrame
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    interruptions: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    numbers: dict[tuple[int, str], float] = field(default_factory=dict)

    def line_numbers(self) -> np.ndarray:
        """The line of each data row."""
        first = len(self.above) + len(self.headers) + 1
        lines = np.arange(self.frame.height) + first
        for row, inserted in self.interruptions.items():
            lines[row:] += len(inserted)
        return lines


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write an xlsx workbook; the same sheets give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": CREATED})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet)


def _write_sheet(target: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
    line = 0
    for cells in (*sheet.above, *sheet.headers):
        _write_line(target, line, cells)
        line += 1
    columns = sheet.frame.columns
    for row, cells in enumerate(sheet.frame.iter_rows()):
        for inserted in sheet.interruptions.get(row, ()):
            _write_line(target, line, inserted)
            line += 1
        _write_line(target, line, cells)
        for place, column in enumerate(columns):
            if (row, column) in sheet.numbers:
                target.write_number(line, place, sheet.numbers[(row, column)])
        line += 1
    for cells in sheet.below:
        _write_line(target, line, cells)
        line += 1


def _write_line(target: xlsxwriter.worksheet.Worksheet, line: int, cells: Sequence[object]) -> None:
    for place, cell in enumerate(cells):
        if cell:
            target.write_string(line, place, str(cell))


MARKS = {"utf-8-sig": ("utf-8", codecs.BOM_UTF8), "utf-16": ("utf-16-le", codecs.BOM_UTF16_LE)}


def write_csv(path: Path, sheet: Sheet, encoding: str, separator: str = ",") -> None:
    """Write one text file in `utf-8`, `utf-8-sig`, `utf-16` or `gb18030`, a piece at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    coding, mark = MARKS.get(encoding, (encoding, b""))
    with path.open("wb") as target:
        target.write(mark)
        target.write(_lines((*sheet.above, *sheet.headers), coding, separator))
        for start, stop in _pieces(sheet):
            target.write(_lines(sheet.interruptions.get(start, ()), coding, separator))
            target.write(_encoded(sheet.frame[start:stop], coding, separator))
        target.write(_lines(sheet.below, coding, separator))


def write_web_page(path: Path, sheet: Sheet) -> None:
    """Write a web page in GB18030 with one table, as many systems export what they call xls."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [*sheet.above, *sheet.headers, *sheet.frame.iter_rows(), *sheet.below]
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell or '')}</td>" for cell in line) + "</tr>\n"
        for line in lines
    )
    page = f'<html><head><meta charset="gb18030"></head><body><table>\n{rows}</table></body></html>'
    path.write_bytes(page.encode("gb18030"))


def _pieces(sheet: Sheet) -> list[tuple[int, int]]:
    height = sheet.frame.height
    edges = {0, height, *range(0, height, ROWS_AT_ONCE), *sheet.interruptions}
    ordered = sorted(edge for edge in edges if edge <= height)
    return list(itertools.pairwise(ordered))


def _lines(lines: Sequence[Line], encoding: str, separator: str) -> bytes:
    if not lines:
        return b""
    return "".join(separator.join(map(_quoted, line)) + "\n" for line in lines).encode(encoding)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


def _encoded(frame: pl.DataFrame, encoding: str, separator: str) -> bytes:
    buffer = io.BytesIO()
    blank = [column for column in frame.columns if (frame[column] == "").any()]
    # A blank cell is written as nothing; an empty text would be written as two quotes.
    shown = frame.with_columns(pl.col(blank).replace("", None))
    shown.write_csv(buffer, include_header=False, separator=separator)
    content = buffer.getvalue()
    if encoding == "utf-8":
        return content
    text = content.decode("utf-8")
    if encoding != "gb18030":
        return text.encode(encoding)
    try:
        # The same bytes as GB18030 for every character that GBK has, in a third of the time.
        return text.encode("gbk")
    except UnicodeEncodeError:
        return text.encode("gb18030")
