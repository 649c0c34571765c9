"""Whether a delivery month of a source can be what it claims to be: judged against earlier ones.

Nothing is compared with a fixed number of rows. What is usual, and how far months differ from
it, is learned from the source's own sound months; the floors are policy (`policy/feed_*.yaml`).
A month that cannot be judged (the first one, a list of a few rows) is sound.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

from pipelines.months import parse_month
from pipelines.policy import Policy
from pipelines.profiles import ColumnProfile, Pair, Profile
from schemas.columns import ColumnSpec
from schemas.sources import Source

FindingKind = Literal[
    "copied",
    "copied_column",
    "partial_rows",
    "partial_towns",
    "jump",
    "settled",
    "sent_before",
    "rejected",
    "empty",
    "late",
    "too_old",
]
State = Literal["sound", "copied", "copied_column", "partial_towns", "partial_rows", "jump"]

# How many earlier deliveries a new one is looked for in.
COPIED_FROM = 3
# Of a volatile column that was compared before: as little change as this share of the least seen.
_VOLATILE_FALL = 0.5
# A column has to have changed at least for so many people in earlier months to be missed now.
_LEAST_CHANGE = 0.02
# Volumes of events differ from month to month: nothing is learned of them from fewer months.
_EVENT_MONTHS = 3
# From so many months on, the one furthest from the others teaches nothing: it may be a slip.
_FURTHEST_LEFT_OUT = 3
# A town's own tolerance is learned from so many months.
_TOWN_MONTHS = 3
# Never so wide a tolerance that an empty table would pass.
_WIDEST = 0.95
_NAMED = 3

PlaceOf = Callable[[str], str]
"""A town as written (or "\\t" and a community) → one key for all its spellings."""


@dataclasses.dataclass(frozen=True)
class Finding:
    """Something an official should know of a delivery: its kind, a sentence, the figures."""

    kind: FindingKind
    sentence: str
    figures: dict[str, Any] = dataclasses.field(default_factory=dict)


class DeliveryMonth(Protocol):
    """What is known of one delivery month; `pipelines.profiles.Month` computes it."""

    @property
    def month(self) -> str:
        """The delivery month."""

    @property
    def profile(self) -> Profile:
        """Its figures."""

    def against(self, earlier: Any) -> Pair:
        """How far it is the same as an earlier one."""


@dataclasses.dataclass(frozen=True)
class Tolerances:
    """The floors of all tolerances: see `policy/feed_*.yaml`."""

    minimum_rows: int
    copied_minimum_rows: int
    copied_column_share: float
    copied_change_fall: float
    history_months: int
    spread_factor: float
    partial_fall: Mapping[str, float]
    town_fall: float
    town_fall_learned: float
    jump_share: float
    jump_ratio: float

    @classmethod
    def of(cls, policy: Policy) -> Tolerances:
        """Read them from the policy of a day."""
        return cls(
            minimum_rows=int(policy["feed_minimum_rows"]),
            copied_minimum_rows=int(policy["feed_copied_minimum_rows"]),
            copied_column_share=float(policy["feed_copied_column_share"]),
            copied_change_fall=float(policy["feed_copied_change_fall"]),
            history_months=int(policy["feed_history_months"]),
            spread_factor=float(policy["feed_spread_factor"]),
            partial_fall={
                "snapshot": float(policy["feed_partial_fall_snapshot"]),
                "events": float(policy["feed_partial_fall_events"]),
            },
            town_fall=float(policy["feed_town_fall"]),
            town_fall_learned=float(policy["feed_town_fall_learned"]),
            jump_share=float(policy["feed_jump_share"]),
            jump_ratio=float(policy["feed_jump_ratio"]),
        )


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What a delivery month is.

    `same_as`: the month that a copy copies. `missing`: the towns (keys) that are not in it.
    `admits`: an earlier month that turns out sound by this one.
    """

    month: str
    state: State = "sound"
    findings: tuple[Finding, ...] = ()
    same_as: str = ""
    missing: tuple[str, ...] = ()
    admits: str = ""


def judge_feed(
    source: Source,
    months: Sequence[DeliveryMonth],
    tolerances: Tolerances,
    place_of: PlaceOf = str,
) -> tuple[Verdict, ...]:
    """Judge each delivery month of a source, in order, by those before it."""
    judge = _Judge(source, tolerances, place_of)
    return tuple(judge.take(one) for one in months)


