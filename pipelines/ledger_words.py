"""What the ledger's short codes are called in Chinese, in one place for pages, books and screen."""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "waiting": "等待走访核实",
    "not_reached": "没有遇到",
    "moved": "已搬走",
    "refused": "拒绝走访",
    "referred": "已转办",
    "in_conference": "一事一议中",
    "to_review": "按程序复核中",
    "no_risk": "未发现风险",
    "helped": "帮扶已落实",
    "stable": "稳定",
    "left": "已出账",
}
EVENTS: Mapping[str, str] = {
    "listed": "列入名单",
    "delisted": "不再列入名单",
    "visited": "走访见到",
    "not_reached": "走访没有遇到",
    "moved": "走访得知已搬走",
    "refused": "拒绝走访",
    "concluded": "核实结论",
    "referred": "转办",
    "helped": "帮扶落实",
    "conferenced": "会商",
    "stable": "稳定",
    "left": "出账",
    "reopened": "重新打开",
    "nominated": "镇街报来",
}
CONCLUSIONS: Mapping[str, str] = {
    "not_delivered": "应享政策未落实，转办落实",
    "not_covered": "未纳入救助、可能符合条件，转办",
    "complex": "情况复杂，一事一议",
    "review": "在享救助、情况有变，按程序复核",
    "no_risk": "未发现风险",
}
COLOURS: Mapping[str, str] = {"red": "红", "orange": "橙", "yellow": "黄"}
REOPENED_BY: Mapping[str, str] = {
    "listed": "又列入名单",
    "worsened": "颜色加重",
    "nominated": "镇街报来",
    "seen": "又走访到",
    "to_refer": "又发现问题",
    "complex": "又发现问题",
    "review": "又发现问题",
}
CONFLICTS: Mapping[str, str] = {
    "same_day": "同一天的走访，两份不一样",
    "same_list": "同一期名单，两份结论不一样",
    "two_streets": "两个镇街都报了这一户",
}
UNMERGED: Mapping[str, str] = {
    "no_household": "没有写户编号",
    "unknown_household": "没有这个户编号",
    "never_listed": "这一户没有列入过名单",
    "no_date": "没有写走访日期或结果",
    "before_listing": "走访日期早于列入的日期",
}
_TOLD_WHOLE = frozenset({"visited", "not_reached", "moved", "refused"})


def told_detail(event: str, detail: str | None) -> str:
    """Return an event's detail in words; what is words already stays as it is.

    Empty where the event's own name says it: a visit's result is the kind of the event.
    """
    if detail is None or event in _TOLD_WHOLE:
        return ""
    words = {"listed": COLOURS, "concluded": CONCLUSIONS, "referred": CONCLUSIONS}
    return {**words, "reopened": REOPENED_BY}.get(event, {}).get(detail, detail)
