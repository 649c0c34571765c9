"""What every cross-source check finds: the one contract that all files of sql/checks keep.

A check compares what one department sent with what others did. It keeps no row out: the row goes
back to the department as a doubt, with the sentence that the file's header says under `reason`.
"""

import polars as pl
from pandera.polars import DataFrameModel, Field


class DoubtedRow(DataFrameModel):
    """One row of a received file that does not agree with another source."""

    file_id: str = Field(title="文件")
    sheet: str = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行号")
    column_name: str = Field(title="列", description="所疑的列；空：整行", nullable=True)


EVERY_TABLE = DoubtedRow
UNION_NAME = "all_doubts"
# Column of the stacked table → what the file's header says under this key; None: the file's name.
UNION_LABELS = {"source": "source", "rule": None, "level": "level", "reason": "reason"}
