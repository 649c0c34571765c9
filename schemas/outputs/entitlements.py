"""What each household may be due, already gets, or what is missing to tell: leads, no decisions."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Entitlements(DataFrameModel):
    """One row a household, person and policy that is not ruled out."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    household_id: pl.String = Field(title="户编号", description="逐月不变的住户编号")
    rank: pl.Int32 = Field(title="先后", description="同一户几项政策先说哪一项，小的在前")
    policy: pl.String = Field(title="政策", description="policy/benefits 中的文件名")
    title: pl.String = Field(title="政策名称", description="政策的中文名称")
    person_id: pl.String = Field(
        nullable=True, title="人员编号", description="按人的政策是给谁的；空：给全户的"
    )
    department: pl.String = Field(title="主管部门", description="由哪个部门审核决定")
    status: pl.String = Field(
        isin=["may_qualify", "already_receives", "cannot_tell"],
        title="结果",
        description=(
            "may_qualify 可能符合、already_receives 已在享受、cannot_tell 说不清；"
            "不符合的不在表中。只是线索，以受理部门审核为准"
        ),
    )
    status_text: pl.String = Field(title="结果（中文）", description="结果的中文说法")
    form: pl.String = Field(
        isin=["monthly", "one_off", "service", "relief"],
        title="给付形式",
        description="monthly 按月发放、one_off 一次性、service 服务、relief 减免",
    )
    low_yuan: Annotated[pl.Decimal, 18, 2] = Field(
        nullable=True,
        title="至少可能多少",
        description="估算的下限；按月发放的为每月；空：没有下限可说",
        metadata={"unit": "元"},
    )
    high_yuan: Annotated[pl.Decimal, 18, 2] = Field(
        nullable=True,
        title="至多可能多少",
        description="估算的上限；按月发放的为每月；空：没有数额可说",
        metadata={"unit": "元"},
    )
    missing: pl.String = Field(
        nullable=True, title="还缺什么", description="缺什么（谁能提供）；空：不缺，或已在享受"
    )
    asks: pl.String = Field(
        nullable=True, title="上门问什么", description="走访时问的话，以分号分隔"
    )
    failed: pl.String = Field(
        nullable=True,
        title="不利的条件",
        description="已在享受而有条件对不上的，写明哪一条，请核实；不据此停发",
    )
    articles: pl.String = Field(title="依据", description="文件和条款，以分号分隔")
    apply_at: pl.String = Field(title="到哪里办", description="在哪里申请")
    bring: pl.String = Field(title="带什么", description="申请时带的材料，以顿号分隔")
    uses_placeholder: pl.Boolean = Field(
        title="是否用到暂定数值", description="是：有的标准没有公开文件，按暂定值估算"
    )
    observed_date: pl.Date = Field(
        nullable=True, title="数据日期", description="所用数据中最早的日期；空：没有带日期的数据"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.entitlements"
        title = "各户可能享受的政策"
        description = (
            "每户（人）每项政策一行，含筛查家庭和已有人在享救助的家庭；只是线索，由人核实，"
            "不得据此批准、拒绝、减少或停止任何待遇"
        )
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "policy", "person_id"),
            "order": ("household_id", "rank", "policy", "person_id"),
            "repeats": True,
            "file": "entitlements.parquet",
        }
