"""One row a judged household: its score and the colours that it reaches."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Scores(DataFrameModel):
    """One row a judged household: its score and the colours that it reaches."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    score: pl.Int32 = Field(title="得分", description="各项得分之和")
    dimensions_count: pl.Int32 = Field(title="得分的维度数", description="有得分的维度个数")
    full_rank: pl.Int32 = Field(title="颜色序号", description="按全部数据")
    fresh_rank: pl.Int32 = Field(title="颜色序号（新数据）", description="只按新数据")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
