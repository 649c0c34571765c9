"""Every screened household, listed or not, without names."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.outputs.selection import SELECTIONS


class Households(DataFrameModel):
    """One row a household that was screened, or carried over from the last list."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    household_id: pl.String = Field(title="户编号", description="逐月不变的住户编号")
    street_code: pl.String = Field(title="镇街代码", description="住户所在镇街；未知为“未匹配”")
    street_name: pl.String = Field(title="镇街", description="住户所在镇街")
    community_name: pl.String = Field(
        nullable=True, title="社区（村居）", description="住户所在社区或村居"
    )
    grid_code: pl.String = Field(nullable=True, title="网格", description="网格台账中的网格编码")
    members_count: pl.Int32 = Field(
        title="家庭人口", description="在世成员数", metadata={"unit": "人"}
    )
    is_screened: pl.Boolean = Field(
        title="是否本月筛查对象", description="否：本月无人在筛查人群，仅因上月在名单上而逐级退出"
    )
    cohorts: pl.String = Field(title="筛查人群", description="成员所属的筛查人群，以逗号分隔")
    score: pl.Int32 = Field(title="得分", description="各项得分之和", metadata={"unit": "分"})
    colour: pl.String = Field(
        nullable=True,
        isin=["red", "orange", "yellow"],
        title="颜色",
        description="red 红、orange 橙、yellow 黄；空：未列入名单",
    )
    status: pl.String = Field(
        nullable=True, title="变化", description="与上月相比：new、continuing、worse、better"
    )
    months_listed: pl.Int32 = Field(
        title="连续列入月数",
        description="到本月连续列入的月数，未列入为 0",
        metadata={"unit": "月"},
    )
    dimensions_count: pl.Int32 = Field(
        title="触发的维度数", description="有得分的维度个数", metadata={"unit": "个"}
    )
    not_assessed_count: pl.Int32 = Field(
        title="未评估指标数", description="因缺少数据而没有评估的指标个数", metadata={"unit": "个"}
    )
    reasons: pl.String = Field(nullable=True, title="原因", description="得分的原因，以分号分隔")
    already_receives: pl.String = Field(
        nullable=True, title="已享受的救助", description="截至月末在享的救助，以分号分隔"
    )
    data_gaps: pl.String = Field(
        nullable=True,
        title="未能评估、有待核实的方面",
        description="以分号分隔；没有评估不等于没有风险",
    )
    is_provisional: pl.Boolean = Field(
        title="是否暂立户", description="是：不在网格台账，家中有谁待核实"
    )
    selection: pl.String = Field(
        nullable=True,
        isin=list(SELECTIONS),
        title="是否排进名单",
        description=(
            "red 红色全部走访、minimum 本色至少走访的份额、order 按先后、sample 抽样走访、"
            "not_declared 镇街没有申报走访数而全部列入、waiting 排队等候；空：没有颜色"
        ),
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.households"
        title = "筛查住户"
        description = "全部筛查住户及结果，不含姓名、电话和住址"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id",),
            "file": "households.parquet",
        }