@dataclasses.dataclass
class _Judge:
    """What the months seen so far have taught."""

    source: Source
    tolerances: Tolerances
    place_of: PlaceOf
    seen: list[DeliveryMonth] = dataclasses.field(default_factory=list)
    sound: list[DeliveryMonth] = dataclasses.field(default_factory=list)
    doubted: DeliveryMonth | None = None

    def take(self, one: DeliveryMonth) -> Verdict:
        """Judge the next month, and learn from it."""
        verdict = self._verdict(one) if self.seen else Verdict(one.month)
        self.seen.append(one)
        if verdict.state == "sound":
            self.sound.append(one)
        if verdict.state in {"partial_rows", "partial_towns", "jump"}:
            self.doubted = one
        elif not verdict.same_as:  # a copy neither confirms nor refutes
            self.doubted = None
        return verdict

    def _verdict(self, one: DeliveryMonth) -> Verdict:
        copied = self._copied(one)
        if copied:
            return copied
        history = self.sound[-self.tolerances.history_months :]
        missing, findings = self._deviations(one, history)
        kinds = {finding.kind for finding in findings}
        if not kinds:
            return Verdict(one.month)
        has_all_towns = kinds != {"partial_towns"} or self._has_rows_of(missing, one)
        if has_all_towns and self.doubted and not self._deviations(one, [self.doubted])[1]:
            return self._settled(one, self.doubted, findings)
        if kinds == {"partial_towns"}:
            return Verdict(one.month, "partial_towns", findings, missing=missing)
        state: State = "partial_rows" if "partial_rows" in kinds else "jump"
        return Verdict(one.month, state, findings)

    def _has_rows_of(self, towns: Sequence[str], one: DeliveryMonth) -> bool:
        """Whether some rows came of each town: one that is absent, however often, is missing."""
        came = {self.place_of(written) for written, rows in one.profile.places.items() if rows}
        return came.issuperset(towns)

    def _settled(
        self, one: DeliveryMonth, doubted: DeliveryMonth, findings: Iterable[Finding]
    ) -> Verdict:
        """Two deliveries that agree with each other are no slip: they are how things now are."""
        self.sound = [doubted]
        sentence = (
            f"“{self.source.title}”{one.month} 与 {doubted.month} 一致，连续两次如此，"
            "从本次起按新的情况使用，不再提示。"
        )
        told = Finding("settled", sentence, {"agrees_with": doubted.month})
        return Verdict(one.month, "sound", (*findings, told), admits=doubted.month)

    def _copied(self, one: DeliveryMonth) -> Verdict | None:
        changes = self._usual_changes()
        for earlier in reversed(self.seen[-COPIED_FROM:]):
            pair = one.against(earlier)
            if self._is_whole_copy(one, earlier, pair):
                found = _whole_copy(self.source, one, earlier)
                return Verdict(one.month, "copied", (found,), same_as=earlier.month)
            columns = [
                _copied_column(self.source, spec, one, earlier, pair, changes)
                for spec in self.source.staged_columns
                if self._is_copied(spec, pair, changes.get(spec.name, ()))
            ]
            if columns:
                return Verdict(one.month, "copied_column", tuple(columns), same_as=earlier.month)
        return None

    def _is_whole_copy(self, one: DeliveryMonth, earlier: DeliveryMonth, pair: Pair) -> bool:
        rows, before = one.profile.rows, earlier.profile.rows
        if rows < self.tolerances.copied_minimum_rows or pair.same_rows < pair.rows:
            return False
        # Of events a part of an earlier delivery is a copy too: it brings nothing new.
        return bool(pair.rows) and (
            rows <= before if self.source.kind == "events" else rows == before
        )

    def _is_copied(self, spec: ColumnSpec, pair: Pair, changes: Sequence[float]) -> bool:
        same, compared = pair.columns.get(spec.name, (0, 0))
        if compared < self.tolerances.minimum_rows:
            return False
        change = 1 - same / compared
        if spec.volatile and same >= self.tolerances.copied_column_share * compared:
            return not changes or change <= _VOLATILE_FALL * min(changes)
        least = min(changes, default=0.0)
        is_missed = least >= _LEAST_CHANGE and least * compared >= self.tolerances.minimum_rows
        known = len(changes) >= 2  # one pair of months tells no custom
        return known and is_missed and change <= self.tolerances.copied_change_fall * least

    def _usual_changes(self) -> dict[str, list[float]]:
        """By column, for which share of people it changed between earlier sound months."""
        changes: dict[str, list[float]] = {}
        history = self.sound[-self.tolerances.history_months :]
        for earlier, later in itertools.pairwise(history):
            for name, (same, compared) in later.against(earlier).columns.items():
                if compared >= self.tolerances.minimum_rows:
                    changes.setdefault(name, []).append(1 - same / compared)
        return changes

    def _deviations(
        self, one: DeliveryMonth, history: Sequence[DeliveryMonth]
    ) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
        """Return the towns that are missing, and all that differs from what is usual."""
        if not history or self.source.comes_in_bursts:
            return (), ()
        profiles = [month.profile for month in history]
        comparison = _Comparison(self.source, self.tolerances, self.place_of, one, profiles)
        missing = comparison.missing_towns()
        rows = comparison.rows(set(missing))
        # Where most of the rows are gone, the towns are not what is wrong.
        towns = [] if rows or not missing else [comparison.towns_finding(missing)]
        found = (*rows, *towns, *comparison.jumps())
        return (tuple(missing) if towns else ()), found


