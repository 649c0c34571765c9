"""Part 5: how points become a colour, and what no document says about it."""

from collections.abc import Iterator
from html import escape

from pipelines.scorecard import Colour, Dimension, DirectRule, Scorecard, Sign, written_head
from pipelines.transparency.facts import Facts
from pipelines.transparency.markup import (
    SMALL,
    Row,
    bullets,
    document_of,
    ledger,
    paragraph,
    people,
    strong,
    tag,
)

_NO_DOCUMENT = (
    "没有任何已公布的文件规定红、橙、黄怎样划分、每项计几分。公开报道只说了三色管理和走访间隔。"
    "下面的分数、上限、界限都是自定的，只用来安排走访先后。"
)
_HEADINGS = ("颜色", "至少多少分", "至少几个维度", "旧数据算不算", "至少多久走访一次", "本月（户）")


def colours(facts: Facts) -> Iterator[str]:
    """Yield the part."""
    scorecard = facts.scorecard
    _, review_by = written_head()
    yield f'<div class="notice">{escape(_NO_DOCUMENT)}</div>'
    yield paragraph(
        f"现用的版本自 {scorecard.since} 起；依据：{scorecard.reference.told}。"
        f"复核期限：{review_by or '没有写明'}。"
    )
    rows = [_colour(facts, colour) for colour in scorecard.colours]
    yield ledger(_HEADINGS, rows, ("至少多少分", "至少几个维度", "本月（户）"))
    yield f'<p class="faint">1至4户写作“{SMALL}”。</p>'
    yield "<h3>每个维度最多计多少分</h3>"
    caps = [_cap(dimension) for dimension in scorecard.dimensions]
    yield ledger(["维度", "上限（分）"], caps, ["上限（分）"])
    yield "<h3>不会因为一件事列为红色</h3>"
    yield bullets(_promises(scorecard))
    yield "<h3>不看分数、按情形列入的规则</h3>"
    rows = [_rule(facts, rule) for rule in scorecard.direct_rules]
    yield ledger(["规则", "颜色", "凑够几个", "情形", "依据"], rows, ["凑够几个"])


def _colour(facts: Facts, colour: Colour) -> Row:
    months = facts.policy[f"visit_months_{colour.name}"]
    return Row(
        [
            tag(f"colour-{colour.name}", colour.title),
            str(colour.minimum_score),
            str(colour.minimum_dimensions),
            "不算，只看新数据" if colour.only_fresh else "算，名单上注明",
            f"{months} 个月",
            people(facts.manifest["colours"][colour.name]),
        ],
        "colour",
        colour.name,
    )


def _cap(dimension: Dimension) -> Row:
    return Row([strong(dimension.title), str(dimension.cap)], "dimension", dimension.name)


def _promises(scorecard: Scorecard) -> Iterator[str]:
    red = scorecard.colours[0]
    titles = {dimension.name: dimension.title for dimension in scorecard.dimensions}
    caps = {dimension.name: dimension.cap for dimension in scorecard.dimensions}
    yield (
        f"红色要 {red.minimum_score} 分，每个维度的上限都低于它：单凭一个维度，分数再多也不列红；"
        f"红色至少要有 {red.minimum_dimensions} 个维度计分。"
    )
    for group in scorecard.never_red_together:
        named = "、".join(escape(titles[name]) for name in group)
        total = sum(caps[name] for name in group)
        yield f"{named}合起来最多 {total} 分，也低于红线：单凭这些不列红。残疾本身不是列红的理由。"
    assisted = "、".join(map(escape, scorecard.basic_assistance))
    yield f"已经享受{assisted}的家庭仍然筛查、计数，同一颜色中排在后面。"
    yield "改动上限或界限而破坏上面的约定，程序会拒绝运行。"


def _rule(facts: Facts, rule: DirectRule) -> Row:
    titles = {colour.name: colour.title for colour in facts.scorecard.colours}
    return Row(
        [
            strong(rule.title),
            tag(f"colour-{rule.colour}", titles[rule.colour]),
            str(rule.minimum_signs),
            bullets(_sign(facts, sign) for sign in rule.signs),
            document_of(rule.reference),
        ],
        "rule",
        rule.name,
    )


def _sign(facts: Facts, sign: Sign) -> str:
    if sign.of_parameter is None or sign.at_least is None:
        return escape(sign.title)
    amount = sign.at_least * facts.policy[sign.of_parameter]
    unit = facts.parameters[sign.of_parameter].unit
    return escape(f"{sign.title}（{amount:,} {unit}起）")
