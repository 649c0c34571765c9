"""The contract of core.late_records."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class LateRecords(DataFrameModel):
    """One row a source and household with records that came after the release they belong to."""

    source: pl.String = Field(title="来源")
    household_id: pl.String = Field(title="户编号")
    late_rows_count: pl.Int64 = Field(ge=1, title="迟到行数")
    earliest_date: pl.Date = Field(nullable=True, title="最早日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("source", "household_id")}  # noqa: RUF012 (pandera reads a plain dict)
