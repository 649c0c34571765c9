"""The acceptance page: what an official reads to know whether, and why, a release came out.

One file without scripts, pictures or addresses: it opens on a machine with no network, and the
same release gives the same bytes.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from pipelines.acceptance import Acceptance, Verdict
from pipelines.manifest import Json
from pipelines.page import document, faint, month_words, table
from pipelines.summary import COHORTS, COLOURS, late_sentence

_OUTCOMES = {"passed": "合格", "failed": "不合格", "not_judged": "不作判断"}
_STATES = {"present": "已提供", "stale": "沿用旧的", "missing": "缺失"}

_ON_FILES = (
    "收到 = 采用 + 退回 + 重复，逐个文件核对无误后才会发布。"
    "退回的行连同原因写进 returns 目录的退回表，请交给报送部门，更正后放回收件夹。"
)
_ON_LISTS = (
    "列入名单只是请人上门看一看的线索，不是救助决定；任何人不得仅凭名单拒绝、减少或停止救助。"
    "红、橙、黄表示走访先后，没有公开文件规定如何划分，划分办法见 policy/scorecard.yaml。"
    "没有评估不等于没有风险。"
)


def acceptance_page(manifest: Json, acceptance: Acceptance) -> str:
    """Return the page as HTML; holds counts only."""
    parts = [
        f"<h1>{month_words(manifest['month'])}名单验收</h1>",
        faint(f"截至 {manifest['as_of_date']}。本页只有数量，没有个人信息，可离线打开、打印存档。"),
        _verdict(acceptance),
        _to_mend(acceptance),
        _listed(manifest),
        *_visits(manifest),
        "<h2>逐项验收</h2>",
        table(["验收项目", "结果", "本次情况", "要求"], map(_rule_row, acceptance.verdicts)),
        "<h2>筛查对象</h2>",
        table(["人群", "人数", "户数", "本月人次", "本年人次"], _screened_rows(manifest)),
        "<h2>各来源</h2>",
        table(["来源", "状态", "交来月份", "数据月份", "采用行数", "说明"], _source_rows(manifest)),
        *_unconnected(manifest),
        *_late(manifest),
        "<h2>收到的文件</h2>",
        table(["来源", "文件数", "收到", "采用", "退回", "重复"], _file_rows(manifest)),
        faint(_ON_FILES),
        "<h2>怎样理解</h2>",
        f"<p>{_ON_LISTS}</p>",
    ]
    return document(f"{month_words(manifest['month'])}名单验收", parts)


def _verdict(acceptance: Acceptance) -> str:
    if acceptance.is_accepted:
        told = f"，另有 {len(acceptance.warnings)} 项提醒" if acceptance.warnings else ""
        return f'<div class="verdict yes"><strong>通过验收，已发布</strong>{told}。</div>'
    return (
        f'<div class="verdict no"><strong>没有通过验收，没有发布</strong>：'
        f"{len(acceptance.faults)} 项不合格。上一次发布的名单保持不变，请继续使用。</div>"
    )


def _to_mend(acceptance: Acceptance) -> str:
    open_ones = [*acceptance.faults, *acceptance.warnings]
    if not open_ones:
        return ""
    told = [
        f"<li><b>{escape(one.rule.title)}</b>：{escape(one.observed)}（{escape(one.rule.limit)}）。"
        f"{escape(one.rule.cure)}</li>"
        for one in open_ones
    ]
    return "<h2>需要处理</h2>\n<ul>\n" + "\n".join(told) + "\n</ul>"


def _listed(manifest: Json) -> str:
    cards = [("all", "列入名单", sum(manifest["colours"].values()))]
    cards += [(colour, f"{COLOURS[colour]}色", manifest["colours"][colour]) for colour in COLOURS]
    told = [
        f'<div class="card {colour}">{word}（户）<b>{count:,}</b></div>'
        for colour, word, count in cards
    ]
    return '<div class="cards">' + "".join(told) + "</div>"


def _visits(manifest: Json) -> list[str]:
    """What offices declared, and how many of each colour are listed in each: nothing without."""
    selection = manifest["selection"]
    if not selection["offices"]:
        return []
    streets = list(selection["streets"].values())
    headings = ["镇街", "申报", *(f"{word}色列入" for word in COLOURS.values()), "抽样走访"]
    waiting = "、".join(f"{COLOURS[c]}色 {n} 户" for c, n in selection["waiting"].items() if n)
    told = (
        f"{selection['offices']} 个镇街申报每月共能走访 {selection['capacity']} 户，列入 "
        f"{selection['listed']} 户，请区里支援 {selection['supported']} 户；"
        f"排队等候：{waiting or '没有'}。{_FAIR}"
    )
    return [
        "<h2>走访力量，同样的风险同样的机会</h2>",
        f"<p>{told}</p>",
        table([*headings, "区里支援", "排队"], map(_street_row, [*streets, _district(streets)])),
    ]


_FAIR = (
    "全区一个先后、一条线，住在哪个镇街机会都一样；没有申报的镇街全部列入，不在表内。"
    "按得分段的对照见 fairness.parquet，各户的先后见 queue.parquet。"
)


def _district(streets: Sequence[Json]) -> Json:
    counted: Json = {"street_name": "合计", "colours": {}}
    for name in ("capacity", "sample", "supported", "waiting"):
        counted[name] = sum(street[name] for street in streets)
    for colour in COLOURS:
        counted["colours"][colour] = {
            name: sum(street["colours"][colour][name] for street in streets)
            for name in ("coloured", "listed")
        }
    return counted


def _street_row(street: Json) -> list[Any]:
    shares = [_share(street["colours"][colour]) for colour in COLOURS]
    counts = [street[name] for name in ("sample", "supported", "waiting")]
    return [escape(street["street_name"]), street["capacity"], *shares, *counts]


def _share(counts: Json) -> str:
    if not counts["coloured"]:
        return "—"
    share = counts["listed"] / counts["coloured"]
    return f"{counts['listed']}/{counts['coloured']}（{share:.0%}）"


def _rule_row(verdict: Verdict) -> list[str]:
    warned = verdict.outcome == "failed" and verdict.rule.level == "warning"
    look = "warned" if warned else verdict.outcome
    word = "提醒" if warned else _OUTCOMES[verdict.outcome]
    return [
        escape(verdict.rule.title),
        f'<span class="tag {look}">{word}</span>',
        escape(verdict.observed),
        escape(verdict.rule.limit),
    ]


def _screened_rows(manifest: Json) -> Iterable[list[Any]]:
    keys = ("persons", "households", "person_times_month", "person_times_year")
    for cohort, title in COHORTS.items():
        counted = manifest["screened"][cohort]
        yield [escape(title), *(counted[key] for key in keys)]


def _source_rows(manifest: Json) -> Iterable[list[Any]]:
    for name, told in sorted(manifest["sources"].items()):
        if not told["delivery_month"]:
            continue
        yield [
            escape(told.get("title") or name),
            _STATES.get(told["status"], told["status"]),
            told["delivery_month"],
            told.get("data_month") or "—",
            told["accepted"],
            escape(told["reason"] or _told_findings(told)),
        ]


def _told_findings(told: Json) -> str:
    return "".join(finding["sentence"] for finding in told.get("findings", ()))


def _late(manifest: Json) -> list[str]:
    told = late_sentence(manifest)
    return ["<h2>迟到的记录</h2>", f"<p>{escape(told)}</p>"] if told else []


def _unconnected(manifest: Json) -> list[str]:
    """A line on the sources that no department ever delivered: they are not missing."""
    count = sum(not told["delivery_month"] for told in manifest["sources"].values())
    if not count:
        return []
    return [faint(f"另有 {count} 个来源还没有接入，用到它们的指标不评估，也不算缺口。")]


def _file_rows(manifest: Json) -> Iterable[list[Any]]:
    titles = {name: told.get("title") or name for name, told in manifest["sources"].items()}
    sources = sorted({entry["source"] or "" for entry in manifest["files"]})
    for source in sources:
        entries = [entry for entry in manifest["files"] if (entry["source"] or "") == source]
        counts = [
            sum(entry[key] for entry in entries)
            for key in ("received", "accepted", "rejected", "repeated")
        ]
        yield [escape(titles.get(source, source) or "没有认出的文件"), len(entries), *counts]
