"""One row a household that is judged this month."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class ScreenedHouseholds(DataFrameModel):
    """One row a household that is judged this month."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    is_screened: pl.Boolean = Field(title="是否本月筛查对象", description="否：本月无人在筛查人群")
    cohorts: pl.String = Field(title="筛查人群", description="成员所属的筛查人群，逗号分隔")
    previous_rank: pl.Int32 = Field(title="上月颜色序号", description="红 3、橙 2、黄 1、未列入 0")
    previous_months_listed: pl.Int32 = Field(title="截至上月连续列入月数", description="未列入为 0")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
