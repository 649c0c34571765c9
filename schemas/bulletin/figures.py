"""The bulletin as a file for machines: every figure that its page tells."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Figures(DataFrameModel):
    """One row a figure. What the page does not tell stands here as null, never as its value."""

    month: pl.String = Field(title="月份", description="月报所说的月份，截至当月最后一天")
    section: pl.String = Field(title="部分", description="月报的哪一部分")
    figure: pl.String = Field(title="项目", description="项目的名称，不随月份改变")
    title: pl.String = Field(title="项目（中文）", description="月报里怎么写")
    by: pl.String = Field(title="分组方式", description="all 全区；其余按颜色、镇街、人群、原因等")
    group: pl.String = Field(title="组", description="组的代码；全区为 all")
    group_title: pl.String = Field(title="组（中文）", description="月报里怎么写")
    unit: pl.String = Field(title="单位", description="户、人次、行、元、% 等")
    value: Annotated[pl.Decimal, 18, 2] = Field(
        nullable=True, title="数", description="占比以百分数计；空：不写或没有可算的"
    )
    low: Annotated[pl.Decimal, 7, 2] = Field(
        nullable=True, title="区间下限", description="95%区间，以百分数计"
    )
    high: Annotated[pl.Decimal, 7, 2] = Field(
        nullable=True, title="区间上限", description="95%区间，以百分数计"
    )
    part: pl.Int64 = Field(nullable=True, title="分子", description="占比由哪两个数相除")
    whole: pl.Int64 = Field(nullable=True, title="分母", description="占比由哪两个数相除")
    shown: pl.String = Field(
        isin=["told", "small", "left_out", "unknown"],
        title="怎样写",
        description="told 写明；small 是1到4；left_out 会泄露小数，不写；unknown 没有可算的",
    )
    told: pl.String = Field(title="页上的字", description="月报页面上写的样子")

    class Config:
        """What becomes of the table."""

        name = "bulletin.figures"
        title = "工作月报"
        description = "月报里的每一个数，一行一个；小数不写，没有个人信息"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("section", "figure", "by", "group"),
            "file": "bulletin.parquet",
        }
