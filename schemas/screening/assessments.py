"""One row a screened household and indicator, whatever came of it."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Assessments(DataFrameModel):
    """One row a screened household and indicator, whatever came of it."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    indicator: pl.String = Field(title="指标", description="指标名称")
    status: pl.String = Field(
        isin=["triggered", "not_triggered", "not_assessed"],
        title="结论",
        description="触发、未触发、未评估",
    )
    points: pl.Int32 = Field(ge=0, title="得分", description="计入维度上限之后")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "indicator")}  # noqa: RUF012 (pandera reads a plain dict)
