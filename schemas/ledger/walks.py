"""The contract of ledger.walks."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import STATES


class Walks(DataFrameModel):
    """Every fact with the state before and after it."""

    household_id: pl.String = Field(title="户编号")
    fact_number: pl.Int32 = Field(title="第几件")
    fact_id: pl.String = Field(title="编号")
    event_date: pl.Date = Field(title="日期")
    fact: pl.String = Field(title="事")
    fact_rank: pl.Int32 = Field(title="同日先后")
    from_state: pl.String = Field(title="原状态")
    to_state: pl.String = Field(isin=STATES, title="新状态")
    is_reopening: pl.Boolean = Field(title="是否重新打开")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "fact_number")}  # noqa: RUF012 (pandera reads a plain dict)
