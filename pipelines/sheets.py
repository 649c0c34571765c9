"""Sheets of received workbooks: every one a table of its own, cells as they are shown.

An eighteen-digit identity number held as a number is damaged. Such cells are marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import polars as pl

from pipelines.blocks import Block, Unread
from pipelines.cell_text import cell_text, short_text
from pipelines.grids import Grid, Row
from pipelines.line_kinds import LineJudge, is_identity_like
from pipelines.recognise import (
    HEADER_SEARCH_ROWS,
    Recognised,
    SourceSpec,
    recognise,
)


def read_grids(
    grids: Iterable[Grid | Unread], sources: Sequence[SourceSpec], batch_rows: int
) -> list[Block | Unread]:
    """Recognise the sheets of a workbook and offer the rows of each in batches."""
    found: list[Block | Unread] = []
    foreign: set[str] = set()
    before: Recognised | None = None
    for sheet in grids:
        if isinstance(sheet, Unread):
            found.append(sheet)
            continue
        name, rows = sheet.name, sheet.rows
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
        shown = cell_text if is_identity else short_text
        columns[name] = pl.Series(name, [shown(value) for value in values], pl.String)
        if is_identity:
            flags = [isinstance(value, float | int) for value in values]
            columns[f"{name}__is_number"] = pl.Series(flags, dtype=pl.Boolean)
    return pl.DataFrame(columns).with_columns(
        pl.Series("row_number", [number for number, _ in batch], pl.UInt32),
        pl.lit(None, pl.String).alias("row_fault"),
        pl.lit(None, pl.String).alias("row_text"),
    )
