"""Which rules changed between two releases: dated values, the scorecard, and files overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from pipelines.manifest import Json
from pipelines.months import Month
from pipelines.policy import COMPUTED, Parameter, load_parameters, policy_checksums
from pipelines.policy_catalogue import valued
from pipelines.scorecard import FILE_NAME, Scorecard, ScoredIndicator, load_scorecards
from pipelines.selects import Select, selects_of

_LAYERS = ("core", "indicators")
# Who is screened, and with whom: a question of its own, see differences.
_WHO = frozenset({("core", "screened_members"), ("core", "members"), ("core", "households")})


@dataclass(frozen=True)
class Book:
    """All dated rules, read once: parameters by name, and the versions of the scorecard."""

    parameters: Mapping[str, Parameter]
    scorecards: tuple[Scorecard, ...]

    def scorecard(self, day: date) -> Scorecard:
        """Return the version that holds on a day; of a day before the first, the first."""
        holding = [version for version in self.scorecards if version.since <= day]
        return holding[-1] if holding else self.scorecards[0]


def open_book() -> Book:
    """Read the policy folder."""
    return Book(load_parameters(), load_scorecards())


@dataclass(frozen=True)
class Rules:
    """The rules of two releases beside each other."""

    book: Book
    before: Month
    after: Month
    checksums_before: Json
    checksums_after: Json

    @cached_property
    def scorecards(self) -> tuple[Scorecard, Scorecard]:
        """The versions of the scorecard that hold on the two days."""
        days = (self.before.as_of_date, self.after.as_of_date)
        return self.book.scorecard(days[0]), self.book.scorecard(days[1])

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Every dated parameter by name."""
        return self.book.parameters

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Parameter → a sentence, for each whose value on the two days differs."""
        told = {name: self._value(parameter) for name, parameter in sorted(self.parameters.items())}
        return {name: sentence for name, sentence in told.items() if sentence}

    @cached_property
    def overwritten(self) -> tuple[str, ...]:
        """Policy files whose bytes differ though no value of them has another date.

        Their earlier content can no longer be read: the manifests keep checksums alone.
        """
        names = self.checksums_before.keys() & self.checksums_after.keys()
        dated = {f"{name}.yaml" for name in self.values}
        if self.scorecards[0].since != self.scorecards[1].since:
            dated.add(FILE_NAME)
        differing = (n for n in names if self.checksums_before[n] != self.checksums_after[n])
        return tuple(sorted(set(differing) - dated))

    def of_being_scored(self, indicator: str) -> list[str]:
        """Return whether an indicator came into the scorecard or went out of it, in a sentence."""
        old, new = (_scored(scorecard, indicator) for scorecard in self.scorecards)
        if (old is None) == (new is None):
            return []
        return [self._dated("评分表新增了这一项，以前不计分" if new else "评分表不再有这一项")]

    def of_points(self, indicator: str) -> list[str]:
        """Return what changed in how an indicator's amount becomes points, in sentences."""
        old, new = (_scored(scorecard, indicator) for scorecard in self.scorecards)
        dimension = indicators()[indicator].header["dimension"] if indicator in indicators() else ""
        caps = [_cap(scorecard, dimension) for scorecard in self.scorecards]
        told = []
        if (old and old.bands) != (new and new.bands):
            told.append(f"评分表中这一项的分段由“{_bands(old)}”改为“{_bands(new)}”")
        if (old and old.expires_months) != (new and new.expires_months):
            told.append(f"评分表中这一项的有效月数由 {_months(old)} 改为 {_months(new)}")
        if caps[0] != caps[1]:
            told.append(f"评分表中这一维度的上限由 {caps[0]} 改为 {caps[1]}")
        return [self._dated(sentence) for sentence in told] + self._overwritten({FILE_NAME})

    def of_amount(self, indicator: str) -> list[str]:
        """Return the changed values that an indicator's amount is computed with, in sentences."""
        used = parameters_of(indicator)
        told = [self.values[name] for name in used if name in self.values]
        return told + self._overwritten({f"{name}.yaml" for name in used})

    def of_colours(self) -> list[str]:
        """Return what changed in the points that make a colour, in sentences."""
        old, new = self.scorecards
        told = [
            f"{one.title}的界限由 {one.minimum_score} 分（至少 {one.minimum_dimensions} 个维度）"
            f"改为 {other.minimum_score} 分（至少 {other.minimum_dimensions} 个维度）"
            for one, other in zip(old.colours, new.colours, strict=True)
            if one != other
        ]
        if old.direct_rules != new.direct_rules:
            told.append("直接列入的规则改了")
        return [self._dated(sentence) for sentence in told] + self._overwritten({FILE_NAME})

    @property
    def reference(self) -> str:
        """What sets the scorecard in force on the later day."""
        new = self.scorecards[1]
        return f"评分表（policy/{FILE_NAME}）{new.since} 的版本，依据：{new.reference.told}"

    def _dated(self, sentence: str) -> str:
        return f"{sentence}（{self.scorecards[1].since} 起）"

    def _overwritten(self, files: set[str]) -> list[str]:
        return [
            f"policy/{name} 两次运行之间改过，改的是已有的内容，没有写新的日期，"
            f"原来的数看不到了{self._edited_again(name)}"
            for name in self.overwritten
            if name in files
        ]

    def _edited_again(self, name: str) -> str:
        is_present = _present_checksums().get(name) == self.checksums_after[name]
        return "" if is_present else "；现在的文件又与那时不同"

    def _value(self, parameter: Parameter) -> str:
        old = parameter.at(self.before.as_of_date)
        new = parameter.at(self.after.as_of_date)
        if (old and old.value) == (new and new.value):
            return ""
        was = valued(parameter, old) if old else "没有"
        now = valued(parameter, new) if new else "没有"
        what = f"，{new.since} 起，{new.reference.told}" if new else ""
        return f"“{parameter.title}”由 {was} 改为 {now}（policy/{parameter.name}.yaml{what}）"


