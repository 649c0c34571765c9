"""One row a screened household and indicator with an observation."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class ScoredMeasurements(DataFrameModel):
    """One row a screened household and indicator with an observation."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    dimension: pl.String = Field(title="维度", description="指标所属方面")
    indicator: pl.String = Field(title="指标", description="指标名称")
    person_id: pl.String = Field(nullable=True, title="人员编号", description="空：属于全户")
    amount: Annotated[pl.Decimal, 18, 2] = Field(title="数值", description="评分表分段的数值")
    observed_date: pl.Date = Field(nullable=True, title="观察日期", description="空：不详")
    evidence: pl.String = Field(title="依据", description="费用只写区间")
    source_titles: pl.String = Field(title="来源名称", description="顿号分隔")
    is_stale: pl.Boolean = Field(title="来源是否未更新", description="本月没有新交付")
    stale_month: pl.String = Field(
        nullable=True, title="旧数据的月份", description="最旧的来源是哪个月的；空：都是新的"
    )
    stale_age_months: pl.Int32 = Field(
        nullable=True, title="旧数据已过月数", description="到本月为止", metadata={"unit": "月"}
    )
    is_fresh: pl.Boolean = Field(title="是否新数据", description="来源已更新且有日期")
    is_expired: pl.Boolean = Field(title="是否过期", description="超过评分表的有效月数")
    points: pl.Int32 = Field(title="分数", description="未计维度上限")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "indicator")}  # noqa: RUF012 (pandera reads a plain dict)
