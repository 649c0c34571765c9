"""民政 孤儿和困境儿童名册: children without parents who could bring them up."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import community, person_name, person_number, town
from schemas.sources import Source

# Why a child is in need may be an illness: only the class that decides the help is kept.
CHILDREN = {
    "孤儿": (
        "社会散居孤儿", "散居孤儿", "机构孤儿", "集中养育孤儿", "机构养育孤儿", "福利机构孤儿",
        "集中供养孤儿", "社会孤儿",
    ),
    "事实无人抚养儿童": (
        "事实无人抚养", "事实孤儿", "事孤儿童", "事孤", "事实无人抚养困境儿童", "事实无人抚养儿",
    ),
    "困境儿童": (
        "重点困境儿童", "一般困境儿童", "自身困境儿童", "家庭困境儿童", "监护困境儿童",
        "家庭贫困儿童", "残疾儿童", "重病儿童", "重残儿童", "重病重残儿童", "感染儿童",
        "艾滋病病毒感染儿童", "监护缺失儿童", "监护不当儿童", "流浪儿童",
    ),
}  # fmt: skip


class Orphans(Received):
    """One row a child."""

    town_name: pl.String = town()
    community_name: pl.String = community()
    name: pl.String = person_name("儿童姓名", "孤儿姓名", "未成年人姓名")
    id_number: pl.String = person_number("儿童身份证号", "儿童身份证号码", "孤儿身份证号")
    child_kind: pl.String = column(
        "儿童类别", kind="code", required=True, words=CHILDREN, unknown="reject",
        isin=list(CHILDREN),
        aliases=(
            "儿童类型", "困境儿童类别", "困境儿童类型", "困境类型", "困境类别", "孤儿类型",
            "孤儿类别", "儿童保障类别",
        ),
        purpose="发现没有父母抚养的儿童",
    )  # fmt: skip


SOURCE = Source(
    contract=Orphans,
    title="孤儿和困境儿童名册",
    department="民政局",
    legal_basis=(
        "国办发〔2023〕39号（低收入人口动态监测）；社会救助暂行办法第五十九条；"
        "个人信息保护法第三十一条（不满十四周岁未成年人的专门规则）"
    ),
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    use="家中有孤儿、事实无人抚养儿童、困境儿童的，计入照料风险；已经成年仍在册的，退回请民政核对",
    known_not_kept={
        "监护人姓名": "筛查用不到",
        "监护人身份证号": "筛查用不到",
        "父亲情况": "只看儿童类别，不处理父母的情况",
        "母亲情况": "只看儿童类别，不处理父母的情况",
        "病种": "只看儿童类别，不处理病名",
        "养育方式": "只看儿童类别",
        "月保障金额": "只看是否在册",
        "起始月份": "只看是否在册",
    },
)