def _present_checksums() -> dict[str, str]:
    return policy_checksums()


def rules_between(book: Book, before: Month, after: Month, manifests: tuple[Json, Json]) -> Rules:
    """Return the rules of two releases, `manifests` being theirs."""
    old, new = (manifest.get("policy", {}) for manifest in manifests)
    return Rules(book, before, after, old, new)


@cache
def indicators() -> Mapping[str, Select]:
    """Return indicator → its select."""
    return {select.name: select for select in selects_of("indicators")}


@cache
def _selects() -> Mapping[tuple[str, str], Select]:
    return {(one.layer, one.name): one for layer in _LAYERS for one in selects_of(layer)}


@cache
def parameters_of(indicator: str) -> tuple[str, ...]:
    """Return the parameters that an indicator binds, itself or through what it reads; by name."""
    return tuple(
        sorted({name for one in _read_by(indicator) for name in one.parameters - COMPUTED})
    )


def _read_by(indicator: str) -> Iterator[Select]:
    seen, asked = set[tuple[str, str]](), [("indicators", indicator)]
    while asked:
        table = asked.pop()
        if table in seen or table in _WHO or table not in _selects():
            continue
        seen.add(table)
        yield _selects()[table]
        asked += _selects()[table].tables


def _scored(scorecard: Scorecard, indicator: str) -> ScoredIndicator | None:
    return next((one for one in scorecard.indicators if one.name == indicator), None)


def _cap(scorecard: Scorecard, dimension: str) -> int | None:
    return next((one.cap for one in scorecard.dimensions if one.name == dimension), None)


def _bands(scored: ScoredIndicator | None) -> str:
    if scored is None:
        return "不计分"
    return "、".join(f"{least} 起 {points} 分" for least, points in scored.bands)


def _months(scored: ScoredIndicator | None) -> str:
    return f"{scored.expires_months} 个月" if scored else "没有"
