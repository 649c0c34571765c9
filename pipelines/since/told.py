"""A household's months in words: where it stood, what changed, why, and by what evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.explain import HouseholdNotFound
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.since.colours import cohorts, notes, place, why_colour, why_place
from pipelines.since.differences import CAUSES, NOT_EXPLAINED, Difference, differences
from pipelines.since.moves import moves
from pipelines.since.rules import Book, open_book, rules_between
from pipelines.since.snapshots import Snapshot, snapshot
from pipelines.since.visits import visits_by_month
from pipelines.summary import COLOURS, NoRelease

_CLOSING = (
    "列入名单只是走访线索，不是救助决定。走访结果记入台账，不直接改变得分和颜色；"
    "镇街在走访名单上补报的户，从补报那个月起计分。"
)


def explain_since(home: Home, household_id: str, since: Month, until: Month | None = None) -> str:
    """Return why a household is on or off the list in each released month from one on.

    Each month is compared with the release before it, however long ago. The text holds no name,
    number or address. Raises NoRelease where no month from then on has a release,
    HouseholdNotFound where no release up to then knows the household.
    """
    released = [month for month in home.released_months() if until is None or month <= until]
    wanted = [month for month in released if month >= since]
    if not wanted:
        raise NoRelease(f"{since} 以来还没有发布名单。请先运行：sanse run --month {since}")
    earlier = [month for month in released if month < since][-1:]
    snapshots = [snapshot(home, household_id, month) for month in (*earlier, *wanted)]
    if not any(one.household or one.members for one in snapshots):
        raise HouseholdNotFound(
            f"{since} 以来的人户对应表和筛查结果里都没有户编号 {household_id}。"
            "请核对户编号（名单最后一列）和月份。"
        )
    visits = visits_by_month(home, household_id, [*earlier, *wanted])
    before = [None, *snapshots] if not earlier else [*snapshots]
    book = open_book()
    pairs = zip(before, snapshots[len(earlier) :], strict=False)
    parts = [_month(book, old, new, visits[new.month]) for old, new in pairs]
    return "\n\n".join([f"{household_id}　{since} 以来，逐月", *parts, _CLOSING])


def _month(book: Book, before: Snapshot | None, after: Snapshot, visits: Sequence[str]) -> str:
    scorecard = book.scorecard(after.month.as_of_date)
    compared = f"，与 {before.month} 比" if before else "，最早的一期，没有更早的可比"
    lines = [f"{after.month}（截至 {after.month.as_of_date}{compared}）"]
    lines.append(f"  {place(after, scorecard)}")
    lines += _first(after) if before is None else _compared(book, before, after)
    lines += _section("走访力量", why_place(before, after))
    lines += _section("走访和帮扶（台账）", visits)
    return "\n".join(lines)


def _first(one: Snapshot) -> list[str]:
    """Of the first release there is no change to tell, but what the score is made of."""
    rows = sorted(one.points.values(), key=lambda row: (-row["points"], row["indicator"]))
    told = [f"{row['points']:>3} 分  {row['reason'] or row['evidence']}" for row in rows]
    screened = [f"筛查人群：{cohorts(one)}"] if cohorts(one) else []
    return _section("得分构成", [*screened, *told, *notes(one)])


def _compared(book: Book, before: Snapshot, after: Snapshot) -> list[str]:
    rules = rules_between(book, before.month, after.month, (before.manifest, after.manifest))
    found = differences(before, after, rules)
    lines = _points(before, after, found)
    if before.colour != after.colour:
        title = f"颜色：{_colour(before)} → {_colour(after)}"
        lines += _section(title, why_colour(before, after, rules))
    # The scorecard's document is told once, not with each of the points it changed.
    if rules.scorecards[0].since != rules.scorecards[1].since:
        lines.append(f"  {rules.reference}")
    is_told = any(one.cause == "linkage" for one in found)
    if before.members != after.members and not is_told:
        lines += _section("家里的人有变化，得分没有因此变", moves(before, after))
    return lines + _section("迟到的数据，得分没有因此变", _late(after, found))


def _points(before: Snapshot, after: Snapshot, found: Sequence[Difference]) -> list[str]:
    if not found:
        return ["  得分和得分构成没有变"] if after.household and before.household else []
    change = after.score - before.score
    lines = [f"  得分 {before.score} → {after.score}（{change:+d}），变在："]
    for one in found:
        cause = CAUSES[one.cause] if one.cause else NOT_EXPLAINED
        points = f"{one.change:+d} 分（{one.points_before} → {one.points_after}）"
        lines.append(f"  · {cause}：{one.title or '得分构成以外'} {points}")
        lines += [f"      {sentence}" for sentence in one.evidence]
    return [*lines, _sum(found, change)]


def _sum(found: Sequence[Difference], change: int) -> str:
    rest = sum(one.change for one in found if one.cause is None)
    told = sum(one.change for one in found if one.cause is not None)
    if not any(one.cause is None for one in found):
        return f"    合计 {change:+d} 分，都说得清"
    return f"    合计 {change:+d} 分：说得清的 {told:+d} 分，没有找到原因的 {rest:+d} 分"


def _late(after: Snapshot, found: Sequence[Difference]) -> list[str]:
    """Late records that moved no points are told all the same."""
    if any(one.cause in {"late", "late_and_data"} for one in found):
        return []
    return [
        f"“{row['source_title']}”{row['late_rows_count']} 行"
        + (f"，说的是 {row['earliest_date']} 起的事" if row["earliest_date"] else "")
        for row in after.late
    ]


def _colour(one: Snapshot) -> str:
    return f"{COLOURS[one.colour]}色" if one.colour else "没有颜色"


def _section(title: str, entries: Iterable[str]) -> list[str]:
    told = [f"    · {entry}" for entry in entries]
    return [f"  {title}", *told] if told else []
