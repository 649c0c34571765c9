"""Received workbooks as grids: every sheet's rows from its first, cells with their types.

Cell types matter for one thing: a spreadsheet keeps fifteen digits of a number, so that an
eighteen-digit identity number held as a number is damaged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from pipelines.blocks import Unread
from pipelines.formats import NotReadable, is_old_workbook
from pipelines.opening import survives_opening

Row = list[Any]

_DAMAGED = (
    "文件不是完整的 Excel 工作簿，可能没有传完或已损坏。"
    "请用 Excel 或 WPS 打开后另存为 xlsx，再重新提交。"
)


@dataclass(frozen=True)
class Grid:
    """One sheet. `rows` are all its rows from the first, each as wide as it may be, and can be
    read once; a cell is a str, float, int, bool, date, datetime, time, or blank (None or "").

    A cell merged over several rows stands in each of them. `hidden_rows` (1-based) are among the
    rows: what is hidden was sent all the same.
    """

    name: str
    rows: Iterator[Row]
    format: str
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()


def open_grids(path: Path) -> Iterator[Grid | Unread]:
    """The sheets of a workbook in its order; a sheet that cannot be read gives its reason.

    Raises:
        NotReadable: the file is no workbook, is encrypted, cut short or damaged.
    """
    book = _open(path)
    for index, name in enumerate(book.sheet_names):
        sheet = _load(book, index, name)
        if isinstance(sheet, Unread):
            yield sheet
        else:
            yield Grid(name, _filled_rows(sheet), "xlsx")


def _open(path: Path) -> CalamineWorkbook:
    try:
        if is_old_workbook(path) and not survives_opening(path):
            raise NotReadable(_DAMAGED)
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise NotReadable("工作簿设有打开密码，无法读取。请取消密码后重新提交。") from None
    except CalamineError:
        # The library's own message may quote cells: it is not passed on.
        raise NotReadable(_DAMAGED) from None


def _load(book: CalamineWorkbook, index: int, name: str) -> CalamineSheet | Unread:
    try:
        return book.get_sheet_by_index(index)
    except CalamineError:
        return Unread(
            f"工作表“{name}”已损坏或不是普通的表格，无法读取。请另存为新的 xlsx 后重新提交。", name
        )


def _filled_rows(sheet: CalamineSheet) -> Iterator[Row]:
    """The sheet's rows from its first, a cell merged over several rows repeated in each."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left == right:
            starts.setdefault(top, []).append((left, bottom))
    open_cells: dict[int, tuple[Any, int]] = {}
    for number, row in enumerate(sheet.iter_rows()):
        open_cells = {x: cell for x, cell in open_cells.items() if number <= cell[1]}
        for x, (value, _) in open_cells.items():
            row[x] = value
        for x, bottom in starts.get(number, ()):
            if x < len(row):
                open_cells[x] = (row[x], bottom)
        yield row
