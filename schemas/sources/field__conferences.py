"""一户一策会商记录: what several departments agreed to do for a household, and what came of it.

One row a task. The record goes out with the households filled in and comes back as often as
something in it changes; what was written last about a task counts. Rows nobody filled say nothing.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from schemas.columns import ReceivedRow, column
from schemas.people import HOUSEHOLD_NUMBERS
from schemas.row_facts import Derived, Refusal
from schemas.sent_workbook import SentWorkbook
from schemas.sources import Source
from schemas.sources.field__visit_results import HELPS, OTHER_HELP

RECORD_SHEET: Final = "会商记录"
"""The sheet on which conferences are recorded."""

OTHER_DEPARTMENT: Final = "其他部门"
DEPARTMENTS: Final = {
    "民政部门": ("民政局", "区民政局", "民政"),
    "医疗保障部门": ("医保局", "医疗保障局", "区医保局", "医保"),
    "残联": ("残疾人联合会", "区残联"),
    "人力资源社会保障部门": ("人社局", "人力资源和社会保障局", "区人社局", "人社"),
    "教育部门": ("教体局", "教育局", "教育和体育局", "教育"),
    "卫生健康部门": ("卫健局", "卫生健康局", "区卫健局", "卫健"),
    "住房城乡建设部门": ("住建局", "住房和城乡建设局", "区住建局", "住建"),
    "农业农村部门": ("农业农村局", "乡村振兴局", "区农业农村局"),
    "应急管理部门": ("应急局", "应急管理局", "区应急局"),
    "公安部门": ("公安局", "公安分局", "派出所"),
    "司法行政部门": ("司法局", "区司法局", "司法所", "法律援助中心"),
    "妇联": ("妇女联合会", "区妇联"),
    "工会": ("总工会", "区总工会"),
    "慈善组织": ("慈善总会", "红十字会", "区慈善总会"),
    "镇街": ("镇政府", "街道办", "街道办事处", "镇人民政府", "镇（街道）"),
    "村居": ("村委会", "居委会", "社区", "村（居）"),
    OTHER_DEPARTMENT: ("其他", "其它部门"),
}
# What a conference gives departments to do: the helps of a visit, and what only it can order.
TASKS: Final = {
    **{help_needed: words for help_needed, words in HELPS.items() if help_needed != "无需"},
    "家庭经济状况核对": ("经济状况核对", "核对"),
    "入户复核": ("复核", "入户核实"),
    "教育资助": ("助学", "学生资助"),
    "住房保障": ("公租房", "危房改造", "住房救助"),
    "法律援助": ("法律服务",),
    "慈善帮扶": ("慈善救助",),
    OTHER_HELP: ("其他（见备注）", "其它", "其他任务", "其它（见备注）"),
}
ADMITTED: Final = "一事一议纳入救助"
DECISIONS: Final = {
    ADMITTED: ("纳入救助", "同意纳入", "纳入", "同意救助"),
    "转有关部门办理": ("转办", "转部门办理", "分头办理"),
    "继续走访跟踪": ("跟踪走访", "继续跟踪", "持续关注"),
    "补充核实后再议": ("再议", "暂缓", "补充材料后再议"),
    "不需要救助": ("无需救助", "不纳入", "不予纳入"),
}
DONE: Final = "已落实"
RESULTS: Final = {
    DONE: ("落实", "完成", "已完成", "已办结", "办结"),
    "部分落实": ("部分完成",),
    "办理中": ("正在办理", "未完成", "进行中"),
    "不能落实": ("无法落实", "不具备条件", "未落实"),
}


class Conferences(ReceivedRow):
    """One row a task of a household's conference."""

    household_id: pl.String = column(
        "户编号", kind="text", required=True, nullable=True, aliases=HOUSEHOLD_NUMBERS,
        purpose="对应到名单上的户",
    )  # fmt: skip
    conference_date: pl.Date = column(
        "会商日期", kind="date", required=True, nullable=True,
        aliases=("会商时间", "议事日期", "会议日期", "研判日期"), purpose="哪一次会商",
    )  # fmt: skip
    lead_department: pl.String = column(
        "牵头部门", kind="code", words=DEPARTMENTS, unknown="reject",
        aliases=("牵头单位", "主持部门"), purpose="谁负责到底",
    )  # fmt: skip
    decision: pl.String = column(
        "会商决定", kind="code", required=True, nullable=True, words=DECISIONS, unknown="reject",
        aliases=("会商结论", "议定结果", "会商意见"), purpose="记入台账，统计一事一议的户数",
    )  # fmt: skip
    persons_count: pl.Int32 = column(
        "涉及人数", kind="integer", ge=1, le=30, aliases=("人数", "惠及人数", "救助人数"),
        purpose="统计一事一议的人数",
    )  # fmt: skip
    department: pl.String = column(
        "责任部门", kind="code", words=DEPARTMENTS, unknown="reject",
        aliases=("责任单位", "承办部门", "承办单位"), purpose="任务交给谁办",
    )  # fmt: skip
    task: pl.String = column(
        "任务", kind="code", words=TASKS, unknown="reject",
        aliases=("帮扶任务", "工作任务", "帮扶措施"), purpose="办什么事",
    )  # fmt: skip
    task_due: pl.Date = column(
        "办结期限", kind="date", aliases=("完成期限", "完成时限", "办理期限"), purpose="到期提醒"
    )
    result: pl.String = column(
        "落实结果", kind="code", words=RESULTS, unknown="reject",
        aliases=("办理情况", "落实情况", "完成情况"), purpose="看任务办成没有",
    )  # fmt: skip
    done_date: pl.Date = column(
        "完成日期", kind="date", aliases=("落实日期", "办结时间", "完成时间"), purpose="看是否按期"
    )
    remark: pl.String = column(
        "备注", kind="text", where="identities", aliases=("说明", "会商备注"),
        purpose="说不清的情况，供人查阅，不进分析",
    )  # fmt: skip


