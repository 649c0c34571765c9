"""Sheets of received workbooks: the tables on them, cells as they are shown.

An eighteen-digit identity number held as a number is damaged. Such cells are marked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines.blocks import Block, Unread
from pipelines.foreign_tables import is_surely_table, unread_foreign
from pipelines.formats import NotReadable
from pipelines.grid import Grid
from pipelines.line_kinds import LineJudge, is_identity_like
from pipelines.recognise import (
    RETURN_NUMBER,
    NotRecognised,
    Recognised,
    SourceSpec,
)
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
        reader = SheetReader(sheet, sources)
        try:
            tables = _read_sheet(reader, sheet, before)
        except NotReadable as problem:
            tables = Unread(f"工作表“{sheet.name}”：{problem}", sheet.name)
        if isinstance(tables, list):
            before = tables[-1].header if tables else before
            found += [_block(sheet, table, batch_rows) for table in tables]
            found += [unread_foreign(sheet.name, one, sources) for one in reader.foreign_tables()]
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
    reader: SheetReader, sheet: Grid, before: Recognised | None
) -> list[Table] | Unread | _Foreign:
    """The tables of a sheet (none where it is empty), or why it has none that is known.

    Raises:
        NotReadable: the sheet is damaged further down; what stood above it is not taken either.
    """
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
    if sheet.structure and is_surely_table(sheet.structure):
        what, cure = "不是约定的表，没有读取", "请改用约定的列名"
    else:
        what, cure = "没有已知的列名，当作说明，没有读取", "请补上列名那一行"
    reason = f"工作表“{sheet.sheet}”{what}。如其中有应报送的名单，{cure}后重新提交。"
    return replace(sheet, reason=reason, is_beside_data=True)


def _continues(rows: Sequence[Sequence[str | None]], before: Recognised) -> bool:
    """Whether a sheet without a header surely goes on where the one before it ended.

    Sure means: as wide, remarks aside, and most of its first records have a sound-looking identity
    number in the column in which the other sheet has it, and words in that of the name.
    """
    judge = LineJudge(before)
    places = [before.positions[name] for name in before.identity_columns][:1]
    records = [row for row in rows if judge.kind(row) is None and sum(map(bool, row)) > 1]
    if not records or not places or before.columns_to is not None:
        return False
    width = max(x + 1 for row in records for x, cell in enumerate(row) if cell)
    required = [c.name for c in before.source.columns if c.required]
    needed = [before.positions[name] for name in required if name in before.positions]
    if not max(needed, default=0) < width <= before.width:
        return False
    sound = [[is_identity_like(_at(row, places[0])) for row in records]]
    if "name" in before.positions:
        sound.append([_is_name(_at(row, before.positions["name"])) for row in records])
    return all(sum(column) * 2 > len(records) for column in sound)


def _at(row: Sequence[str | None], x: int) -> str | None:
    return row[x] if 0 <= x < len(row) else None


def _is_name(text: str | None) -> bool:
    return bool(text) and not any(map(str.isdigit, text or ""))


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
