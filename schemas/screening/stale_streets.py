"""One row an indicator and street where a source's rows are older than elsewhere."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class StaleStreets(DataFrameModel):
    """One row an indicator and street where a source's rows are older than elsewhere."""

    indicator: pl.String = Field(title="指标", description="指标名称")
    street_code: pl.String = Field(title="镇街代码", description="沿用上次数据的镇街")
    stale_month: pl.String = Field(title="数据月份", description="沿用的数据是哪个月的")
    last_date: pl.Date = Field(title="数据月份的最后一天", description="沿用的数据不晚于这一天")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("indicator", "street_code")}  # noqa: RUF012 (pandera reads a plain dict)
