"""Part 3: every kind of data, in which state it was used, and what is refused on principle."""

from collections.abc import Iterator
from html import escape

from pipelines.transparency.facts import Facts
from pipelines.transparency.markup import (
    Row,
    bullets,
    ledger,
    paragraph,
    small,
    strong,
    tag,
    unbroken,
)
from schemas.forbidden import FORBIDDEN
from schemas.sources import Source

STATES = {
    "present": ("passed", "正常"),
    "stale": ("warned", "沿用旧的"),
    "missing": ("failed", "缺"),
    "unconnected": ("not_judged", "未接入"),
}
_HEADINGS = ("数据", "用来做什么，凭什么依据", "状态", "数据月份", "已过月数", "行数", "敏感的列")
_MEANING = (
    "正常：按约定的时间交来了。沿用旧的：本月没有可用的新数据，用的是以前交来的；旧数据不能单独使一户列为红色。"
    "缺：没有可用的数据，用到它的指标记为“未评估”。未接入：从来没有交来过。"
    "未评估不等于没有困难。行数是采用的行数，一人可能有多行。"
)


def sources(facts: Facts) -> Iterator[str]:
    """Yield the part."""
    counted = [facts.state_of(name) for name in facts.sources]
    told = "，".join(f"{title} {counted.count(state)} 种" for state, (_, title) in STATES.items())
    yield paragraph(f"共 {len(counted)} 种数据：{told}。")
    ordered = sorted(facts.sources.values(), key=lambda one: (one.department, one.name))
    rows = [_row(facts, source) for source in ordered]
    yield ledger(_HEADINGS, rows, ("已过月数", "行数"))
    yield f'<p class="faint">{escape(_MEANING)}</p>'
    yield "<h3>无论谁交来都不处理的内容</h3>"
    yield paragraph("交来的表里有这些列，读取时就丢掉，不保存；不得用来判断困难程度。")
    yield ledger(
        ["内容", "为什么不处理", "依据"],
        [
            Row([strong(fact.title), escape(fact.reason), escape(fact.law)], "refused", fact.title)
            for fact in FORBIDDEN
        ],
    )
    yield paragraph("此外，下面这些列会随表交来，认得出，但用不着，也不保存：")
    yield bullets(_left_alone(ordered))


def _row(facts: Facts, source: Source) -> Row:
    told = facts.manifest["sources"].get(source.name, {})
    state = facts.state_of(source.name)
    is_used = state in {"present", "stale"}
    month = (told.get("data_month") or told["delivery_month"]) if is_used else "—"
    age = told.get("age_months")
    return Row(
        [
            strong(source.title) + small(source.department),
            escape(source.use) + small(f"依据：{source.legal_basis}"),
            tag(*STATES[state]),
            unbroken(month),
            str(age) if is_used and age is not None else "—",
            f"{told['accepted']:,}" if is_used else "—",
            escape("、".join(spec.title for spec in source.columns if spec.sensitive) or "无"),
        ],
        "source",
        source.name,
    )


def _left_alone(ordered: list[Source]) -> Iterator[str]:
    for source in ordered:
        if source.known_not_kept:
            told = "；".join(f"{header}（{why}）" for header, why in source.known_not_kept.items())
            yield f"{escape(source.title)}：{escape(told)}"
