"""One row a screened household, and one a household that leaves the list step by step."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class ScreenedResults(DataFrameModel):
    """One row a screened household, and one a household that leaves the list step by step."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    is_screened: pl.Boolean = Field(
        title="是否本月筛查对象", description="否：上月在名单上，逐级退出"
    )
    cohorts: pl.String = Field(title="筛查人群", description="逗号分隔")
    score: pl.Int32 = Field(ge=0, title="得分", description="各项得分之和")
    dimensions_count: pl.Int32 = Field(title="得分的维度数", description="有得分的维度个数")
    raw_colour: pl.String = Field(
        isin=["red", "orange", "yellow"],
        nullable=True,
        title="本月数据的颜色",
        description="没有考虑上月",
    )
    colour: pl.String = Field(
        isin=["red", "orange", "yellow"], nullable=True, title="颜色", description="空：未列入"
    )
    colour_rank: pl.Int32 = Field(title="颜色序号", description="红 3、橙 2、黄 1、未列入 0")
    previous_colour: pl.String = Field(
        isin=["red", "orange", "yellow"],
        nullable=True,
        title="上月颜色",
        description="空：上月未列入",
    )
    status: pl.String = Field(
        isin=["new", "continuing", "worse", "better"],
        nullable=True,
        title="变化",
        description="空：未列入",
    )
    months_listed: pl.Int32 = Field(title="连续列入月数", description="未列入为 0")
    direct_rule: pl.String = Field(nullable=True, title="直接列入规则", description="空：没有")
    reasons: pl.String = Field(nullable=True, title="原因", description="分号分隔")
    already_receives: pl.String = Field(nullable=True, title="已享受的救助", description="分号分隔")
    draws_basic_assistance: pl.Boolean = Field(
        title="是否享受低保或特困", description="是：同色中排在后面"
    )
    not_assessed_count: pl.Int32 = Field(title="未评估指标数", description="缺数据而没有评估")
    data_gaps: pl.String = Field(
        nullable=True, title="未能评估、有待核实的方面", description="分号分隔"
    )

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
