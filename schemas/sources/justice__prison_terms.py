"""司法 服刑和矫正人员: who is away from home, or under orders, and until when. Never for what."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

# Why somebody is under an order is nobody's business here: 缓刑, 假释 … are all 社区矫正.
TERMS = {
    "在押": (
        "服刑", "监狱服刑", "在监", "服刑人员", "监狱在押", "羁押", "在狱", "看守所羁押",
        "看守所服刑", "有期徒刑", "无期徒刑", "拘役", "收监", "监狱服刑人员",
    ),
    "社区矫正": (
        "社区矫正对象", "社区矫正人员", "矫正", "管制", "缓刑", "假释", "暂予监外执行", "在矫",
        "社矫", "宣告缓刑", "裁定假释", "判处管制",
    ),
    "强制戒毒": ("强制隔离戒毒", "强戒", "强制隔离", "社区戒毒", "戒毒", "强制隔离戒毒人员"),
}  # fmt: skip
NEVER = {"9999-12-31": ("无期", "无期徒刑", "终身", "死缓")}


class PrisonTerms(Received):
    """One row a person under a term."""

    name: pl.String = person_name("服刑人员姓名", "矫正对象姓名", "人员姓名")
    id_number: pl.String = person_number("服刑人员身份证号", "矫正对象身份证号")
    term_kind: pl.String = column(
        "执行类别", kind="code", required=True, words=TERMS, unknown="reject", isin=list(TERMS),
        aliases=(
            "服刑类别", "刑罚执行类别", "执行方式", "矫正类别", "监管类别", "在押类别",
            "服刑状态", "刑罚执行方式", "服刑方式",
        ),
        purpose="在押人员不在家中，不能照料家人、没有收入",
    )  # fmt: skip
    start_date: pl.Date = column(
        "起始日期", kind="date", required=True,
        aliases=(
            "刑期起日", "刑期起始日期", "刑期起", "矫正起始日期", "矫正开始日期", "收押日期",
            "入监日期", "执行起始日期", "强戒开始日期", "起日", "开始日期",
        ),
        purpose="判断何时离家",
    )  # fmt: skip
    end_date: pl.Date = column(
        "截止日期", kind="date", required=True, words=NEVER,
        aliases=(
            "刑期止日", "刑期截止日期", "刑期止", "刑满日期", "释放日期", "矫正截止日期",
            "矫正结束日期", "执行截止日期", "止日", "结束日期", "刑满释放日期",
        ),
        purpose="判断何时回家",
    )  # fmt: skip


SOURCE = Source(
    contract=PrisonTerms,
    title="服刑和矫正人员",
    department="司法局",
    legal_basis=(
        "最低生活保障审核确认办法第七条（在监狱内服刑、强制隔离戒毒的人员不计入共同生活的家庭成员）；"
        "社会救助暂行办法第五十九条"
    ),
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    tolerated_reject_share=0.02,
    use="家中劳动力在押、强制戒毒的，计入增收能力风险；只说不在家，不说原因、是谁",
    known_not_kept={
        "罪名": "与困难程度无关，不处理",
        "案由": "与困难程度无关，不处理",
        "刑期": "起止日期已经足够",
        "刑种": "只看是否在押、在矫",
        "判决书文号": "与困难程度无关，不处理",
        "犯罪事实": "与困难程度无关，不处理",
        "监狱名称": "筛查用不到",
        "服刑单位": "筛查用不到",
    },
)
