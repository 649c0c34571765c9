"""The contract of ledger.facts."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Facts(DataFrameModel):
    """What happened to each household, in order; the states follow from it, see `ledger.moves`."""

    household_id: pl.String = Field(title="户编号")
    fact_id: pl.String = Field(title="编号")
    event_date: pl.Date = Field(title="日期")
    fact: pl.String = Field(title="事")
    fact_rank: pl.Int32 = Field(title="同日先后")
    detail: pl.String = Field(nullable=True, title="内容")
    known_month: pl.String = Field(title="得知的月份")
    list_month: pl.String = Field(nullable=True, title="名单月份")
    told_by: pl.String = Field(title="由何处得知")
    source: pl.String = Field(title="来源")
    fact_number: pl.Int32 = Field(title="第几件")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "fact_number")}  # noqa: RUF012 (pandera reads a plain dict)