# A department and a task alone are what the record proposed: nobody has decided them.
_NAMES: Final = (
    "conference_date", "lead_department", "decision", "persons_count", "result", "done_date",
)  # fmt: skip
_IS_FILLED: Final = pl.any_horizontal(pl.col(name).is_not_null() for name in _NAMES)
_NUMBER: Final = (
    pl.col("household_id")
    .str.normalize("NFKC")
    .str.replace_all(r"[\p{Cc}\p{Cf}\p{Z}]", "")
    .str.to_uppercase()
)
_DUE: Final = pl.col("task_due") < pl.col("conference_date")
_DONE_EARLY: Final = pl.col("done_date") < pl.col("conference_date")

SOURCE = Source(
    contract=Conferences,
    title="一户一策会商记录",
    department="镇街",
    legal_basis="国办发〔2023〕39号（情况复杂的一事一议）；社会救助暂行办法第六十条",
    cadence="monthly",
    kind="events",
    key=(),
    subject="household",
    derived=(
        Derived("household_id", _NUMBER, pl.String()),
        Derived("is_filled", _IS_FILLED, pl.Boolean()),
    ),
    refusals=(
        Refusal("conference_of_nobody", "household_id", _IS_FILLED & _NUMBER.is_null()),
        Refusal(
            "household_id_form",
            "household_id",
            _NUMBER.is_not_null() & ~_NUMBER.str.contains(r"^[0-9A-Z]{11,13}$"),
        ),
        Refusal(
            "conference_undated",
            "conference_date",
            _IS_FILLED & pl.col("conference_date").is_null(),
        ),
        Refusal("conference_undecided", "decision", _IS_FILLED & pl.col("decision").is_null()),
        Refusal(
            "conference_in_future", "conference_date", pl.col("conference_date") > pl.col("as_of")
        ),
        Refusal("task_due_before_conference", "task_due", _DUE),
        Refusal("task_done_before_conference", "done_date", _DONE_EARLY),
        Refusal("task_done_in_future", "done_date", pl.col("done_date") > pl.col("as_of")),
        Refusal(
            "task_without_department",
            "department",
            pl.col("task").is_not_null() & pl.col("department").is_null(),
        ),
        Refusal(
            "task_result_undated",
            "done_date",
            (pl.col("result") == DONE) & pl.col("done_date").is_null(),
        ),
    ),
    sent_as=SentWorkbook(
        sheet=RECORD_SHEET,
        filled=(*_NAMES, "department", "task", "task_due", "remark"),
        others=frozenset({"选项"}),
    ),
    comes_in_bursts=True,
    tolerated_reject_share=1.0,
    use="情况复杂的户由几个部门会商：记入台账，到期提醒，统计一事一议的户数和人数",
    known_not_kept={
        "户主": "以发出的名单为准",
        "社区": "以发出的名单为准",
        "参会人员": "不评价干部",
    },
)
