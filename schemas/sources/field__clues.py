"""线索登记和分办单: who may be in need, as anybody told it, and what came of looking.

One form for both: a clue is registered with its number, and the sheet on which it was handed to a
street comes back with the same number and the answer in it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from schemas.columns import ReceivedRow, column
from schemas.people import ADDRESSES, HOUSEHOLD_NUMBERS, ID_NUMBERS, PHONES, TOWNS, VILLAGES
from schemas.row_facts import Derived, Refusal
from schemas.sent_workbook import SentWorkbook
from schemas.sources import Source
from schemas.sources.field__visit_results import (
    CONCLUSIONS,
    HELPS,
    MET,
    MOVED,
    NOT_MET,
    OTHER_HELP,
    REFUSED,
)
from schemas.topics import TOPICS

# From whom a clue came. The first six are answered within hours; see policy/urgent_clue_hours.
CHANNELS: Final = {
    "12345热线": ("12345", "热线", "政务服务热线", "市民热线", "便民热线", "12345政务服务热线"),
    "信访": ("信访局", "来信来访", "群众信访", "网上信访"),
    "网格员": ("网格", "网格走访", "网格上报", "楼栋长", "网格员上报"),
    "媒体": ("新闻媒体", "网络舆情", "舆情", "媒体报道", "网络"),
    "学校": ("学校老师", "教师", "幼儿园"),
    "医院": ("卫生院", "社区卫生服务中心", "医疗机构", "村卫生室"),
    "群众": ("群众反映", "邻居", "邻里", "本人", "本人求助", "亲属", "热心群众", "村民"),
    "部门转来": ("部门推送", "部门转办", "部门", "残联", "妇联", "工会", "慈善组织", "社会组织"),
    "上级转办": ("上级下发", "省下发", "市下发", "上级交办", "省级推送", "市级推送"),
}
URGENCIES: Final = {
    "紧急": ("特急", "急", "紧急件", "突发", "加急", "特急件"),
    "一般": ("普通", "平件", "较急", "常规", "不急"),
}
CLUE_SHEET: Final = "线索分办"
"""The sheet on which clues are handed to a street and answered."""

# What the visitor found; the last sends the clue on to another street.
ELSEWHERE: Final = "不属本镇街"
VISITS: Final = {
    MET: ("见到", "已入户", "入户", "已核实", "见到本人"),
    NOT_MET: ("没遇到", "无人在家", "未见到", "不在家", "家中无人"),
    MOVED: ("搬走", "已搬离", "已迁走", "搬离"),
    REFUSED: ("拒访", "拒绝核实", "不配合"),
    ELSEWHERE: ("不属本辖区", "不在本辖区", "非本辖区", "不是本镇街"),
}


class Clues(ReceivedRow):
    """One row a clue, or the answer to one; many come without an identity number."""

    clue_number: pl.String = column(
        "线索编号", kind="reference_number", required=True,
        aliases=("线索号", "线索ID", "线索登记编号", "线索流水号"),
        purpose="登记和办理结果对应到同一条线索",
    )  # fmt: skip
    dispatch_id: pl.String = column(
        "分办编号", kind="reference_number", aliases=("交办编号", "分办单编号"),
        purpose="分办单传回来时对应到发出的那一条",
    )  # fmt: skip
    received_at: pl.Datetime = column(
        "接收时间", kind="time", required=True,
        aliases=(
            "接到时间", "线索接收时间", "线索时间", "发现时间", "发现日期", "接收日期", "接到日期",
            "上报时间",
        ),
        purpose="计算办理期限",
    )  # fmt: skip
    channel: pl.String = column(
        "线索来源", kind="code", required=True, nullable=True, words=CHANNELS, unknown="drop",
        aliases=("线索渠道", "发现渠道", "发现途径", "线索来自"),
        purpose="紧急线索按规定的时限办理",
    )  # fmt: skip
    urgency: pl.String = column(
        "紧急程度", kind="code", words=URGENCIES, unknown="drop",
        aliases=("线索等级", "缓急程度"), purpose="写明紧急的先办",
    )  # fmt: skip
    topic: pl.String = column(
        "困难类别", kind="code", words=TOPICS, unknown="drop",
        aliases=("诉求类别", "线索类别", "线索类型", "困难类型", "困难情形"),
        purpose="告诉上门的人要核实什么困难",
    )  # fmt: skip
    town_name: pl.String = column(
        "镇街", kind="text", aliases=TOWNS, purpose="分办到镇街"
    )  # fmt: skip
    community_name: pl.String = column(
        "村居", kind="text", aliases=VILLAGES, purpose="分办到村居的主动发现服务队"
    )
    household_id: pl.String = column(
        "户编号", kind="reference_number",
        aliases=tuple(word for word in HOUSEHOLD_NUMBERS if word != "户编号"),
        purpose="对应到名单上的户",
    )  # fmt: skip
    name: pl.String = column(
        "困难群众", kind="name",
        aliases=(
            "姓名", "困难群众姓名", "线索对象", "当事人", "当事人姓名", "求助人", "求助人姓名",
        ),
        purpose="上门找谁",
    )  # fmt: skip
    # Many clues come without it, and one that cannot be read costs the clue nothing.
    subject_person_id: pl.String = column(
        "身份证号", kind="other_person",
        aliases=(*ID_NUMBERS, "困难群众身份证号", "当事人身份证号"),
        purpose="对应到同一人、同一户，不重复上门",
    )  # fmt: skip
    phone: pl.String = column(
        "联系电话", kind="phone",
        aliases=tuple(word for word in PHONES if word != "联系电话"),
        purpose="上门前联系",
    )  # fmt: skip
    address: pl.String = column("住址", kind="address", aliases=ADDRESSES, purpose="上门核实")
    checked_date: pl.Date = column(
        "核实日期", kind="date", aliases=("上门核实日期", "入户核实日期", "办结日期", "办理日期"),
        purpose="看是否按期核实",
    )  # fmt: skip
    visit_result: pl.String = column(
        "核实结果", kind="code", words=VISITS, unknown="reject",
        aliases=("上门结果", "入户核实结果"), purpose="见到人没有，是不是该转别的镇街",
    )  # fmt: skip
    outcome: pl.String = column(
        "核实结论", kind="code", words=CONCLUSIONS, unknown="reject",
        aliases=("办理结果", "办理结论", "处置结论", "线索办理结果"), purpose="记入台账",
    )  # fmt: skip
    help_needed: pl.String = column(
        "需要的帮扶", kind="codes", words=HELPS, aliases=("帮扶需求", "需要帮扶"),
        purpose="转给主管部门",
    )  # fmt: skip
    referred_town: pl.String = column(
        "应转镇街", kind="text", aliases=("转办镇街", "转往镇街", "转办单位"),
        purpose="不属本镇街的转到该办的镇街",
    )  # fmt: skip


_NUMBER: Final = (
    pl.col("household_id")
    .str.normalize("NFKC")
    .str.replace_all(r"[\p{Cc}\p{Cf}\p{Z}]", "")
    .str.to_uppercase()
)
# Another department's number of a household, or an identity number, is none of ours.
_OUR_NUMBER: Final = pl.when(_NUMBER.str.contains(r"^H[0-9A-F]{11}$")).then(_NUMBER)
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
_IS_ANSWERED: Final = pl.col("visit_result").is_not_null()
# Nobody settles at the door of others what becomes of a household: a conference may be asked for.
_NOT_SEEN: Final = pl.col("visit_result").is_in([NOT_MET, ELSEWHERE]) | (
    pl.col("visit_result").is_in([MOVED, REFUSED]) & (pl.col("outcome") != "complex")
)
_ANSWER_WITHOUT_RESULT: Final = ~_IS_ANSWERED & pl.any_horizontal(
    pl.col(name).is_not_null()
    for name in ("checked_date", "outcome", "help_needed", "referred_town")
)
# Whom a clue is about where no number says so: two clues with one name and phone are one. Words
# that stand for a name nobody knows, or for no phone, tell nobody.
_NAME: Final = pl.col("name").str.normalize("NFKC").str.replace_all(r"\s", "")
_PHONE: Final = pl.col("phone").str.normalize("NFKC").str.replace_all(r"\D", "")
_IS_TOLD: Final = ~_NAME.str.starts_with("(") & (_PHONE.str.len_chars() >= 7)
_SUBJECT: Final = pl.when(_IS_TOLD).then(pl.concat_str(_NAME, _PHONE, separator="/"))

SOURCE = Source(
    contract=Clues,
    title="主动发现线索和办理结果",
    department="镇街",
    legal_basis="国办发〔2023〕39号（多渠道主动发现、分类处置）；社会救助暂行办法第五十九条、第六十条",
    cadence="monthly",
    kind="events",
    key=(),
    subject="household",
    derived=(
        Derived("household_id", _OUR_NUMBER, pl.String()),
        Derived("help_needed", _HELPS_KNOWN, pl.String()),
        Derived("is_answered", _IS_ANSWERED, pl.Boolean()),
        Derived("subject_key", _SUBJECT, pl.String(), is_hashed=True),
    ),
    refusals=(
        Refusal(
            "clue_answer_undated", "checked_date", _IS_ANSWERED & pl.col("checked_date").is_null()
        ),
        Refusal("clue_answer_without_result", "visit_result", _ANSWER_WITHOUT_RESULT),
        Refusal("clue_answer_in_future", "checked_date", pl.col("checked_date") > pl.col("as_of")),
        Refusal(
            "clue_in_future", "received_at", pl.col("received_at").cast(pl.Date) > pl.col("as_of")
        ),
        Refusal(
            "visit_before_clue",
            "checked_date",
            pl.col("checked_date") < pl.col("received_at").cast(pl.Date),
        ),
        Refusal("concluded_unseen", "outcome", pl.col("outcome").is_not_null() & _NOT_SEEN),
    ),
    sent_as=SentWorkbook(
        sheet=CLUE_SHEET,
        filled=("checked_date", "visit_result", "outcome", "help_needed", "referred_town"),
        others=frozenset({"选项"}),
    ),
    comes_in_bursts=True,
    tolerated_reject_share=1.0,
    use="分办给主动发现服务队上门核实，办理结果记入台账",
    known_not_kept={
        "核实人": "办理结果不评价干部",
        "线索内容": "自由填写的文字，不处理",
        "诉求内容": "自由填写的文字，不处理",
        "备注": "自由填写的文字，不处理",
    },
)
