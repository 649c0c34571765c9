"""民政 在享救助名册: who already draws which assistance."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from schemas.columns import Received, column
from schemas.doubts import Doubt
from schemas.people import HOUSEHOLD_NUMBERS, ID_NUMBERS, TOWNS, VILLAGES
from schemas.sources import Source

CATEGORIES = {
    "最低生活保障": (
        "低保", "城市低保", "农村低保", "城乡低保", "城镇低保", "低保对象", "低保户", "低保家庭",
        "低保人员", "最低生活保障对象", "最低生活保障家庭", "最低生活保障人员", "城市最低生活保障",
        "农村最低生活保障", "城乡最低生活保障", "单人保", "单人户低保",
    ),
    "特困人员": (
        "特困", "特困供养", "特困供养人员", "特困人员供养", "特困人员救助供养", "特困救助供养",
        "城市特困", "农村特困", "城市特困人员", "农村特困人员", "特困对象", "五保", "五保户",
        "农村五保",
    ),
    # Registers without a column 供养方式 say it here: core.assistance takes the two apart.
    "特困人员（分散供养）": (
        "分散供养", "特困分散供养", "分散供养特困", "分散供养特困人员", "特困人员分散供养",
        "城市特困分散供养", "农村特困分散供养", "农村分散供养", "五保分散供养", "分散供养五保",
    ),
    "特困人员（集中供养）": (
        "集中供养", "特困集中供养", "集中供养特困", "集中供养特困人员", "特困人员集中供养",
        "城市特困集中供养", "农村特困集中供养", "农村集中供养", "五保集中供养", "集中供养五保",
    ),
    "低保边缘家庭": (
        "低边", "低边户", "低边家庭", "低保边缘", "低保边缘户", "低保边缘人口", "低保边缘人员",
        "低保边缘家庭人员", "低保边缘家庭成员", "低保边缘对象",
    ),
    "刚性支出困难家庭": (
        "刚性支出", "刚性支出困难", "刚性支出困难户", "刚性支出困难家庭人员", "支出型困难家庭",
        "支出型困难",
    ),
    "临时救助": (
        "急难型临时救助", "支出型临时救助", "临时救助对象", "急难型", "支出型", "急难救助",
    ),
    "残疾人两项补贴": (
        "两项补贴", "残疾人补贴", "残疾补贴", "两补", "困难残疾人生活补贴", "重度残疾人护理补贴",
        "困难残疾人补贴", "残疾人护理补贴", "残疾人生活补贴",
    ),
    "孤儿": ("孤儿基本生活保障", "孤儿保障", "孤儿生活费"),
    "事实无人抚养儿童": ("事实无人抚养儿童保障", "事实无人抚养", "事孤儿童"),
    "困境儿童": ("困境儿童保障", "重点困境儿童"),
    "高龄津贴": ("高龄补贴", "老年人高龄津贴"),
    "经济困难老年人补贴": ("养老服务补贴", "失能老年人护理补贴", "经济困难失能老年人补贴"),
    "医疗救助": ("医疗救助对象",),
    "教育救助": (),
    "住房救助": (),
    "就业救助": (),
    "取暖救助": ("取暖补贴", "采暖补贴"),
    "受灾人员救助": ("自然灾害救助",),
}  # fmt: skip

SUPPORT_MODES = {
    "分散供养": ("分散", "分散供养特困", "居家供养", "在家分散供养"),
    "集中供养": ("集中", "集中供养特困", "机构供养", "机构集中供养"),
}


class Assistance(Received):
    """One row a person and combination of kinds of assistance."""

    town_name: pl.String = column(
        "镇街", kind="text", aliases=TOWNS, purpose="别处没有此人时，按名册派给镇街"
    )
    community_name: pl.String = column(
        "村居", kind="text", aliases=VILLAGES, purpose="别处没有此人时，按名册找到村居"
    )
    household_number: pl.String = column(
        "户号", kind="reference_number", aliases=HOUSEHOLD_NUMBERS, purpose="归并家庭成员"
    )
    name: pl.String = column(
        "姓名", kind="name", required=True, purpose="上门时称呼本人，核对是否同一人"
    )
    id_number: pl.String = column(
        "身份证号", kind="identity_number", aliases=ID_NUMBERS, required=True,
        purpose="与其他部门的记录对应到同一人",
    )  # fmt: skip
    assistance_categories: pl.String = column(
        "救助类别", kind="codes", required=True, words=CATEGORIES, unknown="reject",
        aliases=("救助类型", "救助种类", "保障类别", "享受救助类别", "救助项目"),
        purpose="已享受的救助不再当作线索，并核对政策是否落实",
    )  # fmt: skip
    start_month: pl.Date = column(
        "起始月份", kind="month", purpose="判断在享时间",
        aliases=("享受起始年月", "享受起始月份", "起始年月", "开始月份", "开始享受月份"),
    )  # fmt: skip
    end_month: pl.Date = column(
        "终止月份", kind="month", purpose="判断是否仍在享",
        aliases=("享受终止年月", "终止年月", "结束月份", "停发月份"),
    )  # fmt: skip
    monthly_amount_yuan: Annotated[pl.Decimal, 16, 2] = column(
        "月发放金额", kind="money", aliases=("救助金额", "月救助金额", "发放金额", "月补助金额"),
        plausible_from=10, purpose="核对救助水平",
    )  # fmt: skip
    support_mode: pl.String = column(
        "供养方式", kind="code", words=SUPPORT_MODES, unknown="drop",
        isin=list(SUPPORT_MODES),
        aliases=("特困供养方式", "特困人员供养方式", "救助供养方式"),
        purpose="分散供养的特困人员可以领公租房租赁补贴，集中供养的不领",
    )  # fmt: skip


SOURCE = Source(
    contract=Assistance,
    title="在享救助名册",
    department="民政局",
    legal_basis="社会救助暂行办法第五十九条；国办发〔2023〕39号（低收入人口动态监测）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id", "assistance_categories"),
    use="核对谁已经在享、政策是否落实；已享受的不再当作线索，停发后困难又起的作为线索",
    doubts=(
        Doubt(
            rule="ends_before_start",
            column="end_month",
            broken=pl.col("end_month") < pl.col("start_month"),
            reason="终止月份早于起始月份。请核对后更正。",
            english="The assistance ends before it starts. Correct the months.",
        ),
    ),
    known_not_kept={"户主姓名": "按户号归并家庭，用不到"},
)
