"""The contract of core.assistance."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Assistance(DataFrameModel):
    """Assistance of living people, one row a person and category."""

    person_id: pl.String = Field(title="人员编号")
    category: pl.String = Field(title="救助类别")
    start_month: pl.Date = Field(nullable=True, title="起始月份")
    end_month: pl.Date = Field(nullable=True, title="终止月份")
    monthly_amount_yuan: Annotated[pl.Decimal, 16, 2] = Field(nullable=True, title="月发放金额")
    support_mode: pl.String = Field(nullable=True, title="特困人员供养方式")
    observed_month: pl.String = Field(nullable=True, title="名册月份")
    is_current: pl.Boolean = Field(title="截止日是否在享")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id", "category")}  # noqa: RUF012 (pandera reads a plain dict)
