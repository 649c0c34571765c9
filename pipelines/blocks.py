"""What reading a received file yields: recognised tables, and what could not be read and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Block:
    """One recognised table within a file: one sheet of a workbook, or a whole csv.

    `batches` yields frames of text columns under the contract's names, all `String`, empty cells
    null, and beside them:

    - `row_number` (UInt32): the sheet's row, or the line of the file on which the record starts;
    - `row_fault` (String): null for a sound row, `too_many_fields` for a csv row with more cells
      than the table has, so that none can be trusted to stand under its header;
    - `row_text` (String): that row as it stood, only where there is a fault;
    - `<column>__is_number` (Boolean), in workbooks only, for identity columns: the cell held a
      number, so that digits after the fifteenth are lost.

    `skipped_lines` counts what is no record (blank, repeated_header, total, note) and is complete
    once `batches` is used up. `unit_scale` says by how much each money column is to be multiplied
    to give yuan. `header_row` is 1-based, and 0 for a sheet that continues the one before it.
    """

    source: str
    sheet: str
    header_row: int
    encoding: str | None
    columns: dict[str, str]
    extra_columns: list[str]
    unit_scale: dict[str, int]
    skipped_lines: dict[str, int]
    batches: Iterator[pl.DataFrame]


@dataclass(frozen=True)
class Unread:
    """A file or sheet that was not read; `reason` is a Chinese sentence that names the cure."""

    reason: str
    sheet: str = ""