@dataclasses.dataclass(frozen=True)
class _Comparison:
    """One month against what is usual in the months of its history."""

    source: Source
    tolerances: Tolerances
    place_of: PlaceOf
    one: DeliveryMonth
    history: Sequence[Profile]

    def missing_towns(self) -> list[str]:
        """The towns of which far fewer rows came than usual, as keys, in order."""
        if self.source.kind == "events":
            return []
        now = self._by_town(self.one.profile)
        before = [self._by_town(profile) for profile in self.history]
        return [town for town in sorted(set().union(*before)) if self._is_gone(town, now, before)]

    def _by_town(self, profile: Profile) -> dict[str, int]:
        rows: dict[str, int] = {}
        for written, count in profile.places.items():
            town = self.place_of(written)
            rows[town] = rows.get(town, 0) + count
        return rows

    def _is_gone(
        self, town: str, now: Mapping[str, int], before: Sequence[Mapping[str, int]]
    ) -> bool:
        counts = [rows.get(town, 0) for rows in before]
        usual = statistics.median(counts)
        if not town or usual < self.tolerances.minimum_rows:
            return False
        tolerances = self.tolerances
        known = sum(count > 0 for count in counts) >= _TOWN_MONTHS
        floor = tolerances.town_fall_learned if known else tolerances.town_fall
        fall = _widened(floor, counts, usual, tolerances.spread_factor)
        return now.get(town, 0) < (1 - fall) * usual

    def towns_finding(self, missing: Sequence[str]) -> Finding:
        """Tell which towns are missing, as the newest month that had them wrote them."""
        names = self._written(missing)
        usual = statistics.median(
            sum(rows.get(town, 0) for town in missing) for rows in map(self._by_town, self.history)
        )
        more = f"等 {len(names)} 个镇街" if len(names) > _NAMED else ""
        told = "、".join(names[:_NAMED]) + more
        rows = sum(map(self._by_town(self.one.profile).get, missing, itertools.repeat(0)))
        what = f"{told}的数据不全（只有 {rows} 行，" if rows else f"缺{told}的数据（"
        sentence = (
            f"“{self.source.title}”{self.one.month} {what}平常约 {usual:.0f} 行）。"
            f"这些镇街沿用上次的数据，请{self.source.department}补交。"
        )
        figures = {"towns": names, "usual_rows": usual, "rows": self.one.profile.rows}
        return Finding("partial_towns", sentence, figures)

    def _written(self, towns: Sequence[str]) -> list[str]:
        names: dict[str, str] = {}
        for profile in self.history:
            for written in sorted(profile.places, reverse=True):
                names[self.place_of(written)] = written.strip() or "未写明的镇街"
        return [names[town] for town in towns]

    def rows(self, missing: set[str]) -> list[Finding]:
        """Whether far fewer rows came than usual, towns that are missing left out."""
        if self.source.kind == "events" and len(self.history) < _EVENT_MONTHS:
            return []
        counts = [self._rows_without(profile, missing) for profile in self.history]
        now, usual = self._rows_without(self.one.profile, missing), statistics.median(counts)
        gone = statistics.median([profile.rows for profile in self.history])
        floor = self.tolerances.partial_fall[self.source.kind]
        if gone < self.tolerances.minimum_rows:
            return []
        fall = _widened(floor, counts, usual, self.tolerances.spread_factor)
        is_half_gone = missing and usual < gone / 2
        if now >= (1 - fall) * usual and not is_half_gone:
            return []
        return [self._rows_finding(self.one.profile.rows, gone, fall)]

    def _rows_without(self, profile: Profile, missing: set[str]) -> int:
        return profile.rows - sum(
            rows for town, rows in self._by_town(profile).items() if town in missing
        )

    def _rows_finding(self, rows: int, usual: float, fall: float) -> Finding:
        share = 1 - rows / usual
        sentence = (
            f"“{self.source.title}”{self.one.month} 只有 {rows} 行，平常约 {usual:.0f} 行，"
            f"少了 {share:.0%}（容许 {fall:.0%}），多半只交了一部分。"
            f"请{self.source.department}核对后重交。"
        )
        figures = {"rows": rows, "usual_rows": usual, "fall": share, "tolerated_fall": fall}
        return Finding("partial_rows", sentence, _rounded(figures))

    def jumps(self) -> list[Finding]:
        """The columns whose values moved much further than they use to."""
        found = []
        for spec in self.source.staged_columns:
            told = self._share_jump(spec) or self._median_jump(spec)
            if told:
                found.append(told)
        return found

    def _share_jump(self, spec: ColumnSpec) -> Finding | None:
        columns = [profile.columns.get(spec.name) for profile in (self.one.profile, *self.history)]
        rows = [profile.counted for profile in (self.one.profile, *self.history)]
        known = [(one, count) for one, count in zip(columns, rows, strict=True) if one]
        if len(known) < len(columns):
            return None
        blanks = [_Share(one.blanks, count) for one, count in known]
        found = [self._moved(spec, None, blanks)]
        for value in sorted({value for one, _ in known for value in one.values}):
            shares = [_Share(one.values.get(value, 0), count - one.blanks) for one, count in known]
            found.append(self._moved(spec, value, shares))
        told = [one for one in found if one]
        return max(told, key=_moved_by, default=None)

    def _moved(
        self, spec: ColumnSpec, value: str | None, shares: Sequence[_Share]
    ) -> Finding | None:
        now, before = shares[0], [one for one in shares[1:] if one.of]
        least = self.tolerances.minimum_rows
        if now.of < least or not before or min(one.of for one in before) < least:
            return None
        usual = statistics.median(one.share for one in before)
        spread = max(abs(one.share - usual) for one in before)
        noise = 3 * math.sqrt(usual * (1 - usual) * (1 / now.of + 1 / before[-1].of))
        wide = max(self.tolerances.jump_share, self.tolerances.spread_factor * spread) + noise
        if abs(now.share - usual) <= min(wide, _WIDEST):
            return None
        sentence = (
            f"“{self.source.title}”{self.one.month} 的“{spec.title}”{_worded(spec, value)}占 "
            f"{now.share:.0%}，平常 {usual:.0%}（容许上下 {wide * 100:.0f} 个百分点）。"
            f"请{self.source.department}核对是否填错了列或换了口径。"
        )
        figures = {"column": spec.name, "share": now.share, "usual_share": usual, "rows": now.of,
                   "tolerated": wide, "is_blank": value is None}  # fmt: skip
        return Finding("jump", sentence, _rounded(figures))

    def _median_jump(self, spec: ColumnSpec) -> Finding | None:
        amounts = [_amount(profile, spec) for profile in (self.one.profile, *self.history)]
        least = self.tolerances.minimum_rows
        known = [
            (one.median, one.amounts) for one in amounts if one.amounts >= least and one.median
        ]
        if len(known) < len(amounts) or min(median for median, _ in known) <= 0:
            return None
        (now, count), before = known[0], known[1:]
        usual = statistics.median(median for median, _ in before)
        spread = max(max(median / usual, usual / median) for median, _ in before)
        # Amounts differ by orders of magnitude: the median of a few of them does too.
        noise = math.exp(7.5 * math.sqrt(1 / count + 1 / before[-1][1]))
        wide = max(self.tolerances.jump_ratio, spread**self.tolerances.spread_factor) * noise
        ratio = max(now / usual, usual / now)
        if ratio <= wide:
            return None
        unit = spec.unit or ""
        sentence = (
            f"“{self.source.title}”{self.one.month} 的“{spec.title}”中位数是 {now:g}{unit}，"
            f"平常 {usual:g}{unit}，相差 {ratio:.0f} 倍（容许 {wide:.1f} 倍）。"
            f"请{self.source.department}核对单位（元、万元）和口径。"
        )
        figures = {"column": spec.name, "median": now, "usual_median": usual, "ratio": ratio,
                   "tolerated": wide}  # fmt: skip
        return Finding("jump", sentence, _rounded(figures))


