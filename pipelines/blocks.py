"""What reading a received file yields: recognised tables, and what could not be read and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from pipelines.structure import Structure


@dataclass(frozen=True)
class Block:
    """One recognised table within a file: one sheet of a workbook, or a whole csv.

    `batches` yields frames of text columns under the contract's names, all `String`, empty cells
    null, and beside them:

    - `row_number` (UInt32): the sheet's row, or the line of the file on which the record starts;
    - `row_fault` (String): null for a sound row, `too_many_fields` for a csv row with more cells
      than the table has, so that none can be trusted to stand under its header,
      `cell_too_long` for one with a cell too long to be a value (its cells are then null);
    - `row_text` (String): that row as it stood, only where there is a fault;
    - `<column>__is_number` (Boolean), in workbooks only, for identity columns: the cell held a
      number, so that digits after the fifteenth are lost.

    `skipped_lines` counts what is no record (blank, repeated_header, total, note) and is complete
    once `batches` is used up. `unit_scale` says by how much each money column is to be multiplied
    to give yuan. `header_row` is 1-based, and 0 for a sheet that continues the one before it.

    What the reader chose stands here too: `format` (xlsx xls xlsb ods html xml parquet text),
    `delimiter` of a text table, how many rows the header has, whether the sheet or rows of it
    were hidden (they are read all the same), the table's first column where it does not start
    at the sheet's edge (1-based), and `repeated_headers`: a header that stands over several
    columns, with the number of them; a record's value is then the first of them that is not
    blank. `has_return_numbers`: the batches carry a column `return_number` too. `positions`
    says where each column stands (0-based from the sheet's edge), so that a cell can be found
    again.
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
    format: str = ""
    delimiter: str | None = None
    header_rows: int = 1
    first_column: int = 1
    is_hidden: bool = False
    hidden_rows: int = 0
    repeated_headers: dict[str, int] = field(default_factory=dict)
    has_return_numbers: bool = False
    positions: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Unread:
    """A file or sheet that was not read; `reason` is a Chinese sentence that names the cure.

    `structure` tells what a table of no known kind looks like; `nearest` is the source (by name)
    whose header comes closest and `missing` the headers that it would need besides. `refused`
    are columns of a list of people that nobody may process (header → why): see forbidden.py.
    `is_beside_data`: a sheet of words beside sheets that were read, where nothing needs mending.
    """

    reason: str
    sheet: str = ""
    structure: Structure | None = None
    nearest: str = ""
    missing: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    is_beside_data: bool = False
