"""Received workbooks (xlsx, xls): every sheet a table of its own, cells as they are shown.

Cell types matter for one thing: a spreadsheet keeps fifteen digits of a number, so that an
eighteen-digit identity number held as a number is damaged. Such cells are marked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from pipelines.blocks import Block, Unread
from pipelines.encodings import NotReadable, is_old_workbook
from pipelines.line_kinds import LineJudge, is_identity_like
from pipelines.opening import survives_opening
from pipelines.recognise import (
    HEADER_SEARCH_ROWS,
    Recognised,
    SourceSpec,
    recognise,
)

Row = list[Any]

_EXACT_INTEGERS = 2**53
_DAMAGED = (
    "文件不是完整的 Excel 工作簿，可能没有传完或已损坏。"
    "请用 Excel 或 WPS 打开后另存为 xlsx，再重新提交。"
)


def read_sheets(path: Path, sources: Sequence[SourceSpec], batch_rows: int) -> list[Block | Unread]:
    """Recognise the sheets of a workbook and offer the rows of each in batches.

    Raises:
        NotReadable: the file is no workbook, is encrypted, cut short or damaged.
    """
    found: list[Block | Unread] = []
    foreign: set[str] = set()
    before: Recognised | None = None
    book = _open(path)
    for index, name in enumerate(book.sheet_names):
        sheet = _load(book, index, name)
        if isinstance(sheet, Unread):
            found.append(sheet)
            continue
        rows = _filled_rows(sheet)
        first = list(islice(rows, HEADER_SEARCH_ROWS))
        texts = [[cell_text(value) for value in row] for row in first]
        if not any(any(row) for row in texts) and next(rows, None) is None:
            continue
        header = recognise(texts, sources)
        if isinstance(header, Recognised):
            before = header
            found.append(_block(name, header, chain(first, rows), batch_rows, header.bottom))
        elif before and _continues(texts, before):
            found.append(_block(name, before, chain(first, rows), batch_rows, 0))
        else:
            found.append(Unread(f"工作表“{name}”：{header.reason}", name))
            foreign |= {name} if header.is_foreign else set()
    if before:
        found = [_beside_data(one) if one.sheet in foreign else one for one in found]
    return found or [Unread("工作簿里没有内容。请重新导出后提交。")]


def _beside_data(sheet: Block | Unread) -> Unread:
    """What to say of a sheet without one known column, where another sheet holds the data."""
    reason = (
        f"工作表“{sheet.sheet}”没有已知的列名，当作说明，没有读取。"
        "如其中有应报送的名单，请补上列名那一行后重新提交。"
    )
    return Unread(reason, sheet.sheet)


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


def _continues(rows: Sequence[Sequence[str | None]], before: Recognised) -> bool:
    """Whether a sheet without a header surely goes on where the one before it ended.

    Sure means: as wide, and every one of its first rows has a sound-looking identity number in
    the column in which the other sheet has it.
    """
    filled = [row for row in rows if any(row)]
    places = [before.positions[name] for name in before.identity_columns][:1]
    if not filled or not places:
        return False
    width = max(x + 1 for row in filled for x, cell in enumerate(row) if cell)
    cells = [row[places[0]] if places[0] < len(row) else None for row in filled]
    return width == before.width and all(map(is_identity_like, cells))


def _block(
    name: str, header: Recognised, rows: Iterator[Row], batch_rows: int, first: int
) -> Block:
    skipped: dict[str, int] = {}
    return Block(
        source=header.source.name,
        sheet=name,
        header_row=0 if first == 0 else header.top + 1,
        encoding=None,
        columns=dict(header.headers),
        extra_columns=list(header.extra),
        unit_scale=dict(header.unit_scale),
        skipped_lines=skipped,
        batches=_batches(header, islice(rows, first, None), first + 1, skipped, batch_rows),
    )


def _batches(
    header: Recognised,
    rows: Iterator[Row],
    first_number: int,
    skipped: dict[str, int],
    batch_rows: int,
) -> Iterator[pl.DataFrame]:
    judge = LineJudge(header)
    records = _records(rows, first_number, judge, skipped)
    while batch := list(islice(records, batch_rows)):
        yield _frame(header, batch)


def _records(
    rows: Iterator[Row], first_number: int, judge: LineJudge, skipped: dict[str, int]
) -> Iterator[tuple[int, Row]]:
    """The rows that are records, with their numbers; the others are counted."""
    places = judge.identity_places
    for number, row in enumerate(rows, start=first_number):
        if not any(x < len(row) and is_identity_like(cell_text(row[x])) for x in places):
            kind = judge.kind([cell_text(value) for value in row])
            if kind:
                skipped[kind] = skipped.get(kind, 0) + 1
                continue
        yield number, row


def _frame(header: Recognised, batch: Sequence[tuple[int, Row]]) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    for name, x in header.positions.items():
        values = [row[x] if x < len(row) else None for _, row in batch]
        is_identity = name in header.identity_columns
        shown = cell_text if is_identity else _short_text
        columns[name] = pl.Series(name, [shown(value) for value in values], pl.String)
        if is_identity:
            flags = [isinstance(value, float | int) for value in values]
            columns[f"{name}__is_number"] = pl.Series(flags, dtype=pl.Boolean)
    return pl.DataFrame(columns).with_columns(
        pl.Series("row_number", [number for number, _ in batch], pl.UInt32),
        pl.lit(None, pl.String).alias("row_fault"),
        pl.lit(None, pl.String).alias("row_text"),
    )


def cell_text(value: Any) -> str | None:
    """A cell as it is shown: numbers without exponent, dates as 2023-05-01, blank as None.

    >>> cell_text(30000.1), cell_text(12.0), cell_text(dt.date(2023, 5, 1)), cell_text("")
    ('30000.1', '12', '2023-05-01', None)
    """
    if type(value) is str:
        return value or None
    return _TEXT[type(value)](value) if type(value) in _TEXT else _other_text(value)


def _short_text(value: Any) -> str | None:
    """The same, but a number too long to be exact as spreadsheets show it: 3.70200202610010E+17.

    So nobody takes its last digits, which are lost, for digits of a reference number.
    """
    if type(value) is float and abs(value) > _EXACT_INTEGERS:
        return format(value, ".14E")
    return cell_text(value)


def _other_text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number_text(value: float) -> str:
    """Whole numbers in full; others to the fifteen digits that a spreadsheet keeps.

    Programs write more digits of a long number than a spreadsheet does. They are cut, not
    rounded, as a spreadsheet cuts what is typed: the first fifteen stay the ones meant.
    """
    if value == int(value) and abs(value) <= _EXACT_INTEGERS:
        return str(int(value))
    shown = format(value, ".15g")
    if abs(value) > _EXACT_INTEGERS and float(shown) != value:
        return _cut(Decimal(repr(value)))
    return format(Decimal(shown), "f")


def _cut(number: Decimal) -> str:
    """A long whole number with zeros after its fifteenth digit."""
    unit = Decimal(1).scaleb(number.adjusted() - 14)
    return format((number // unit) * unit, "f")


def _moment_text(value: dt.datetime) -> str:
    if value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds")


_TEXT: dict[type, Callable[[Any], str]] = {
    float: _number_text,
    int: _number_text,
    bool: lambda value: str(value).upper(),
    dt.datetime: _moment_text,
    dt.date: dt.date.isoformat,
    dt.time: lambda value: value.isoformat("seconds"),
}
