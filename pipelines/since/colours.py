"""Why a household is on the list, in the queue or on neither: its colour, and the capacity."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.explain_places import ON_LIST
from pipelines.scorecard import Colour, Scorecard
from pipelines.since.rules import Rules
from pipelines.since.snapshots import Snapshot
from pipelines.summary import COLOURS, SCREENED_AS

_NO_COHORT = (
    "家里没有查到持证残疾人、医疗负担超过起点的人、脱贫（监测）享受政策的人，镇街也没有补报"
)


def place(one: Snapshot, scorecard: Scorecard) -> str:
    """Return whether the household is on the list of a month, and why, in a sentence."""
    if one.household is None:
        return f"不在名单上：{_not_screened(one)}"
    score = f"得分 {one.score}"
    if one.colour is None:
        return f"不在名单上：已筛查，{score}，{_short_of(one, scorecard)}"
    told = f"{COLOURS[one.colour]}色，{score}"
    if one.is_waiting:
        return f"有颜色（{told}），没有排进走访名单，正在排队"
    return f"在名单上：{told}"


def _not_screened(one: Snapshot) -> str:
    if not one.members:
        return "人户对应表里没有这个户编号"
    return f"不在筛查范围内（{_NO_COHORT}）"


def _short_of(one: Snapshot, scorecard: Scorecard) -> str:
    lightest = scorecard.colours[-1]
    short = lightest.minimum_score - one.score
    if short > 0:
        return f"离{lightest.title}的界限 {lightest.minimum_score} 分还差 {short} 分"
    return f"够{lightest.title}的分数，得分的维度不到 {lightest.minimum_dimensions} 个"


def notes(one: Snapshot) -> list[str]:
    """Return the sentences of a month's reasons that are not points: direct listing, held back."""
    told = (one.household or {}).get("reasons") or ""
    for row in one.points.values():
        told = told.replace(row["reason"] or row["evidence"], "")
    return [sentence for sentence in told.split("；") if sentence]


def colour_by_score(one: Snapshot, scorecard: Scorecard) -> Colour | None:
    """Return the colour that points and dimensions alone make, or None."""
    dimensions = {row["dimension"] for row in one.points.values()}
    reached = [
        colour
        for colour in scorecard.colours
        if one.score >= colour.minimum_score and len(dimensions) >= colour.minimum_dimensions
    ]
    return reached[0] if reached else None


def why_colour(before: Snapshot, after: Snapshot, rules: Rules) -> list[str]:
    """Return why the colour is another than the month before, in sentences."""
    scorecard = rules.scorecards[1]
    by_score = colour_by_score(after, scorecard)
    told = list(rules.of_colours())
    if (by_score.name if by_score else None) == after.colour:
        told.append(_by_score(before, after, by_score, scorecard))
    told += notes(after)
    if after.household is None:
        told = [_not_screened(after)]
    return told or [
        "没有找到颜色变化的原因：得分够不上也不到别的颜色，名单里没有写；请报告开发人员"
    ]


def _by_score(
    before: Snapshot, after: Snapshot, colour: Colour | None, scorecard: Scorecard
) -> str:
    change = f"得分由 {before.score} 变为 {after.score}"
    if colour is None:
        return f"{change}，{_short_of(after, scorecard)}，不列颜色"
    return f"{change}，够得上{colour.title}（{colour.minimum_score} 分起）"


def why_place(before: Snapshot | None, after: Snapshot) -> list[str]:
    """Return what capacity did: in the queue or chosen, and what had been, in sentences."""
    if after.queued is not None:
        return [after.queued["why"], *_capacity(before, after)]
    selection = (after.household or {}).get("selection")
    if selection is None or selection == "not_declared":
        return []
    waited = before is not None and before.is_waiting
    # Who stood on the list and stands there still needs no word on hands.
    if not waited and selection == "red":
        return []
    was = "上月在排队，本月" if waited else "本月"
    return [f"{was}{ON_LIST[selection]}", *(_capacity(before, after) if waited else [])]


def _capacity(before: Snapshot | None, after: Snapshot) -> Iterator[str]:
    counts = [_declared(one) for one in (before, after) if one is not None]
    if len(counts) == 2 and counts[0] != counts[1]:
        yield f"各镇街申报的每月走访数由 {counts[0]} 户变为 {counts[1]} 户"


def _declared(one: Snapshot) -> int:
    return int(one.manifest.get("selection", {}).get("capacity", 0))


def cohorts(one: Snapshot) -> str:
    """Return for what the household was screened, as people say it."""
    told = (one.household or {}).get("cohorts") or ""
    return "、".join(SCREENED_AS[cohort] for cohort in told.split(",") if cohort)