def _moved_by(finding: Finding) -> tuple[float, float]:
    """Which of a column's moves to tell: the farthest; of two as far, the one upwards."""
    rise = finding.figures["share"] - finding.figures["usual_share"]
    return round(abs(rise), 3), rise


@dataclasses.dataclass(frozen=True)
class _Share:
    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0


def _amount(profile: Profile, spec: ColumnSpec) -> ColumnProfile:
    return profile.columns.get(spec.name) or ColumnProfile(0)


def _worded(spec: ColumnSpec, value: str | None) -> str:
    """A value in words of the contract: what else stands in a cell may be anything."""
    if value is None:
        return "空白的"
    if spec.kind == "boolean":
        return "为“是”的" if value == "true" else "为“否”的"
    return f"为“{value}”的" if value in (spec.words or ()) else "为某个不在代码表里的值的"


def _widened(floor: float, counts: Sequence[float], usual: float, factor: float) -> float:
    """The fall that is tolerated: what months differ by, but not less than the floor."""
    if not usual:
        return _WIDEST
    spread = _spread(counts, usual) / usual
    return min(_WIDEST, max(floor, factor * spread) + 3 * math.sqrt(1 / usual) * (1 - floor))


def _spread(counts: Sequence[float], usual: float) -> float:
    """How far months are from the usual one; one odd month among several is left out."""
    deviations = sorted(abs(count - usual) for count in counts)
    return deviations[-2 if len(deviations) >= _FURTHEST_LEFT_OUT else -1]


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in figures.items()
    }


