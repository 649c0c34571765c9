"""The contract of ledger.episodes."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Episodes(DataFrameModel):
    """Since when a household is at hand, one row a household: its listing, or its last reopening.

    `list_month`, `list_date` and `verify_by` are of the list that was out when the episode began.
    """

    household_id: pl.String = Field(title="户编号")
    first_seq: pl.Int32 = Field(title="从第几件起")
    started_date: pl.Date = Field(title="开始日期")
    opened_by: pl.String = Field(title="因何开始")
    list_month: pl.String = Field(title="名单月份")
    list_date: pl.Date = Field(title="名单日期")
    verify_by: pl.Date = Field(title="核实期限")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
