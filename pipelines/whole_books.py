"""Workbooks that are loaded whole (xls, xlsb, ods), after a trial in a process of its own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipelines.blocks import Unread
from pipelines.formats import NotReadable
from pipelines.grid import Grid
from pipelines.merged import across, fill_merged
from pipelines.opening import why_not_opened
from pipelines.panics import without_panic

_NO_TABLE = (SheetTypeEnum.ChartSheet, SheetTypeEnum.Vba)


def read_whole_book(file: Path | io.BytesIO, kind: str) -> Iterator[Grid | Unread]:
    """The sheets of the workbook in their order.

    Raises:
        NotReadable: it is damaged or too large.
        python_calamine.PasswordError: it has a password.
    """
    reason = why_not_opened(file)
    if reason:
        raise NotReadable(reason)
    book = without_panic(lambda: CalamineWorkbook.from_object(file))
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ in _NO_TABLE:
            continue
        try:
            loaded = without_panic(lambda at=index: book.get_sheet_by_index(at))
        except NotReadable:
            yield Unread(
                f"工作表“{sheet.name}”已损坏或不是普通的表格，无法读取。"
                "请另存为新的 xlsx 后重新提交。",
                sheet.name,
            )
            continue
        yield _grid(loaded, kind, is_hidden=sheet.visible != SheetVisibleEnum.Visible)


def _grid(sheet: CalamineSheet, kind: str, *, is_hidden: bool) -> Grid:
    merged = sheet.merged_cell_ranges or []
    rows = fill_merged(sheet.iter_rows(), merged)
    return Grid(sheet.name, rows, kind, is_hidden, merged=across(merged))
