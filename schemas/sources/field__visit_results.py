"""走访结果: what street offices found at the door, in the workbook that was sent to them.

A row without an answer is received and counted; one without 户编号 names a household that the
data missed. Names, phones, addresses and remarks stand apart and are for people to read.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from schemas.columns import ReceivedRow, column
from schemas.people import ADDRESSES, HOUSEHOLD_NUMBERS, PHONES
from schemas.row_facts import Derived, Refusal
from schemas.sent_workbook import SentWorkbook
from schemas.sources import Source

MET, NOT_MET, MOVED, REFUSED = "已见到", "未遇到", "已搬走", "拒绝"

# 国办发〔2023〕39号 三(四) names four ways to settle a warning; the fifth is: nothing found.
CONCLUSIONS: Final = {
    "not_delivered": ("应享政策未落实，转办落实", "应享政策未落实", "应享未享", "转办落实"),
    "not_covered": (
        "未纳入救助、可能符合条件，转办", "未纳入救助、可能符合条件", "未纳入救助", "可能符合条件",
    ),
    "complex": ("情况复杂，一事一议", "情况复杂", "一事一议", "个案会商"),
    "review": ("在享救助、情况有变，按程序复核", "情况有变", "按程序复核", "复核"),
    "no_risk": ("未发现风险", "无风险", "没有风险", "未见风险"),
}  # fmt: skip
OTHER_HELP: Final = "其他"
HELPS: Final = {
    "无需": ("不需要", "无需帮扶", "无需求"),
    "最低生活保障": ("低保",),
    "特困供养": ("特困", "特困人员供养"),
    "低保边缘认定": ("低保边缘",),
    "刚性支出困难认定": ("刚性支出困难", "支出型困难"),
    "临时救助": (),
    "医疗救助": (),
    "残疾人补贴或康复": ("残疾人补贴", "残疾人两项补贴", "康复"),
    "照护或探访": ("照护", "探访"),
    "就业": ("就业帮扶", "就业援助"),
    OTHER_HELP: ("其他（见备注）", "其它", "其它（见备注）"),
}


class VisitResults(ReceivedRow):
    """One row a household on the list, or added by hand; most of the list is left where it is."""

    household_id: pl.String = column(
        "户编号", kind="text", required=True, nullable=True, aliases=HOUSEHOLD_NUMBERS,
        purpose="对应到名单上的户",
    )  # fmt: skip
    list_month: pl.Date = column(
        "名单月份", kind="month", aliases=("month", "名单所属月份"), purpose="对应到哪个月的名单",
    )  # fmt: skip
    visited_date: pl.Date = column(
        "走访日期", kind="date", required=True, nullable=True,
        aliases=("走访时间", "核实日期", "入户日期", "visit_date"),
        purpose="算核实是否及时，从这一天起算下次走访",
    )  # fmt: skip
    visit_result: pl.String = column(
        "走访结果", kind="code", required=True, nullable=True, unknown="reject",
        words={
            MET: ("见到", "已入户", "已走访", "见到本人"),
            NOT_MET: ("没遇到", "未见到", "不在家", "家中无人", "未遇见"),
            MOVED: ("搬走", "已搬离", "已迁走", "搬离"),
            REFUSED: ("拒访", "拒绝走访", "不配合"),
        },
        purpose="见到了没有",
    )  # fmt: skip
    conclusion: pl.String = column(
        "核实结论", kind="code", unknown="reject", words=CONCLUSIONS,
        aliases=("核实结果", "走访结论", "结论"), purpose="转给谁办、列入的原因是否属实",
    )  # fmt: skip
    help_needed: pl.String = column(
        "需要的帮扶", kind="codes", words=HELPS,
        aliases=("需要帮扶", "帮扶需求", "所需帮扶"), purpose="转给哪个部门",
    )  # fmt: skip
    visitor: pl.String = column(
        "走访人", kind="text", where="identities", aliases=("走访人员", "走访人姓名", "核实人"),
        purpose="对结果有疑问时找谁问",
    )  # fmt: skip
    remark: pl.String = column(
        "备注", kind="text", where="identities", aliases=("说明", "走访备注"),
        purpose="家庭的异议、说不清的情况，供人查阅，不进分析",
    )  # fmt: skip
    head_and_phone: pl.String = column(
        "户主及电话", kind="text", where="identities", purpose="手工添加的户是谁家",
    )  # fmt: skip
    head_name: pl.String = column(
        "户主姓名", kind="name", aliases=("户主", "姓名"), purpose="手工添加的户是谁家",
    )  # fmt: skip
    phone: pl.String = column(
        "联系电话", kind="phone", aliases=PHONES, purpose="手工添加的户怎么联系",
    )  # fmt: skip
    address: pl.String = column(
        "住址", kind="address", aliases=ADDRESSES, purpose="手工添加的户住在哪里",
    )  # fmt: skip


def _blank_is_null(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_chars() > 0).then(text)


# What cannot be seen, widths and case make no other household; 新增 in its place is no number.
_WRITTEN: Final = (
    pl.col("household_id")
    .str.normalize("NFKC")
    .str.replace_all(r"[\p{Cc}\p{Cf}\p{Z}]", "")
    .str.to_uppercase()
)
_NUMBER: Final = pl.when(_WRITTEN.str.contains(r"[0-9A-Z]")).then(_WRITTEN)
# One slip of the hand leaves it a number of ours; a longer one may be somebody's identity number.
_HAS_FORM: Final = _NUMBER.str.contains(r"^[0-9A-Z]{11,13}$") & _NUMBER.str.contains(r"[A-Z]")

_PHONE: Final = r"\+?\d[\d\-—－ ]{5,}\d"
_TOGETHER: Final = pl.col("head_and_phone").str.normalize("NFKC")
_NAME: Final = pl.coalesce(
    "head_name",
    _blank_is_null(
        _TOGETHER.str.replace_all(_PHONE, " ")
        .str.replace_all(r"\(无电话\)|\(姓名不详\)", " ")
        .str.replace_all(r"[\s,，、;；:/]+", " ")
        .str.strip_chars()
    ),
)
_PHONE_READ: Final = pl.coalesce("phone", _TOGETHER.str.extract(f"({_PHONE})"))
_PLACE_OR_NAME: Final = pl.any_horizontal(
    _NAME.is_not_null(), _PHONE_READ.is_not_null(), pl.col("address").is_not_null()
)
_IS_ANSWERED: Final = pl.col("visit_result").is_not_null()
_IS_NOMINATION: Final = _NUMBER.is_null() & _PLACE_OR_NAME
# Of households that nobody visited yet the list itself says who they are.
_IS_WRITTEN: Final = _IS_ANSWERED | _IS_NOMINATION | pl.col("remark").is_not_null()
_HELPS_KNOWN: Final = (
    pl.col("help_needed")
    .str.split("、")
    .list.eval(
        pl.when(pl.element().is_in(list(HELPS))).then(pl.element()).otherwise(pl.lit(OTHER_HELP))
    )
    .list.unique()
    .list.sort()
    .list.join("、")
)
# Nobody settles at the door of others what becomes of a household: a conference may be asked for.
_NOT_SEEN: Final = (pl.col("visit_result") == NOT_MET) | (
    pl.col("visit_result").is_in([MOVED, REFUSED]) & (pl.col("conclusion") != "complex")
)

DERIVED: Final = (
    Derived("household_id", _NUMBER, pl.String()),
    Derived("list_month", pl.col("list_month").dt.strftime("%Y-%m"), pl.String()),
    Derived("help_needed", _HELPS_KNOWN, pl.String()),
    Derived("is_answered", _IS_ANSWERED, pl.Boolean()),
    Derived("is_nomination", _IS_NOMINATION, pl.Boolean()),
    Derived("has_remark", pl.col("remark").is_not_null(), pl.Boolean()),
    Derived(
        "nomination_key",
        pl.when(_IS_NOMINATION).then(
            pl.concat_str(
                _NAME.str.replace_all(r"\s", ""),
                _PHONE_READ.str.replace_all(r"\D", ""),
                separator="/",
                ignore_nulls=True,
            )
        ),
        pl.String(),
        is_hashed=True,
    ),
    *(
        Derived(name, pl.when(_IS_WRITTEN).then(value), pl.String(), where="identities")
        for name, value in {
            "head_and_phone": pl.col("head_and_phone"),
            "head_name": _NAME,
            "phone": _PHONE_READ,
            "address": pl.col("address"),
        }.items()
    ),
)

REFUSALS: Final = (
    Refusal("household_id_form", "household_id", _NUMBER.is_not_null() & ~_HAS_FORM),
    Refusal(
        "household_not_told", "household_id", _IS_ANSWERED & _NUMBER.is_null() & ~_PLACE_OR_NAME
    ),
    Refusal("visit_without_date", "visited_date", _IS_ANSWERED & pl.col("visited_date").is_null()),
    Refusal(
        "visit_without_result",
        "visit_result",
        ~_IS_ANSWERED
        & pl.any_horizontal(
            pl.col(name).is_not_null() for name in ("visited_date", "conclusion", "help_needed")
        ),
    ),
    Refusal("visit_in_future", "visited_date", pl.col("visited_date") > pl.col("as_of")),
    Refusal("concluded_unseen", "conclusion", pl.col("conclusion").is_not_null() & _NOT_SEEN),
)

SOURCE = Source(
    contract=VisitResults,
    title="走访结果",
    department="镇街",
    legal_basis="国办发〔2023〕39号（入户核实、分类处置）；最低生活保障审核确认办法第二十八条",
    cadence="monthly",
    kind="events",
    key=(),
    subject="household",
    derived=DERIVED,
    refusals=REFUSALS,
    sent_as=SentWorkbook(
        sheet="走访名单",
        filled=("visited_date", "visitor", "visit_result", "conclusion", "help_needed", "remark"),
        others=frozenset({"说明", "走访路线", "家庭成员", "选项"}),
    ),
    comes_in_bursts=True,
    tolerated_reject_share=1.0,
    use="名单上的户走访核实得怎样：记入台账，算下次走访的日期，转给承办部门；手工添加的户报区里核对",
    known_not_kept={
        "序号": "只是名单里的先后",
        "颜色": "以发出的名单为准，改了也不采用",
        "社区（网格）": "以发出的名单为准",
        "人口": "以发出的名单为准",
        "变化": "以发出的名单为准",
        "列入原因": "以发出的名单为准",
        "已享受的救助": "以发出的名单为准",
        "可能符合的政策": "以发出的名单为准",
        "走访期限": "以发出的名单为准",
    },
)
