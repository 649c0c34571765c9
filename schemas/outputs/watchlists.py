"""The list a street office gets: one row a household to be visited."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Watchlists(DataFrameModel):
    """One row a listed household. A listing is a lead for a visit, never a decision."""

    month: pl.String = Field(title="月份", description="名单所说的月份，截至当月最后一天")
    street_code: pl.String = Field(
        title="镇街代码", description="统计用区划代码前九位；对不上镇街的记为“未匹配”"
    )
    street_name: pl.String = Field(title="镇街", description="接收名单的镇街")
    community_name: pl.String = Field(
        nullable=True, title="社区（村居）", description="住户所在社区或村居"
    )
    grid_code: pl.String = Field(nullable=True, title="网格", description="网格台账中的网格编码")
    household_id: pl.String = Field(
        title="户编号",
        description="逐月不变的住户编号，不含个人信息；回填结果时据此对应",
    )
    head_name: pl.String = Field(nullable=True, title="户主姓名", description="户主的姓名")
    address: pl.String = Field(nullable=True, title="住址", description="上门走访的地址")
    phone: pl.String = Field(
        nullable=True, title="联系电话", description="户主的电话；没有时为同住成员的电话"
    )
    members_count: pl.Int32 = Field(
        title="家庭人口",
        description="在世成员数，含身份证号受损、未能对应的台账成员",
        metadata={"unit": "人"},
    )
    colour: pl.String = Field(
        isin=["red", "orange", "yellow"],
        title="颜色",
        description="red 红、orange 橙、yellow 黄：走访的先后，不是对困难程度的认定",
    )
    score: pl.Int32 = Field(
        title="得分", description="各项指标得分之和，构成见 contributions", metadata={"unit": "分"}
    )
    rank_in_street: pl.Int32 = Field(
        ge=1,
        title="镇街内序号",
        description="先颜色，再看是否已享受低保或特困（未享受的在前），再看得分；同分按月份与户编号的散列排",
    )
    status: pl.String = Field(
        isin=["new", "continuing", "worse", "better"],
        title="变化",
        description="与上月名单相比：new 新列入、continuing 继续、worse 加重、better 减轻",
    )
    months_listed: pl.Int32 = Field(
        ge=1, title="连续列入月数", description="到本月连续列入的月数", metadata={"unit": "月"}
    )
    cohorts: pl.String = Field(
        title="筛查人群",
        description="disability 持证残疾、medical 医疗负担、poverty_roster 脱贫政策、"
        "nominated 镇街补报，逗号分隔",
    )
    reasons: pl.String = Field(
        title="列入原因", description="每条写明来源、日期和数值（费用只写区间），以分号分隔"
    )
    already_receives: pl.String = Field(
        nullable=True, title="已享受的救助", description="截至月末在享的救助，以分号分隔"
    )
    likely_policies: pl.String = Field(
        nullable=True,
        title="可能符合的政策",
        description=(
            "最多三项，每项一行：政策｜可能多少元｜还缺什么（谁提供）｜问什么；空：没有查到，"
            "不等于没有。只是线索，以受理部门审核为准"
        ),
    )
    data_gaps: pl.String = Field(
        nullable=True,
        title="未能评估、有待核实的方面",
        description="因缺少数据而没有评估的、登记有疑问的，以分号分隔；没有评估不等于没有风险",
    )
    is_provisional: pl.Boolean = Field(
        title="是否暂立户", description="是：不在网格台账，家中有谁待走访核实"
    )
    next_visit_by: pl.Date = Field(
        title="走访期限", description="名单日期起红色一个月、橙色三个月、黄色六个月内（按政策参数）"
    )
    verify_by: pl.Date = Field(
        title="核实期限", description="名单日期起十个工作日内（按政策参数，含调休）"
    )
    is_carried: pl.Boolean = Field(
        title="是否排队后列入", description="是：上月有颜色而没有排进名单，本月轮到"
    )
    is_exploration: pl.Boolean = Field(
        title="是否抽样走访",
        description="是：没有排进名单的户里随机抽出，用来检验名单漏了谁，与得分无关",
    )
    is_supported: pl.Boolean = Field(
        title="是否区里支援",
        description="是：超出本镇街申报的每月走访数，由区里派人支援；没有申报的镇街都为否",
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.watchlists"
        title = "走访名单"
        description = (
            "每户一行。列入名单只是走访线索，不是救助决定，不得据此拒绝、减少或停止任何救助"
        )
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id",),
            "order": ("street_code", "rank_in_street"),
            "file": "watchlist.parquet",
            "folder": "watchlists",
            "partition_by": "street_code",
        }
