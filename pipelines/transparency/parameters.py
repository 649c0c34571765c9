"""Part 6, first half: every value in force on the day, and what stands behind it."""

from collections.abc import Iterator
from html import escape

from pipelines.policy import DatedValue
from pipelines.policy_catalogue import SCOPES, kind_of, valued
from pipelines.transparency.facts import Facts
from pipelines.transparency.markup import (
    Row,
    bullets,
    document_of,
    ledger,
    paragraph,
    small,
    strong,
    tag,
    unbroken,
)

_HEADINGS = ("数值", "是多少", "何时起", "范围", "依据", "复核期限", "用在哪里")
# Kind of value → the heading over those of the kind.
_KINDS = {
    "文件规定": "文件或公开报道写明的",
    "占位": "占位的：没有公开文件，暂时填上的",
    "没有文件": "没有文件的：本项目自定，或没有找到文件原文",
}
_USES_SHOWN = 4


def warning(facts: Facts) -> str:
    """Return the box that names the placeholders, at the head of the page; nothing without any."""
    if not facts.placeholders:
        return ""
    items = [escape(_short(facts, name)) for name in facts.placeholders]
    told = (
        f"<strong>下面 {len(items)} 个数值是占位的</strong>：没有公开文件给出，"
        "暂时填上，等主管部门提供。凡用到它们的结果都不能当作标准。依据和用处见第6部分。"
    )
    return f'<div class="notice">{told}\n{bullets(items)}</div>'


def _short(facts: Facts, name: str) -> str:
    parameter, dated = facts.parameters[name], facts.policy.dated[name]
    return f"{parameter.title}：{valued(parameter, dated)}"


def parameters(facts: Facts) -> Iterator[str]:
    """Yield the values, those of documents first."""
    dated = facts.policy.dated
    yield paragraph(
        f"下面是 {facts.day} 这一天有效的全部 {len(dated)} 个数值，名单和政策对照都按它们计算。"
        "同一个数值有几份文件的，取范围最近的（区、市、省、全国）。写“（没有）”的，是这一天没有这项规定。"
    )
    for kind, heading in _KINDS.items():
        names = [name for name, value in dated.items() if kind_of(value) == kind]
        if names:
            names.sort(key=lambda name: (facts.parameters[name].title, name))
            yield f"<h3>{heading}（{len(names)} 个）</h3>"
            yield ledger(_HEADINGS, [_row(facts, name, dated[name]) for name in names])


def _row(facts: Facts, name: str, dated: DatedValue) -> Row:
    parameter = facts.parameters[name]
    marked = " " + tag("warned", "占位") if dated.is_placeholder else ""
    until = small(f"至 {dated.until}") if dated.until else ""
    return Row(
        [
            strong(parameter.title) + marked + small(name),
            escape(valued(parameter, dated)),
            unbroken(str(dated.since)) + until,
            SCOPES[dated.scope],
            document_of(dated.reference),
            unbroken(str(dated.review_by or "不必")),
            escape(_uses(facts.used_for.get(name, ()))),
        ],
        "parameter",
        name,
    )


def _uses(titles: tuple[str, ...]) -> str:
    if len(titles) <= _USES_SHOWN:
        return "、".join(titles)
    return f"{'、'.join(titles[:_USES_SHOWN])}等 {len(titles)} 处"
