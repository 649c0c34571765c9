"""What would take a household off its colour: told by the numbers of the reasons on the page."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from pipelines.household_page.standing import NO_ASSISTANCE, Range, Reason, Standing
from pipelines.scorecard import RANKS
from pipelines.summary import COLOURS

MOST_TOGETHER, HEAVIEST = 3, 12
_NAMES = {RANKS[name]: word for name, word in COLOURS.items()}

Found = tuple[tuple[int, ...], Range]


def counter_reasons(standing: Standing, colour: str | None) -> list[str]:
    """Return sentences; reasons are numbered from 1 in the order of `standing.reasons`."""
    if colour is None:
        return [_distance(standing)]
    own = RANKS[colour]
    return [
        *_held(standing, own),
        *_singles(standing, own),
        *_assisted(standing, own),
        *_direct(standing),
        *_stale(standing.reasons),
        "更正以后才变，每月最多降一级",
    ]


def _distance(standing: Standing) -> str:
    yellow = standing.scorecard.colours[-1]
    lacking = yellow.minimum_score - standing.score().low
    reached = f"黄色界限是 {yellow.minimum_score} 分"
    return f"{reached}，还差 {lacking} 分" if lacking > 0 else reached


def _held(standing: Standing, own: int) -> list[str]:
    now = standing.rank()
    if now.high >= own:
        return []
    return [f"本月的情况{_what_is_left(now)}，现在的颜色是上月留下来的，原因见上面带※的说明"]


def _singles(standing: Standing, own: int) -> Iterator[str]:
    """Yield what each reason decides alone; else the fewest that decide together."""
    own = min(own, standing.rank().high)
    if own == 0:
        return
    alone = _found(standing, own, 1)
    if alone:
        yield from _by_result(alone)
        return
    yield "单独一条不属实，颜色不变"
    for count in range(2, MOST_TOGETHER + 1):
        together = _found(standing, own, count)
        if together:
            numbers, left = together[0]
            example = "例如" if len(together) > 1 else ""
            yield f"{example}第{_listed(numbers)}条都不属实：{_what_is_left(left)}"
            return
    if len(standing.reasons) > MOST_TOGETHER:
        yield f"要有 {MOST_TOGETHER + 1} 条以上同时不属实，颜色才会变"


def _found(standing: Standing, own: int, count: int) -> list[Found]:
    """Return the sets of so many reasons without which the colour may not hold, worst first."""
    numbered = [(n, r) for n, r in enumerate(standing.reasons, 1) if r.points > 0]
    # Reasons stand in the order of their points: the fewest that decide are among the first.
    tried = numbered if count == 1 else numbered[:HEAVIEST]
    found = []
    for chosen in combinations(tried, count):
        left = standing.rank([reason.indicator for _, reason in chosen])
        if left.low < own:
            found.append((tuple(number for number, _ in chosen), left))
    return sorted(found, key=lambda one: (one[1].high, one[1].low, one[0]))


def _by_result(alone: list[Found]) -> Iterator[str]:
    results: dict[Range, list[int]] = {}
    for numbers, left in alone:
        results.setdefault(left, []).extend(numbers)
    for left, which_ones in results.items():
        which = f"第{_listed(sorted(which_ones))}条"
        any_of = "中任何一条" if len(which_ones) > 1 else ""
        yield f"{which}{any_of}不属实：{_what_is_left(left)}"


def _assisted(standing: Standing, own: int) -> Iterator[str]:
    """Yield what changes if the household draws assistance after all."""
    left = standing.rank([NO_ASSISTANCE])
    if left.low < min(own, standing.rank().high):
        yield f"家里其实已在领低保或特困：{_what_is_left(left)}"


def _direct(standing: Standing) -> Iterator[str]:
    """Yield how many grave signs list the household directly, and what holds with fewer."""
    rule = standing.rule
    if rule is None:
        return
    by_points = standing.rank_by_points().low
    told = f"也够{_NAMES[by_points]}色" if by_points else "不够列入名单"
    yield (
        f"“{rule.title}”现有 {len(standing.signs)} 项，不足 {rule.minimum_signs} 项时，"
        f"只按得分{told}"
    )


def _stale(reasons: Sequence[Reason]) -> Iterator[str]:
    old = [number for number, reason in enumerate(reasons, 1) if not reason.is_fresh]
    if old:
        yield f"第{_listed(old)}条用的是旧数据或日期不详，请先问近况"


def _what_is_left(left: Range) -> str:
    if left.high == 0:
        return "不够列入名单"
    if left.low == left.high:
        return f"只够{_NAMES[left.low]}色"
    least = f"只够{_NAMES[left.low]}色" if left.low else "不够列入名单"
    return f"可能{least}（同一方面的其他原因会补上一些分数，这里算不准）"


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers))
