"""线索登记和分办单: who may be in need, as anybody told it, and what came of looking.

One form for both: a clue is registered with its number, and the sheet on which it was handed to a
street comes back with the same number and the answer in it.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

from schemas.columns import Received, column
from schemas.people import (
    ADDRESSES,
    HOUSEHOLD_NUMBERS,
    PHONES,
    TOWNS,
    VILLAGES,
    person_name,
    person_number,
)
from schemas.sources import Source
from schemas.topics import TOPICS

# From whom a clue came. The first six are answered within hours; see policy/urgent_clue_hours.
CHANNELS = {
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
URGENCIES = {
    "紧急": ("特急", "急", "紧急件", "突发", "加急", "特急件"),
    "一般": ("普通", "平件", "较急", "常规", "不急"),
}
# What the visitor found; the last sends the clue on to another street.
CLUE_VISITS = {
    "已见到": ("见到", "已入户", "入户", "已核实"),
    "未遇到": ("没遇到", "无人在家", "未见到", "不在家"),
    "已搬走": ("搬走", "搬迁", "已搬迁"),
    "拒绝": ("拒访", "拒绝核实", "不配合"),
    "不属本镇街": ("不属本辖区", "不在本辖区", "非本辖区", "不是本镇街"),
}
CLUE_OUTCOMES = {
    "not_delivered": ("应享政策未落实，转办落实", "应享政策未落实"),
    "not_covered": ("未纳入救助、可能符合条件，转办", "未纳入救助", "可能符合条件"),
    "complex": ("情况复杂，一事一议", "情况复杂", "一事一议"),
    "review": ("在享救助、情况有变，按程序复核", "按程序复核", "情况有变"),
    "no_risk": ("未发现风险", "无风险", "没有发现风险"),
}
# What a household needs, as far as the visitor can say; other words are 其他 to whoever reads on.
HELPS = {
    "无需": ("不需要", "无需帮扶"),
    "最低生活保障": ("低保",),
    "特困供养": ("特困", "特困人员供养"),
    "低保边缘认定": ("低保边缘", "低边"),
    "刚性支出困难认定": ("刚性支出", "刚性支出困难"),
    "临时救助": (),
    "医疗救助": ("医疗",),
    "残疾人补贴或康复": ("残疾人补贴", "残疾人两项补贴", "残疾人康复", "康复"),
    "照护或探访": ("照护", "探访", "养老服务"),
    "就业": ("就业帮扶", "公益岗位"),
    "其他": ("其他（见备注）", "其它"),
}


class Clues(Received):
    """One row a clue, or the answer to one; many come without an identity number."""

    clue_number: pl.String = column(
        "线索编号", kind="reference_number", required=True,
        aliases=("线索号", "线索ID", "线索登记编号", "线索流水号", "分办编号", "交办编号"),
        purpose="登记和办理结果对应到同一条线索",
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
    name: pl.String = person_name(
        "困难群众", "困难群众姓名", "线索对象", "当事人", "当事人姓名", "求助人", "求助人姓名",
    )  # fmt: skip
    id_number: pl.String = person_number("困难群众身份证号", "当事人身份证号", required=False)
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
        "核实结果", kind="code", words=CLUE_VISITS, unknown="reject",
        aliases=("上门结果", "入户核实结果"), purpose="见到人没有，是不是该转别的镇街",
    )  # fmt: skip
    outcome: pl.String = column(
        "核实结论", kind="code", words=CLUE_OUTCOMES, unknown="reject",
        aliases=("办理结果", "办理结论", "处置结论", "线索办理结果"), purpose="记入台账",
    )  # fmt: skip
    help_needed: pl.String = column(
        "需要的帮扶", kind="codes", words=HELPS, unknown="drop", aliases=("帮扶需求", "需要帮扶"),
        purpose="转给主管部门",
    )  # fmt: skip
    referred_town: pl.String = column(
        "应转镇街", kind="text", aliases=("转办镇街", "转往镇街", "转办单位"),
        purpose="不属本镇街的转到该办的镇街",
    )  # fmt: skip

    @pa.check("visit_result", name="visit_date_missing")
    def _is_dated(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805 - pandera's own form
        """Who was visited was visited on a day."""
        return _holds(data, pl.col("visit_result").is_null() | pl.col("checked_date").is_not_null())

    @pa.check("checked_date", name="visit_result_missing")
    def _has_result(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        """A day of a visit says how it went."""
        return _holds(data, pl.col("checked_date").is_null() | pl.col("visit_result").is_not_null())

    @pa.check("checked_date", name="visit_before_clue")
    def _is_after(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        """Nobody looks into what nobody has told yet."""
        return _holds(data, pl.col("checked_date") >= pl.col("received_at").cast(pl.Date))

    @pa.check("outcome", name="conclusion_without_visit")
    def _was_seen(cls, data: PolarsData) -> pl.LazyFrame:  # noqa: N805
        """What is concluded rests on having seen somebody."""
        seen = (pl.col("visit_result") == "已见到").fill_null(value=False)
        return _holds(data, pl.col("outcome").is_null() | seen)


def _holds(data: PolarsData, rule: pl.Expr) -> pl.LazyFrame:
    """Whether each row keeps a rule; a rule of what is not known says nothing."""
    return data.lazyframe.select(rule.fill_null(value=True))


SOURCE = Source(
    contract=Clues,
    title="主动发现线索和办理结果",
    department="镇街",
    legal_basis="国办发〔2023〕39号（多渠道主动发现、分类处置）；社会救助暂行办法第五十九条、第六十条",
    cadence="monthly",
    kind="events",
    key=("clue_number", "channel", "checked_date"),
    keeps_unlinked=True,
    comes_in_bursts=True,
    use="分办给主动发现服务队上门核实，办理结果记入台账",
    known_not_kept={
        "核实人": "办理结果不评价干部",
        "线索内容": "自由填写的文字，不处理",
        "诉求内容": "自由填写的文字，不处理",
        "备注": "自由填写的文字，不处理",
    },
)
