"""Which households changed with records that came after the release they belong to."""

import polars as pl
from pandera.polars import DataFrameModel, Field

_COLOURS = ["red", "orange", "yellow"]


class LateChanges(DataFrameModel):
    """One row a household and source: how many rows came late, and what changed with them."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    household_id: pl.String = Field(title="户编号", description="逐月不变的住户编号")
    source: pl.String = Field(title="来源", description="来源名称")
    source_title: pl.String = Field(title="来源中文名", description="来源的中文名称")
    late_rows_count: pl.Int64 = Field(
        title="迟到行数",
        description="上次发布之后才到、说的是那之前的事的行数",
        metadata={"unit": "行"},
    )
    earliest_date: pl.Date = Field(
        nullable=True, title="最早日期", description="这些记录中最早的一天；空：记录不带日期"
    )
    previous_colour: pl.String = Field(
        nullable=True, isin=_COLOURS, title="上次颜色", description="空：上次没有列入名单"
    )
    colour: pl.String = Field(
        nullable=True, isin=_COLOURS, title="本次颜色", description="空：本次没有列入名单"
    )
    previous_score: pl.Int32 = Field(
        nullable=True,
        title="上次得分",
        description="空：上次没有筛查",
        metadata={"unit": "分"},
    )
    score: pl.Int32 = Field(
        nullable=True,
        title="本次得分",
        description="空：本次没有筛查",
        metadata={"unit": "分"},
    )
    is_changed: pl.Boolean = Field(
        title="分数或颜色是否变了", description="可能兼有本月新数据的影响"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.late_changes"
        title = "迟到记录带来的变化"
        description = "上次发布之后才到的记录涉及哪些住户，他们的分数和颜色前后各是什么"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "source"),
            "file": "late_changes.parquet",
        }
