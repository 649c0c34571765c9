"""One row a household that a direct rule lists, by its gravest rule."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class DirectListings(DataFrameModel):
    """One row a household that a direct rule lists, by its gravest rule."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    rule: pl.String = Field(title="规则", description="直接列入规则")
    reason: pl.String = Field(title="原因", description="写给走访人员的一句话")
    colour_rank: pl.Int32 = Field(title="颜色序号", description="按全部数据")
    fresh_rank: pl.Int32 = Field(title="颜色序号（新数据）", description="只按新数据")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
