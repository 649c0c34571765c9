"""Rows of files received before, as they were read: what a returned row is compared with."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.blocks import Block, Unread
from pipelines.cells import blank_to_null, without_text_marks
from pipelines.grids import open_grids
from pipelines.passwords import Password
from pipelines.read import read_blocks
from pipelines.table_names import table_index, table_names, with_table_names
from pipelines.typed import read_batch
from schemas.sources import Source, all_sources

PLACE = ("sheet", "row_number")


@dataclasses.dataclass(frozen=True)
class OriginContent:
    """A staged content that the number of a returned row may name."""

    sha256: str
    raw: Path
    as_of: date
    passwords: Sequence[Password] = dataclasses.field(default=(), repr=False)


@dataclasses.dataclass(frozen=True)
class KnownContents:
    """What the register knows while a content is staged.

    `file_ids` are those of all contents. `contents`, by file id, are those already staged, or
    None as long as others are being staged beside this one. `earlier` are the corrections, by
    SHA-256, that were taken before this content, in that order.
    """

    file_ids: frozenset[str] = frozenset()
    contents: Mapping[str, OriginContent] | None = None
    earlier: tuple[str, ...] = ()


NOTHING_KNOWN = KnownContents()


@dataclasses.dataclass(frozen=True)
class TextRows:
    """Rows of one table as text, with the units of its money columns.

    `rows` has the contract's columns that the table brought, `sheet` and `row_number`.
    """

    source: str
    unit_scale: Mapping[str, int]
    headers: Mapping[str, str]
    rows: pl.DataFrame


def rows_of(content: OriginContent, wanted: pl.DataFrame) -> list[TextRows]:
    """The rows of a content that `wanted` names (columns sheet, row_number), one entry a table."""
    found = []
    for block in blocks_of(content):
        asked = wanted.filter(pl.col("sheet") == block.sheet)["row_number"]
        if asked.is_empty():
            continue
        parts = [
            batch.filter(pl.col("row_number").is_in(asked.implode())) for batch in block.batches
        ]
        if any(part.height for part in parts):
            found.append(text_rows(block, pl.concat(parts)))
    return found


def blocks_of(content: OriginContent) -> list[Block]:
    """The tables of a content."""
    parts = with_table_names(_read(content))
    return [part for part in parts if isinstance(part, Block)]


def _read(content: OriginContent) -> list[Block | Unread]:
    return read_blocks(content.raw, all_sources(), passwords=content.passwords)


def text_rows(block: Block, rows: pl.DataFrame) -> TextRows:
    """Rows of a table, with their place."""
    placed = rows.with_columns(pl.col("row_number").cast(pl.Int32), sheet=pl.lit(block.sheet))
    return TextRows(block.source, block.unit_scale, block.columns, placed)


def names_by_index(content: OriginContent) -> dict[int, str]:
    """The names of a content's tables by the place that return numbers give; of a text, 1."""
    parts = _read(content)
    if any(isinstance(part, Block) and part.format == "text" for part in parts):
        return {1: ""}
    names = table_names(parts)
    grids = open_grids(content.raw, passwords=content.passwords)
    sheets = [grid.sheet if isinstance(grid, Unread) else grid.name for grid in grids]
    return {
        table_index(index, first_column): name
        for index, sheet in enumerate(sheets, start=1)
        for (own, first_column), name in names.items()
        if own == sheet
    }


def same_cells(
    source: Source, mine: TextRows, theirs: TextRows, as_of: date
) -> tuple[pl.Series, pl.Series]:
    """Of rows side by side: whether nothing was changed, and whether it is surely the same row.

    A cell is unchanged where its text is, or where both texts are read as the same value:
    30000.50 and 30000.5. A column that the returned table has not got was not changed. Two rows
    are of a kind where the identity number or the name is the same, or half of what is filled.
    """
    typed = [read_batch(source, rows.rows, rows.unit_scale, as_of).frame for rows in (mine, theirs)]
    unchanged = pl.repeat(value=True, n=mine.rows.height, eager=True)
    equal, filled = (pl.repeat(0, n=mine.rows.height, dtype=pl.Int32, eager=True) for _ in "ab")
    telling = pl.repeat(value=False, n=mine.rows.height, eager=True)
    for spec in source.columns:
        if spec.name not in mine.rows.columns:
            continue
        here, there = (_text(rows.rows, spec.name) for rows in (mine, theirs))
        as_read = (typed[0][spec.name] == typed[1][spec.name]).fill_null(value=False)
        same = here.eq_missing(there) | as_read
        has_both = here.is_not_null() & there.is_not_null()
        unchanged &= same
        equal += (same & has_both).cast(pl.Int32)
        filled += (here.is_not_null() | there.is_not_null()).cast(pl.Int32)
        if spec.kind in {"identity_number", "name"}:
            telling |= same & has_both
    return unchanged, telling | (equal * 2 >= filled)


def cell_keys(source: Source, table: TextRows, as_of: date) -> pl.DataFrame:
    """What each cell says, as text: the value that it is read as, else the cell as it stands.

    With `sheet` and `row_number` of each row, and only the columns that the table brought.
    """
    typed = read_batch(source, table.rows, table.unit_scale, as_of).frame
    brought = [spec.name for spec in source.columns if spec.name in table.rows.columns]
    texts = table.rows.select(_text(table.rows, name).alias(name) for name in brought)
    read = typed.select(name for name in brought if not typed.schema[name].is_nested())
    as_read = read.select(pl.all().cast(pl.String).name.suffix("__read"))
    return pl.concat([table.rows.select(PLACE), texts, as_read], how="horizontal").select(
        *PLACE,
        *(pl.coalesce(f"{name}__read", name).alias(name) for name in read.columns),
        *(name for name in brought if name not in read.columns),
    )


def _text(rows: pl.DataFrame, name: str) -> pl.Series:
    if name not in rows.columns:
        return pl.Series(name, [None], dtype=pl.String).new_from_index(0, rows.height)
    return blank_to_null(without_text_marks(rows[name]))
