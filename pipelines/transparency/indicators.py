"""Part 4: every indicator, what it measures, its points, and how many households it concerns."""

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from pipelines.scorecard import Dimension, ScoredIndicator
from pipelines.selects import Select
from pipelines.transparency.facts import Facts
from pipelines.transparency.markup import (
    SMALL,
    Row,
    ledger,
    paragraph,
    people,
    small,
    strong,
    unbroken,
)

_HEADINGS = ("指标", "数据来源", "计分", "有效期", "分数的依据", "触发（户）", "未评估（户）")
_UNITS = {
    "yuan": "元",
    "percent": "%",
    "months": "个月",
    "years": "岁",
    "persons_per_able_adult": "人",
    "count": "",
    "code": "",
}
_HOW = (
    "同一项指标按够得上的最高一段计分；超过有效期的不再计分；一个维度的分数加起来不超过它的上限（见第5部分）。"
    f"触发：达到计分界限或被测到的户数。未评估：数据缺失，无法判断的户数，不等于没有困难。为免认出个别家庭，1至4户写作“{SMALL}”。"
)
_DISCRETION = (
    "个别指标的来源写得笼统（如“部门登记”），免得拿到名单的人由此猜到某一户的隐情；"
    "全部来源和用途都在第3部分。"
)


def indicators(facts: Facts) -> Iterator[str]:
    """Yield the part: the indicators of one dimension together."""
    scored = {one.name: one for one in facts.scorecard.indicators}
    yield paragraph(
        f"共 {len(facts.indicators)} 项指标，其中 {len(scored)} 项计分；"
        f"计分版本自 {facts.scorecard.since} 起用。"
    )
    yield paragraph(_HOW)
    for dimension in facts.scorecard.dimensions:
        yield f"<h3>{escape(dimension.title)}（最多 {dimension.cap} 分）</h3>"
        yield ledger(_HEADINGS, _rows(facts, dimension, scored), _HEADINGS[-2:])
    yield f'<p class="faint">{_DISCRETION}</p>'


def _rows(facts: Facts, dimension: Dimension, scored: dict[str, ScoredIndicator]) -> Iterator[Row]:
    for select in facts.indicators:
        if select.header["dimension"] == dimension.name:
            yield _row(facts, select, scored.get(select.name))


def _row(facts: Facts, select: Select, scored: ScoredIndicator | None) -> Row:
    counted = facts.manifest["indicators"].get(select.name)
    return Row(
        [
            strong(select.header["title"]) + small(select.header["description"]),
            escape(_sources(facts, select)),
            _bands(scored, select.header["unit"]) if scored else "不计分",
            unbroken(f"{scored.expires_months} 个月") if scored else "—",
            escape(scored.reference.told) + small(scored.reference.href or "") if scored else "—",
            people(counted["triggered"]) if counted else "—",
            people(counted["not_assessed"]) if counted else "—",
        ],
        "indicator",
        select.name,
    )


def _sources(facts: Facts, select: Select) -> str:
    if told := select.header.get("told_source"):
        return told
    groups = (group.strip().split("|") for group in select.header["sources"].split(","))
    return "、".join("或".join(facts.sources[name].title for name in group) for group in groups)


def _bands(scored: ScoredIndicator, unit: str) -> str:
    told = "<br>".join(
        f"满 {_amount(amount)}{_UNITS[unit]}：{points} 分" for amount, points in scored.bands
    )
    return f'<span class="keep">{told}</span>'


def _amount(amount: Decimal) -> str:
    return f"{amount:,}"
