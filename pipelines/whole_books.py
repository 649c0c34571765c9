"""Workbooks that are loaded whole (xls, xlsb, ods), after a trial in a process of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipelines.binary_marks import Marks, marks_of_xls, marks_of_xlsb
from pipelines.blocks import Unread
from pipelines.formats import NotReadable
from pipelines.grid import Grid, Row
from pipelines.merged import across, fill_merged
from pipelines.ods_marks import with_errors_shown
from pipelines.opening import why_not_opened
from pipelines.panics import without_panic

_NO_TABLE = (SheetTypeEnum.ChartSheet, SheetTypeEnum.Vba)


def read_whole_book(file: Path | io.BytesIO, kind: str) -> Iterator[Grid | Unread]:
    """The sheets of the workbook in their order.

    Raises:
        NotReadable: it is damaged or too large.
        python_calamine.PasswordError: it has a password.
    """
    file, marks = with_errors_shown(file) if kind == "ods" else (file, _marks_of(file, kind))
    reason = why_not_opened(file)
    if reason:
        raise NotReadable(reason)
    book = without_panic(lambda: _opened(file))
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ in _NO_TABLE:
            continue
        try:
            loaded = without_panic(partial(book.get_sheet_by_index, index))
        except NotReadable:
            yield Unread(
                f"工作表“{sheet.name}”已损坏或不是普通的表格，无法读取。"
                "请另存为新的 xlsx 后重新提交。",
                sheet.name,
            )
            continue
        is_hidden = sheet.visible != SheetVisibleEnum.Visible
        own = marks[index] if index < len(marks) else Marks()
        yield _grid(loaded, kind, own, is_hidden=is_hidden)


def _opened(file: Path | io.BytesIO) -> CalamineWorkbook:
    """Opened by its content: of a name the library would believe the extension."""
    if isinstance(file, io.BytesIO):
        file.seek(0)
        return CalamineWorkbook.from_filelike(file)
    with file.open("rb") as opened:
        return CalamineWorkbook.from_filelike(opened)


def _marks_of(file: Path | io.BytesIO, kind: str) -> list[Marks]:
    try:
        return marks_of_xls(file) if kind == "xls" else marks_of_xlsb(file)
    except NotReadable:
        raise
    except Exception:  # noqa: BLE001 (a damaged file; whether it can be read is tried next)
        return []


def _grid(sheet: CalamineSheet, kind: str, marks: Marks, *, is_hidden: bool) -> Grid:
    merged = sheet.merged_cell_ranges or []
    rows = fill_merged(_with_errors(sheet.iter_rows(), marks), merged)
    hidden = frozenset(marks.hidden_rows)
    return Grid(sheet.name, rows, kind, is_hidden, hidden, across(merged))


def _with_errors(rows: Iterable[Row], marks: Marks) -> Iterator[Row]:
    """The rows with the failed formulas, which the library leaves blank, as their errors."""
    errors: dict[int, list[tuple[int, str]]] = {}
    for (number, x), text in marks.errors.items():
        errors.setdefault(number, []).append((x, text))
    for number, row in enumerate(rows):
        for x, text in errors.get(number, ()):
            if x < len(row):
                row[x] = text
        yield row
