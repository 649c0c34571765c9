"""One row a household and indicator that gives points; they add up to the score."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Contributions(DataFrameModel):
    """One row a household and indicator that gives points; they add up to the score."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    dimension: pl.String = Field(title="维度", description="指标所属方面")
    indicator: pl.String = Field(title="指标", description="指标名称")
    person_id: pl.String = Field(nullable=True, title="人员编号", description="空：属于全户")
    amount: Annotated[pl.Decimal, 18, 2] = Field(title="数值", description="评分表分段的数值")
    observed_date: pl.Date = Field(nullable=True, title="观察日期", description="空：不详")
    evidence: pl.String = Field(title="依据", description="费用只写区间")
    is_fresh: pl.Boolean = Field(title="是否新数据", description="来源已更新且有日期")
    points: pl.Int32 = Field(ge=0, title="得分", description="计入维度上限之后")
    reason: pl.String = Field(title="原因", description="写给走访人员的一句话")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "indicator")}  # noqa: RUF012 (pandera reads a plain dict)
