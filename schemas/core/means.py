"""The contract of core.means."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Means(DataFrameModel):
    """What the last check of an authorised household found; no row is not known."""

    household_id: pl.String = Field(title="户编号")
    reported_members_count: pl.Int32 = Field(title="核对人口数", nullable=True)
    monthly_income_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="家庭月收入")
    is_property_within: pl.Boolean = Field(title="财产是否符合")
    property_excess: pl.String = Field(title="超出的财产种类", nullable=True)
    rigid_spending_year_yuan: Annotated[pl.Decimal, 18, 2] = Field(
        title="年刚性支出", nullable=True
    )
    report_date: pl.Date = Field(title="报告日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
