"""公安 户籍人口: who is registered in which household."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.doubts import two_heads
from schemas.people import (
    ADDRESSES,
    HOUSEHOLD_NUMBERS,
    RELATIONSHIPS,
    person_name,
    person_number,
)
from schemas.sources import Source

# GB/T 2261.2
MARITAL = {
    "未婚": ("10", "从未结婚"),
    "已婚": ("20", "有配偶", "初婚", "21", "再婚", "22", "复婚", "23"),
    "丧偶": ("30",),
    "离婚": ("40", "离异", "已离婚"),
}
STATUSES = {
    "正常": ("正常户口", "有效", "在册", "常住", "常住人口", "在籍", "未注销"),
    "注销": ("已注销", "死亡注销", "户口注销", "出国注销", "参军注销", "死亡", "注销户口"),
    "迁出": ("已迁出", "转出", "迁往市外", "迁往省外", "户口迁出", "迁移"),
}


class HouseholdRegister(Received):
    """One row a registered person."""

    household_number: pl.String = column(
        "户号", kind="reference_number", required=True, where="reading",
        aliases=(*(n for n in HOUSEHOLD_NUMBERS if n != "户号"), "户口簿号", "户籍户号", "户口号"),
        purpose="核对一户有没有两个户主",
    )  # fmt: skip
    name: pl.String = person_name()
    id_number: pl.String = person_number()
    relationship: pl.String = column(
        "与户主关系", kind="text", required=True, where="reading",
        aliases=(*RELATIONSHIPS, "关系", "与户主的关系(户籍)"),
        purpose="核对一户有没有两个户主",
    )  # fmt: skip
    register_kind: pl.String = column(
        "户口性质", kind="text", required=True, nullable=True, where="reading",
        aliases=("户别", "户口类别", "户籍性质", "户籍类型", "户口类型", "户籍类别", "户口种类"),
        purpose="认出这是户籍人口：社区的台账没有这一列",
    )  # fmt: skip
    marital_status: pl.String = column(
        "婚姻状况", kind="code", words=MARITAL, unknown="drop",
        aliases=("婚姻状态", "婚姻情况", "婚姻"),
        purpose="离婚登记以后户口仍写已婚的，退回核对",
    )  # fmt: skip
    register_status: pl.String = column(
        "户口状态", kind="code", words=STATUSES,
        aliases=("户籍状态", "人口状态", "人员状态", "户籍人口状态", "状态", "注销标识"),
        purpose="已注销、已迁出的不再当作户籍人口",
    )  # fmt: skip
    address: pl.String = column(
        "户籍地址", kind="address",
        aliases=("户口所在地", "户籍详址", "户籍所在地", "户籍地", "住址",
                 *(a for a in ADDRESSES if a != "户籍地址")),
        purpose="别处没有住址时，上门走访",
    )  # fmt: skip


SOURCE = Source(
    contract=HouseholdRegister,
    title="户籍人口",
    department="公安局",
    legal_basis="社会救助暂行办法第五十八条、第五十九条；国办发〔2023〕39号（信息比对）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    use="户口已注销仍在领救助、死亡后户口仍正常、婚姻状况与登记不符的，退回请部门核对",
    doubts=(two_heads("household_number"),),
    known_not_kept={
        "曾用名": "按身份证号对应到人，用不到",
        "文化程度": "筛查用不到",
        "职业": "筛查用不到",
        "服务处所": "筛查用不到",
        "兵役状况": "筛查用不到",
        "身高": "筛查用不到",
        "出生地": "筛查用不到",
        "迁入日期": "筛查用不到",
    },
)
