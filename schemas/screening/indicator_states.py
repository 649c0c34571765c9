"""One row an indicator: whether it can be assessed this month."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class IndicatorStates(DataFrameModel):
    """One row an indicator: whether it can be assessed this month."""

    indicator: pl.String = Field(title="指标", description="指标名称")
    title: pl.String = Field(title="名称", description="指标的中文名称")
    dimension: pl.String = Field(title="维度", description="指标所属方面")
    is_missing: pl.Boolean = Field(title="是否缺来源", description="是：不评估")
    is_stale: pl.Boolean = Field(title="来源是否未更新", description="是：按旧数据评估")
    is_connected: pl.Boolean = Field(
        title="来源是否都已接入", description="否：有来源从未交来过，指标还没有接入"
    )
    stale_month: pl.String = Field(
        nullable=True, title="旧数据的月份", description="最旧的来源是哪个月的；空：都是新的"
    )
    source_titles: pl.String = Field(title="来源名称", description="顿号分隔")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("indicator",)}  # noqa: RUF012 (pandera reads a plain dict)
