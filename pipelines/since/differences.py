"""Why a score differs between two releases: indicator by indicator, each with one cause."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.manifest import CountsDisagree
from pipelines.since.causes import Beside
from pipelines.since.rules import Rules, indicators
from pipelines.since.snapshots import Snapshot

# Cause → how it is called.
CAUSES = {
    "linkage": "人户关系",
    "late": "迟到的数据",
    "data": "新数据",
    "late_and_data": "迟到的数据和新数据（都来了，各占几分分不开）",
    "visit": "走访（镇街补报）",
    "rule": "规则",
    "rule_and_data": "规则和新数据（两样都变了，各占几分分不开）",
    "time": "时间",
    "cap": "维度封顶",
    "screening": "筛查范围",
}
NOT_EXPLAINED = "没有找到原因"


@dataclass(frozen=True)
class Difference:
    """One indicator whose points changed; `cause` None: nothing in the releases explains it."""

    indicator: str
    title: str
    dimension: str
    points_before: int
    points_after: int
    cause: str | None
    evidence: tuple[str, ...]

    @property
    def change(self) -> int:
        """By how many points the score changed with it."""
        return self.points_after - self.points_before


def differences(before: Snapshot, after: Snapshot, rules: Rules) -> list[Difference]:
    """Return the differences of points between two releases, the largest first.

    Their changes add up to the change of the score; CountsDisagree where they would not.
    """
    names = sorted(before.points.keys() | after.points.keys())
    seen = Beside(before, after, rules)
    found = [_difference(seen, name) for name in names if seen.points(name)]
    found = [_capped(one, found, seen) for one in found]
    found += _remainder(before, after, found)
    change = after.score - before.score
    if sum(one.change for one in found) != change:
        raise CountsDisagree(
            f"{after.household_id} {before.month} 到 {after.month}：各项变化加起来不等于得分的变化"
            f"（{change} 分）。请保留现场并报告开发人员。"
        )
    return sorted(found, key=lambda one: (-abs(one.change), one.indicator))


def _remainder(
    before: Snapshot, after: Snapshot, found: Sequence[Difference]
) -> Iterator[Difference]:
    """A score that its own contributions do not add up to is told, never hidden."""
    rest = after.score - before.score - sum(one.change for one in found)
    if not rest:
        return
    told = [
        f"{one.month} 的得分 {one.score}，得分构成加起来 "
        f"{sum(row['points'] for row in one.points.values())}"
        for one in (before, after)
    ]
    why = f"发布的得分和得分构成对不上：{'；'.join(told)}。请报告开发人员"
    old, new = max(-rest, 0), max(rest, 0)
    yield Difference("", "得分构成以外", "", old, new, None, (why,))


def _capped(one: Difference, found: Sequence[Difference], seen: Beside) -> Difference:
    """Points that changed only because the dimension is full are due to what else is in it."""
    if one.cause not in {None, "data"} or not seen.is_same_record(one.indicator):
        return one
    others = [
        other
        for other in found
        if other.dimension == one.dimension and other.change * one.change < 0
    ]
    cap = seen.cap(one.dimension)
    if not others or cap not in seen.totals(one.dimension):
        return one
    names = "、".join(f"“{other.title}”" for other in others)
    how = "计多了，它就计少了" if one.change < 0 else "计少了，它就计多了"
    why = f"这一维度最多计 {cap} 分，{names}{how}；它自己的数据没有变"
    return dataclasses.replace(one, cause="cap", evidence=(why,))


def _difference(seen: Beside, name: str) -> Difference:
    row = seen.after.points.get(name) or seen.before.points[name]
    header = indicators()[name].header if name in indicators() else {"title": name}
    cause, evidence = seen.cause(name)
    return Difference(
        indicator=name,
        title=header["title"],
        dimension=str(row["dimension"]),
        points_before=seen.points_in(seen.before, name),
        points_after=seen.points_in(seen.after, name),
        cause=cause,
        evidence=(*seen.said(name), *evidence),
    )
