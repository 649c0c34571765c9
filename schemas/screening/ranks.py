"""One row a judged household: how its colour of the month comes about."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Ranks(DataFrameModel):
    """One row a judged household: how its colour of the month comes about."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    raw_rank: pl.Int32 = Field(title="本月数据的颜色序号", description="旧数据不计入红色")
    full_rank: pl.Int32 = Field(title="全部数据的颜色序号", description="旧数据也计入")
    colour_rank: pl.Int32 = Field(title="颜色序号", description="每月最多降一级之后")
    is_interrupted: pl.Boolean = Field(title="是否有来源中断", description="是：本月不降级")
    is_lapsed: pl.Boolean = Field(title="是否有旧数据过期", description="是：不移出名单")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
