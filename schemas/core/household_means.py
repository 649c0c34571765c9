"""The contract of core.household_means."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class HouseholdMeans(DataFrameModel):
    """Income, property and people counted of every considered household; null is not known."""

    household_id: pl.String = Field(title="户编号")
    counted_count: pl.Int32 = Field(title="计入人数", ge=0)
    monthly_income_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="家庭月收入", nullable=True)
    is_property_within: pl.Boolean = Field(title="财产是否符合", nullable=True)
    property_evidence: pl.String = Field(title="财产依据", nullable=True)
    rigid_spending_year_yuan: Annotated[pl.Decimal, 18, 2] = Field(
        title="年刚性支出", nullable=True
    )
    report_date: pl.Date = Field(title="报告日期", nullable=True)

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
