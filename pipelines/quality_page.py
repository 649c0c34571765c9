"""The data-quality page: what each department sent this month, and who must do what.

One file without scripts, pictures or addresses; it holds counts only and names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from pipelines.manifest import Json
from pipelines.page import document, faint, month_words, table
from pipelines.quality import (
    Arrival,
    Late,
    Quality,
    RuleCount,
    SourceQuality,
    UnreadFile,
    quality_of,
)

PAGE = "quality.html"

_STATES = {"present": "已交", "stale": "沿用旧的", "missing": "缺"}
_LOOKS = {"present": "passed", "stale": "warned", "missing": "failed"}
_LEVELS = {"block": "退回", "warn": "请核对", "note": "提示"}
_LEVEL_LOOKS = {"block": "failed", "warn": "warned", "note": "not_judged"}
_OUTCOMES = {"passed": "合格", "failed": "不合格", "not_judged": "不作判断"}
_CADENCES = {"monthly": "每月", "quarterly": "每季", "yearly": "每年"}

_SOURCE_HEADINGS = (
    "部门", "数据", "状态", "所用数据", "文件", "收到", "采用", "退回", "已更正", "重复",
    "退回率（上次）", "近况",
)  # fmt: skip

_HOW_TO_READ = (
    "收到 = 采用 + 退回 + 重复，逐个文件核对过。退回：这一行没有采用，要更正后重报。"
    "请核对：这一行已经采用，但看起来可疑。提示：已按说明处理，一般不用再报。"
    "已更正：退回的行里，更正后又交来、已经采用的。退回率：收到的行里第一次就没有采用的占多少。"
    "未到期：按季、按年交的，还没有到该交的时候。"
    "某个来源缺失或过旧时，用到它的指标记为“未评估”，不等于没有风险。"
)


def quality_page(manifest: Json) -> str:
    """Return the page of a month as HTML.

    `manifest` is that of the release, with its `acceptance` where it has been judged.
    """
    quality = quality_of(manifest)
    title = f"{month_words(quality.month)}数据质量"
    parts = [
        f"<h1>{title}</h1>",
        faint("本页只有数量，没有个人信息，可离线打开、打印存档。"),
        _cards(quality),
        "<h2>谁要做什么</h2>",
        _tasks(quality),
        "<h2>各来源到件情况</h2>",
        table(
            [*_SOURCE_HEADINGS],
            map(_source_row, quality.connected),
        ),
        _findings(quality),
        _late(quality.late),
        _refused(quality),
        "<h2>哪些要求没有达到</h2>",
        _rules(quality),
        _unread(quality),
        _acceptance(manifest),
        _not_connected(quality),
        "<h2>怎样理解</h2>",
        f"<p>{_HOW_TO_READ}</p>",
    ]
    return document(title, parts)


def _cards(quality: Quality) -> str:
    sources = quality.connected
    due = sum(one.is_due for one in sources)
    cards = [
        ("all", "本月文件", quality.files),
        ("all", "收到行数", sum(one.received for one in sources)),
        ("red", "待更正的退回行", sum(one.open_rejects for one in sources)),
        ("orange", "请核对的行", sum(one.rows_at("warn") for one in sources)),
        ("yellow", "要催交的来源", due),
    ]
    told = [f'<div class="card {look}">{word}<b>{count:,}</b></div>' for look, word, count in cards]
    return '<div class="cards">' + "".join(told) + "</div>"


def _tasks(quality: Quality) -> str:
    rows = [row for one in quality.connected for row in _tasks_of(one)]
    rows += [
        ["收件经办", _unread_task(unread), escape(unread.name), escape("；".join(unread.reasons))]
        for unread in quality.unread
    ]
    if not rows:
        return "<p>本月没有要处理的事。</p>"
    return table(["谁", "做什么", "数据", "说明"], rows)


def _unread_task(unread: UnreadFile) -> str:
    """A sheet left out of a file that was read is mostly one of instructions."""
    return _tag("failed", "重交") if unread.is_whole else _tag("not_judged", "看一眼")


def _tasks_of(one: SourceQuality) -> Iterable[list[str]]:
    who, what = escape(one.source.department), escape(one.source.title)
    if one.is_due:
        yield [who, _tag("failed", "催交"), what, escape(one.reason)]
    folder = f"returns/{one.source.department}/"
    if one.open_rejects:
        told = f"退回 {one.rejected:,} 行，已更正 {one.closed:,} 行。"
        told += f"退回表在 {folder}，更正后放回收件夹。"
        yield [who, _tag("failed", "更正"), what, escape(told)]
    doubts = one.rows_at("warn")
    if doubts:
        told = f"{doubts:,} 处可疑，已在 {folder} 的退回表里标成黄色，请核对。"
        yield [who, _tag("warned", "核对"), what, escape(told)]
    if one.findings and not one.is_due:
        yield [who, _tag("warned", "确认"), what, escape("；".join(one.findings))]


def _source_row(one: SourceQuality) -> list[Any]:
    used = one.delivery_month or "—"
    if one.age_months:
        used += f"（已过{one.age_months}个月）"
    return [
        escape(one.source.department),
        escape(one.source.title),
        _tag("not_judged", "未到期") if one.is_awaited else _state(one),
        used,
        one.files,
        one.received,
        one.accepted,
        one.rejected,
        one.closed,
        one.repeated,
        _shares(one),
        _bars(one.trend),
    ]


def _state(one: SourceQuality) -> str:
    return _tag(_LOOKS[one.status], _STATES[one.status])


def _shares(one: SourceQuality) -> str:
    now, before = one.reject_shares
    if now is None:
        return "—"
    return f"{now:.1%}" + ("" if before is None else f"（{before:.1%}）")


def _bars(trend: Sequence[Arrival]) -> str:
    """Rows received a month as bars, the rejected part dark; the newest at the right."""
    most = max((one.received for one in trend), default=0)
    if not most:
        return "—"
    told = f"{trend[0].month} 到 {trend[-1].month}，最多 {most:,} 行"
    shapes = []
    for x, one in enumerate(trend):
        height = max(1, round(26 * one.received / most))
        bad = round(height * one.rejected / one.received) if one.received else 0
        bad = max(bad, 1) if one.rejected else 0
        shapes.append(_bar(x, 28 - height, height, "#9fb3c8"))
        if bad:
            shapes.append(_bar(x, 28 - bad, bad, "#c8102e"))
    width = 9 * len(trend)
    return (
        f'<svg width="{width}" height="28" viewBox="0 0 {width} 28" role="img" '
        f'aria-label="{escape(told)}"><title>{escape(told)}</title>{"".join(shapes)}</svg>'
    )


def _bar(x: int, y: int, height: int, colour: str) -> str:
    return f'<rect x="{9 * x}" y="{y}" width="7" height="{height}" fill="{colour}"/>'


def _findings(quality: Quality) -> str:
    rows = [
        [escape(one.source.department), escape(one.source.title), escape(sentence)]
        for one in quality.connected
        for sentence in (one.findings or ((one.reason,) if one.reason else ()))
    ]
    if not rows:
        return ""
    return "<h2>不寻常的到件</h2>\n" + table(["部门", "数据", "发现"], rows)


def _late(late: Late | None) -> str:
    """What came too late for the lists that are out; they stay as they are."""
    if late is None:
        return ""
    rows = [[escape(title), count] for title, count in late.rows]
    told = (
        f"{month_words(late.since)}的名单发布以后，才收到属于那时或更早的数据，涉及 "
        f"{late.households:,} 户；与那份名单相比，其中 {late.changed:,} 户的得分变了，"
        f"{late.coloured:,} 户的颜色变了。已发布的名单不改，变化体现在本月名单里，"
        "逐户见 late_changes.parquet。"
    )
    return f"<h2>迟到的数据</h2>\n<p>{told}</p>\n" + table(["数据", "迟到行数"], rows)


def _refused(quality: Quality) -> str:
    """Columns that nobody may process: who sent them, so that they are left out next time."""
    rows = [
        [escape(one.source.department), escape(one.source.title), escape(header), escape(why)]
        for one in quality.connected
        for header, why in one.refused
    ]
    if not rows:
        return ""
    told = "<p>这些列依法不得收集，读取时已经丢掉，没有保存。请部门下次导出时去掉。</p>\n"
    return "<h2>不得收集的列</h2>\n" + told + table(["部门", "数据", "列名", "原因"], rows)


def _rules(quality: Quality) -> str:
    rows = [_rule_row(one, rule) for one in quality.connected for rule in one.rules]
    if not rows:
        return "<p>本月收到的行都合要求。</p>"
    return table(["数据", "程度", "问题和改法", "本月行数", "上月行数"], rows)


def _rule_row(one: SourceQuality, rule: RuleCount) -> list[Any]:
    return [
        escape(one.source.title),
        _tag(_LEVEL_LOOKS[rule.level], _LEVELS[rule.level]),
        escape(rule.sentence),
        rule.rows,
        "—" if rule.rows_before is None else rule.rows_before,
    ]


def _unread(quality: Quality) -> str:
    if not quality.unread:
        return ""
    rows = [[escape(one.name), escape("；".join(one.reasons))] for one in quality.unread]
    return "<h2>没有读出的文件和工作表</h2>\n" + table(["文件", "原因和办法"], rows)


def _acceptance(manifest: Json) -> str:
    """What Great Expectations found when it judged the release as a whole."""
    rules = manifest.get("acceptance", {}).get("rules", ())
    if not rules:
        return ""
    rows = [[escape(rule["title"]), _verdict(rule), escape(rule["observed"])] for rule in rules]
    return "<h2>整体验收（Great Expectations）</h2>\n" + table(["项目", "结果", "本次情况"], rows)


def _verdict(rule: Json) -> str:
    if rule["outcome"] == "failed" and rule["level"] == "warning":
        return _tag("warned", "提醒")
    return _tag(rule["outcome"], _OUTCOMES[rule["outcome"]])


def _not_connected(quality: Quality) -> str:
    if not quality.not_connected:
        return ""
    rows = [
        [
            escape(one.source.department),
            escape(one.source.title),
            _CADENCES[one.source.cadence],
            escape(getattr(one.source, "use", "")),
        ]
        for one in quality.not_connected
    ]
    note = faint("这些数据从未交来，用到它们的指标不参加评估；接上以后自动采用。")
    return "<h2>还没有接上的数据</h2>\n" + note + table(["部门", "数据", "应交", "用处"], rows)


def _tag(look: str, word: str) -> str:
    return f'<span class="tag {look}">{word}</span>'
