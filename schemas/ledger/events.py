"""The contract of ledger.events."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import EVENTS


class Events(DataFrameModel):
    """What happened to each household, one row an event, in one order.

    `detail`: of listed the colour, of visits the result, of conclusions and referrals the
    conclusion, of helps the benefit, of conferences the decision, of reopened what reopened it.
    `policy` and `department`: what was referred to whom, what was drawn from whom. `list_month`
    and `street_code`: the list that was out then.
    """

    event_id: pl.String = Field(title="事件编号")
    household_id: pl.String = Field(title="户编号")
    event_date: pl.Date = Field(title="日期")
    known_month: pl.String = Field(title="得知的月份")
    seq: pl.Int32 = Field(title="第几件")
    event: pl.String = Field(isin=EVENTS, title="事件")
    detail: pl.String = Field(nullable=True, title="内容")
    department: pl.String = Field(nullable=True, title="部门")
    policy: pl.String = Field(nullable=True, title="帮扶或待遇")
    amount_yuan: Annotated[pl.Decimal, 18, 2] = Field(nullable=True, title="金额")
    list_month: pl.String = Field(title="名单月份")
    street_code: pl.String = Field(title="镇街代码")
    source: pl.String = Field(title="来源")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("event_id",)}  # noqa: RUF012 (pandera reads a plain dict)
