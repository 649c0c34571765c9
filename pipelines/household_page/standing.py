"""Which colour a household's points and grave signs support, and which if some were untrue.

A release holds points after the caps of the dimensions. Where a cap was reached, points that it
took away come back when another reason of that dimension falls: how many is not in the release,
so the answer is a range, from the fewest points that are possible to the most.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pipelines.scorecard import RANKS, Colour, DirectRule, Scorecard


@dataclass(frozen=True)
class Reason:
    """One scored reason of a release: its points are those after the cap."""

    indicator: str
    dimension: str
    points: int
    is_fresh: bool
    sentence: str


@dataclass(frozen=True)
class Range:
    """From the least to the most that is possible."""

    low: int
    high: int


@dataclass(frozen=True)
class Standing:
    """What a household's colour rests on: its reasons, and the direct rule that lists it.

    `rule` is the direct rule that the release names, None where none lists the household;
    `signs` are the titles of its grave signs that hold.
    """

    scorecard: Scorecard
    reasons: Sequence[Reason]
    rule: DirectRule | None = None
    signs: frozenset[str] = frozenset()

    def score(self, untrue: Collection[str] = (), *, fresh: bool = False) -> Range:
        """Return the points without the reasons of these indicators; `fresh`: of new data."""
        caps = {dimension.name: dimension.cap for dimension in self.scorecard.dimensions}
        low = high = 0
        for name in sorted({reason.dimension for reason in self.reasons}):
            of_it = [reason for reason in self.reasons if reason.dimension == name]
            left = [reason for reason in of_it if reason.indicator not in untrue]
            counted = [reason for reason in left if reason.is_fresh or not fresh]
            given = sum(reason.points for reason in counted)
            cap = caps.get(name, given)
            is_capped = sum(reason.points for reason in of_it) >= cap and len(left) < len(of_it)
            back = self._taken_by_cap(counted) if is_capped else Range(0, 0)
            low += min(max(cap, given), given + back.low)
            high += min(max(cap, given), given + back.high)
        return Range(low, high)

    def _taken_by_cap(self, reasons: Iterable[Reason]) -> Range:
        """Return how many points the cap may have taken from these reasons."""
        bands = {
            indicator.name: [points for _, points in indicator.bands]
            for indicator in self.scorecard.indicators
        }
        low, high, partly = 0, 0, 0
        for reason in reasons:
            full = [points for points in bands.get(reason.indicator, []) if points >= reason.points]
            if not full:
                continue
            if reason.points == 0:
                low, high = low + min(full), high + max(full)
            else:
                # The cap cuts one reason in two at most; those before it are whole.
                low += min(full) - reason.points
                partly = max(partly, max(full) - reason.points)
        return Range(low, max(low, high + partly))

    def rank(self, untrue: Collection[str] = ()) -> Range:
        """Return the colour's rank (3 red … 0 not listed) that is left without these reasons."""
        by_points, by_signs = self.rank_by_points(untrue), self.rank_by_signs(untrue)
        return Range(max(by_points.low, by_signs.low), max(by_points.high, by_signs.high))

    def rank_by_points(self, untrue: Collection[str] = ()) -> Range:
        """Return the rank that the points alone support."""
        scores, fresh = self.score(untrue), self.score(untrue, fresh=True)
        return Range(
            self._rank_of(scores.low, fresh.low, untrue),
            self._rank_of(scores.high, fresh.high, untrue),
        )

    def _rank_of(self, score: int, fresh_score: int, untrue: Collection[str]) -> int:
        left = [r for r in self.reasons if r.points > 0 and r.indicator not in untrue]
        dimensions = len({reason.dimension for reason in left})
        fresh_dimensions = len({reason.dimension for reason in left if reason.is_fresh})
        held = [
            RANKS[colour.name]
            for colour in self.scorecard.colours
            if _holds(colour, score, dimensions)
            and (not colour.only_fresh or _holds(colour, fresh_score, fresh_dimensions))
        ]
        return max(held, default=0)

    def rank_by_signs(self, untrue: Collection[str] = ()) -> Range:
        """Return the rank that the direct rules support; signs without a reason stay true."""
        ranks = [self._rank_of_rule(rule, untrue) for rule in self.scorecard.direct_rules]
        return Range(
            max((rank.low for rank in ranks), default=0),
            max((rank.high for rank in ranks), default=0),
        )

    def _rank_of_rule(self, rule: DirectRule, untrue: Collection[str]) -> Range:
        if self.rule is None:
            return Range(0, 0)
        stale = {reason.indicator for reason in self.reasons if not reason.is_fresh}
        told = {sign.title for sign in self.rule.signs}
        left = [s for s in rule.signs if s.title in self.signs and _of(s.indicator) not in untrue]
        fresh = [sign for sign in left if _of(sign.indicator) not in stale]
        # Of signs that only another rule knows the release says nothing: they may hold.
        unknown = sum(sign.title not in told for sign in rule.signs)
        return Range(
            self._rank_with(rule, len(left), len(fresh)),
            self._rank_with(rule, len(left) + unknown, len(fresh) + unknown),
        )

    def _rank_with(self, rule: DirectRule, signs: int, fresh: int) -> int:
        if signs < rule.minimum_signs:
            return 0
        stale_rank = max(RANKS[c.name] for c in self.scorecard.colours if not c.only_fresh)
        rank = RANKS[rule.colour]
        return rank if fresh >= rule.minimum_signs else min(rank, stale_rank)


NO_ASSISTANCE = "no_assistance"


def _of(indicator: str | None) -> str:
    """Return what makes a sign untrue: its indicator, else that the household draws assistance."""
    return indicator or NO_ASSISTANCE


def _holds(colour: Colour, score: int, dimensions: int) -> bool:
    return score >= colour.minimum_score and dimensions >= colour.minimum_dimensions
