"""The contract of ledger.helps."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Helps(DataFrameModel):
    """What a household began to draw after it was listed, one row a help.

    `amount_yuan` is a month's or a payment's, null where no list tells it; `total_yuan` what the
    releases up to the day tell of it (0 where none tells an amount). `started_date` is never before
    the first list. `known_month` is the release that first told it.
    """

    help_id: pl.String = Field(title="落实编号")
    household_id: pl.String = Field(title="户编号")
    benefit: pl.String = Field(title="待遇")
    is_monthly: pl.Boolean = Field(title="是否按月享受")
    started_date: pl.Date = Field(title="落实日期")
    known_month: pl.String = Field(title="得知的月份")
    last_month: pl.String = Field(title="最后一个在享的月份")
    department: pl.String = Field(nullable=True, title="主管部门")
    persons_count: pl.Int32 = Field(nullable=True, title="享受人数")
    amount_yuan: Annotated[pl.Decimal, 18, 2] = Field(nullable=True, title="金额")
    months_count: pl.Int32 = Field(title="享受月数")
    total_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="累计金额")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("help_id",)}  # noqa: RUF012 (pandera reads a plain dict)
