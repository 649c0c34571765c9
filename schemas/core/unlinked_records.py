"""The contract of core.unlinked_records."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class UnlinkedRecords(DataFrameModel):
    """Rows that belong to nobody, by where they stand in the files."""

    source: pl.String = Field(title="来源")
    file_id: pl.String = Field(title="文件")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行")
    reason: pl.String = Field(title="原因")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("file_id", "sheet", "row_number")}  # noqa: RUF012 (pandera reads a plain dict)
