"""The contract of core.benefits."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Benefits(DataFrameModel):
    """What the considered members draw already: monthly ones in force on the as-of date, one row
    a person and benefit; single payments up to it, one row a person, benefit, day and source.

    `amount_yuan` is a month's or a payment's; null where no list tells it. `since_date` is of the
    monthly ones, `paid_date` of the others (of farming subsidies, the last day of their year, or
    the as-of date).
    """

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号")
    benefit: pl.String = Field(title="待遇")
    amount_yuan: Annotated[pl.Decimal, 18, 2] = Field(nullable=True, title="金额")
    is_monthly: pl.Boolean = Field(title="是否按月享受")
    since_date: pl.Date = Field(nullable=True, title="起始日期")
    paid_date: pl.Date = Field(nullable=True, title="发放日期")
    source: pl.String = Field(title="来源")
    observed_date: pl.Date = Field(nullable=True, title="截至日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id", "benefit", "paid_date", "source")}  # noqa: RUF012 (pandera reads a plain dict)
