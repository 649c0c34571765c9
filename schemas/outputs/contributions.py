"""What a household's score is made of."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Contributions(DataFrameModel):
    """One row a household, indicator and person; the points of a household add up to its score."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    household_id: pl.String = Field(title="户编号", description="与筛查住户中的户编号相同")
    dimension: pl.String = Field(title="维度", description="指标所属的方面，每个方面的得分有上限")
    indicator: pl.String = Field(title="指标", description="指标名称，即 sql/indicators 中的文件名")
    person_id: pl.String = Field(
        nullable=True, title="人员编号", description="事实所属的成员；空：属于全户"
    )
    observed_date: pl.Date = Field(
        nullable=True, title="观察日期", description="事实发生或登记的日期；空：不详"
    )
    evidence: pl.String = Field(
        nullable=True, title="依据", description="简短的依据，费用只写区间，不含诊断和医院"
    )
    points: pl.Int32 = Field(
        title="得分", description="计入维度上限之后的得分", metadata={"unit": "分"}
    )
    reason: pl.String = Field(nullable=True, title="原因", description="写给走访人员的一句话")

    class Config:
        """What becomes of the table."""

        name = "outputs.contributions"
        title = "得分构成"
        description = "每户得分由哪些指标构成；同一户各行得分之和等于该户得分"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "order": ("household_id", "dimension", "indicator", "person_id"),
            "file": "contributions.parquet",
        }