def _whole_copy(source: Source, one: DeliveryMonth, earlier: DeliveryMonth) -> Finding:
    rows = one.profile.rows
    sentence = (
        f"“{source.title}”{one.month} 交来的 {rows} 行与 {earlier.month} 交来的一行不差，"
        f"是重交的旧数据。请{source.department}重新导出当月的数据。"
    )
    return Finding("copied", sentence, {"rows": rows, "same_as": earlier.month})


def _copied_column(
    source: Source,
    spec: ColumnSpec,
    one: DeliveryMonth,
    earlier: DeliveryMonth,
    pair: Pair,
    changes: Mapping[str, Sequence[float]],
) -> Finding:
    same, compared = pair.columns[spec.name]
    usual = min(changes.get(spec.name, ()), default=None)
    custom = f"，以往每次至少 {usual:.0%} 的人有变化" if usual is not None else "，本该月月变化"
    sentence = (
        f"“{source.title}”{one.month} 的“{spec.title}”一列没有更新：比对 {compared} 人，"
        f"{same} 人（{same / compared:.0%}）与 {earlier.month} 相同{custom}。"
        f"请{source.department}核对导出的这一列。"
    )
    figures = {"column": spec.name, "same": same, "compared": compared, "same_as": earlier.month,
               "usual_change": usual}  # fmt: skip
    return Finding("copied_column", sentence, _rounded(figures))


def age_in_months(data_month: str, month: str) -> int:
    """How many months lie between the month that data speak of and another one."""
    then, now = parse_month(data_month), parse_month(month)
    return 12 * (now.year - then.year) + now.month - then.month
