"""One row an indicator and group of sources, any of which is enough."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class IndicatorSources(DataFrameModel):
    """One row an indicator and group of sources, any of which is enough."""

    indicator: pl.String = Field(title="指标", description="指标名称")
    source_group: pl.String = Field(title="来源组", description="“甲|乙”：有其一即可")
    source: pl.String = Field(title="所用来源", description="组内第一个没有缺的来源")
    source_title: pl.String = Field(title="来源名称", description="来源的中文名称")
    status: pl.String = Field(
        isin=["present", "stale", "missing"], title="状态", description="present、stale、missing"
    )
    delivery_month: pl.String = Field(
        nullable=True, title="交付月份", description="所用数据的月份；从未交付为空"
    )
    is_connected: pl.Boolean = Field(title="是否接入", description="否：从来没有交付过")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("indicator", "source_group")}  # noqa: RUF012 (pandera reads a plain dict)
