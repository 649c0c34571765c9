"""Sheets of received workbooks: the tables on them, cells as they are shown.

An eighteen-digit identity number held as a number is damaged. Such cells are marked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines.blocks import Block, Unread
from pipelines.formats import NotReadable
from pipelines.grid import Grid
from pipelines.line_kinds import is_identity_like
from pipelines.recognise import RETURN_NUMBER, NotRecognised, Recognised, SourceSpec
from pipelines.sheet_frames import batches_of
from pipelines.sheet_tables import SheetReader, Table
from pipelines.structure import Structure


def read_grids(
    grids: Iterable[Grid | Unread], sources: Sequence[SourceSpec], batch_rows: int
) -> list[Block | Unread]:
    """Read the tables of all sheets of a workbook; each gives its rows in batches, once."""
    found: list[Block | Unread] = []
    foreign: set[str] = set()
    before: Recognised | None = None
    for sheet in grids:
        if isinstance(sheet, Unread):
            found.append(sheet)
            continue
        try:
            tables = _read_sheet(sheet, sources, before)
        except NotReadable as problem:
            tables = Unread(f"工作表“{sheet.name}”：{problem}", sheet.name)
        if isinstance(tables, list):
            before = tables[-1].header if tables else before
            found += [_block(sheet, table, batch_rows) for table in tables]
        elif isinstance(tables, Unread):
            found.append(tables)
        else:
            found.append(tables.unread)
            foreign.add(sheet.name)
    if before:
        found = [_beside_data(one) if one.sheet in foreign else one for one in found]
    return found or [Unread("工作簿里没有内容。请重新导出后提交。")]


@dataclass(frozen=True)
class _Foreign:
    """A sheet on which hardly a column is known."""

    unread: Unread


def _read_sheet(
    sheet: Grid, sources: Sequence[SourceSpec], before: Recognised | None
) -> list[Table] | Unread | _Foreign:
    """The tables of a sheet (none where it is empty), or why it has none that is known.

    Raises:
        NotReadable: the sheet is damaged further down; what stood above it is not taken either.
    """
    reader = SheetReader(sheet, sources)
    first = reader.first_texts()
    tables = reader.read()
    if not isinstance(tables, NotRecognised):
        return tables
    if before and _continues(first, before):
        return reader.read_as(before)
    if not reader.has_content():
        return []
    unread = _unread(sheet.name, tables, reader.describe())
    return _Foreign(unread) if tables.is_foreign else unread


def _unread(sheet: str, why: NotRecognised, structure: Structure | None) -> Unread:
    reason = f"工作表“{sheet}”：{why.reason}"
    return Unread(reason, sheet, structure, why.nearest, why.missing, why.refused)


def _beside_data(sheet: Block | Unread) -> Block | Unread:
    """What to say of a sheet without one known column, where another sheet holds the data."""
    if isinstance(sheet, Block):
        return sheet
    reason = (
        f"工作表“{sheet.sheet}”没有已知的列名，当作说明，没有读取。"
        "如其中有应报送的名单，请补上列名那一行后重新提交。"
    )
    return replace(sheet, reason=reason, is_beside_data=True)


def _continues(rows: Sequence[Sequence[str | None]], before: Recognised) -> bool:
    """Whether a sheet without a header surely goes on where the one before it ended.

    Sure means: as wide, and every one of its first rows has a sound-looking identity number in
    the column in which the other sheet has it.
    """
    filled = [row for row in rows if any(row)]
    places = [before.positions[name] for name in before.identity_columns][:1]
    if not filled or not places or before.columns_to is not None:
        return False
    width = max(x + 1 for row in filled for x, cell in enumerate(row) if cell)
    cells = [row[places[0]] if places[0] < len(row) else None for row in filled]
    return width == before.width and all(map(is_identity_like, cells))


def _block(sheet: Grid, table: Table, batch_rows: int) -> Block:
    header = table.header
    return Block(
        source=header.source.name,
        sheet=sheet.name,
        header_row=table.header_row,
        encoding=None,
        columns=dict(header.headers),
        extra_columns=list(header.extra),
        unit_scale=dict(header.unit_scale),
        skipped_lines=table.skipped,
        batches=batches_of(_used_up(table.frames), batch_rows),
        format=sheet.format,
        header_rows=len(header.levels),
        first_column=header.columns_from + 1,
        is_hidden=sheet.is_hidden,
        hidden_rows=table.hidden_rows,
        repeated_headers=dict(header.repeated),
        has_return_numbers=RETURN_NUMBER in header.positions,
        positions=dict(header.positions),
    )


def _used_up(frames: deque[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The frames, each let go once it is taken."""
    while frames:
        yield frames.popleft()
