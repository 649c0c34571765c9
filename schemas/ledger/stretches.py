"""The contract of ledger.stretches."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Stretches(DataFrameModel):
    """From coming on the lists to being off them, one row a household and stretch."""

    household_id: pl.String = Field(title="户编号")
    first_list_month: pl.String = Field(title="列入的名单月份")
    listed_date: pl.Date = Field(title="列入日期")
    delisted_month: pl.String = Field(nullable=True, title="不再列入的名单月份")
    delisted_date: pl.Date = Field(nullable=True, title="不再列入的日期")
    next_listed_date: pl.Date = Field(nullable=True, title="再次列入的日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "first_list_month")}  # noqa: RUF012 (pandera reads a plain dict)
