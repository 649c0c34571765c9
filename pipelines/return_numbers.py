"""The number of a returned row: which row of which received file it was.

It says so by itself, so that it survives sorting, copying into another workbook and saving as
csv. It names nobody: a checksum of the file, the place of the sheet in it, the row.
"""

from __future__ import annotations

import polars as pl

from pipelines.cells import without_invisible

FILE_ID_LENGTH = 16
HEADING = "退回编号"
PROBLEM_HEADING = "问题"
GUIDE_SHEET = "退回说明"

# Row numbers of a spreadsheet have seven digits, lines of a text table may have eight; of tables
# beside each other the place has nine (see table_names).
_FORM = rf"^([0-9a-f]{{{FILE_ID_LENGTH}}})-([1-9]\d{{0,8}})-([1-9]\d{{0,7}})$"

PARTS: dict[str, pl.DataType] = {
    "origin_file_id": pl.String(),
    "origin_sheet_index": pl.Int32(),
    "origin_row_number": pl.Int32(),
}


def return_number(file_id: str, sheet_index: int, row_number: int) -> str:
    """The number of a row; sheets and rows count from 1 (a text table is sheet 1).

    >>> return_number("0123456789abcdef", 1, 5)
    '0123456789abcdef-1-5'
    """
    return f"{file_id}-{sheet_index}-{row_number}"


def read_return_numbers(values: pl.Series) -> pl.DataFrame:
    """The parts of each number, in the columns of PARTS; null where a cell holds none.

    Spaces, full-width and upper-case signs do no harm; anything else is no number of ours.
    """
    cells = values.cast(pl.String).alias("cell").to_frame()
    text = without_invisible(pl.col("cell")).str.to_lowercase()
    parts = [
        text.str.extract(_FORM, group).cast(dtype, strict=False).alias(name)
        for group, (name, dtype) in enumerate(PARTS.items(), start=1)
    ]
    return cells.select(parts)
