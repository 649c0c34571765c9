"""The contract of ledger.transitions."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import STATES


class Transitions(DataFrameModel):
    """Every change of a household's state, and the event that brought it."""

    household_id: pl.String = Field(title="户编号")
    seq: pl.Int32 = Field(title="第几件")
    event_id: pl.String = Field(title="事件编号")
    event_date: pl.Date = Field(title="日期")
    from_state: pl.String = Field(nullable=True, isin=STATES, title="原状态")
    to_state: pl.String = Field(isin=STATES, title="新状态")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("event_id",)}  # noqa: RUF012 (pandera reads a plain dict)
