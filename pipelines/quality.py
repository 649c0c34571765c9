"""How a month's data arrived: per source what came, what was wrong, how it moves, who must act.

All of it is read from a release's manifest, which names nobody: the page that is made of it may
lie open on a desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.doubts import sentence_of
from pipelines.manifest import Json
from pipelines.months import Month, parse_month
from schemas.sources import Source, all_sources

TREND_MONTHS = 12

Level = Literal["block", "warn", "note"]
_COUNTS = ("received", "accepted", "rejected", "repeated", "closed")


@dataclass(frozen=True)
class RuleCount:
    """How many rows of a source break a rule this month, and how many did the month before.

    `rows_before` is None for comparisons between sources: they are made anew each month.
    """

    rule: str
    level: Level
    sentence: str
    rows: int
    rows_before: int | None


@dataclass(frozen=True)
class Arrival:
    """What one delivery month brought of a source, in rows."""

    month: str
    received: int
    accepted: int
    rejected: int


@dataclass(frozen=True)
class SourceQuality:
    """One source in one month.

    `status` is present, stale or missing; `age_months` how old the data in use is. `files` to
    `closed` count what this month delivered, in files and rows. `trend` has one entry a month,
    oldest first, this month last; a month without a delivery has none. `refused` are columns of
    this month's files that nobody may process, by header, with the reason.
    """

    source: Source
    status: str
    delivery_month: str | None
    age_months: int
    reason: str
    findings: tuple[str, ...]
    files: int
    received: int
    accepted: int
    rejected: int
    repeated: int
    closed: int
    rules: tuple[RuleCount, ...]
    trend: tuple[Arrival, ...]
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def is_connected(self) -> bool:
        """Whether the department has ever delivered this kind of data."""
        return self.delivery_month is not None

    @property
    def is_due(self) -> bool:
        """Whether the department has to be asked for it."""
        return self.is_connected and self.status in {"missing", "stale"}

    @property
    def is_awaited(self) -> bool:
        """Whether nothing came this month because nothing was due yet."""
        return self.status == "present" and not self.files

    @property
    def reject_shares(self) -> tuple[float | None, float | None]:
        """Shares of rows rejected at first, of this month's delivery and of the one before."""
        before = [one for one in self.trend[-2:] if one.received]
        last = before.pop() if before and self.received else None
        return _share(last), _share(before[-1] if before else None)

    @property
    def open_rejects(self) -> int:
        """Rows that were returned and have not come back mended."""
        return self.rejected - self.closed

    def rows_at(self, level: Level) -> int:
        """Rows by the level of the rules that they break."""
        return sum(rule.rows for rule in self.rules if rule.level == level)


def _share(arrival: Arrival | None) -> float | None:
    return arrival.rejected / arrival.received if arrival else None


@dataclass(frozen=True)
class Late:
    """What came after the lists of `since` were out and belongs to the time before.

    `rows` by the title of the source; `households` have such rows, `changed` of them another score
    than in those lists, `coloured` another colour.
    """

    since: str
    rows: tuple[tuple[str, int], ...]
    households: int
    changed: int
    coloured: int


@dataclass(frozen=True)
class UnreadFile:
    """A file of this month that could not be read, or not every sheet of it, and why."""

    name: str
    reasons: tuple[str, ...]
    is_whole: bool
    """Whether nothing at all was read of it."""


@dataclass(frozen=True)
class Quality:
    """A month's data quality: all sources by department and title, and the files not read."""

    month: str
    sources: tuple[SourceQuality, ...]
    unread: tuple[UnreadFile, ...]
    late: Late | None = None

    @property
    def files(self) -> int:
        """How many files this month brought, read or not."""
        unread = sum(one.is_whole for one in self.unread)
        return sum(one.files for one in self.sources) + unread

    @property
    def connected(self) -> list[SourceQuality]:
        """The sources that have ever been delivered."""
        return [one for one in self.sources if one.is_connected]

    @property
    def not_connected(self) -> list[SourceQuality]:
        """The kinds of data that no department has delivered yet."""
        return [one for one in self.sources if not one.is_connected]


def quality_of(manifest: Json) -> Quality:
    """Gather a month's data quality from the manifest of its release (or refusal)."""
    month: str = manifest["month"]
    files = [entry for entry in manifest["files"] if entry["delivery_month"] <= month]
    sources = [
        _source_quality(source, manifest["sources"][source.name], files, manifest, month)
        for source in all_sources()
        if source.name in manifest["sources"]
    ]
    sources.sort(key=lambda one: (one.source.department, one.source.title, one.source.name))
    return Quality(month, tuple(sources), tuple(_unread(files, month)), _late(manifest))


def _late(manifest: Json) -> Late | None:
    told = manifest.get("late") or {}
    if not told.get("rows"):
        return None
    titles = {source.name: source.title for source in all_sources()}
    rows = tuple((titles.get(name, name), count) for name, count in sorted(told["rows"].items()))
    counts = (told["households"], told["changed_households"], told["coloured_households"])
    return Late(told["since"], rows, *counts)


def _source_quality(
    source: Source, told: Json, files: Iterable[Json], manifest: Json, month: str
) -> SourceQuality:
    own = [entry for entry in files if entry["source"] == source.name]
    now = [entry for entry in own if entry["delivery_month"] == month]
    sums = {name: sum(entry.get(name, 0) for entry in now) for name in _COUNTS}
    return SourceQuality(
        source=source,
        status=told["status"],
        delivery_month=told["delivery_month"],
        age_months=told.get("age_months", 0),
        reason=told["reason"] or "",
        findings=tuple(found["sentence"] for found in told.get("findings", ())),
        files=len({entry["name"] for entry in now}),
        rules=_rules(source, own, manifest, month),
        trend=_trend(own, month),
        refused=_refused(now),
        **sums,
    )


def _rules(
    source: Source, own: Sequence[Json], manifest: Json, month: str
) -> tuple[RuleCount, ...]:
    """Rules broken this month, the gravest level first, then the most rows."""
    before = str(parse_month(month).plus(-1))
    now = _rule_counts([entry for entry in own if entry["delivery_month"] == month])
    last = _rule_counts([entry for entry in own if entry["delivery_month"] == before])
    counts = [
        RuleCount(rule, level, sentence_of(rule, source), rows, last[level, rule])
        for (level, rule), rows in now.items()
    ]
    counts += [
        RuleCount(check["rule"], check["level"], check["reason"], check["rows"], None)
        for check in manifest.get("checks", ())
        if check["source"] == source.name
    ]
    return tuple(sorted(counts, key=lambda one: (_ORDER[one.level], -one.rows, one.rule)))


def _refused(entries: Iterable[Json]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for entry in entries:
        for block in entry.get("blocks", ()):
            found |= block.get("refused_columns", {})
    return tuple(sorted(found.items()))


_ORDER: dict[Level, int] = {"block": 0, "warn": 1, "note": 2}
_FIELDS: dict[str, Level] = {"reasons": "block", "warnings": "warn", "notes": "note"}


def _rule_counts(entries: Iterable[Json]) -> Counter[tuple[Level, str]]:
    counts: Counter[tuple[Level, str]] = Counter()
    for entry in entries:
        for field, level in _FIELDS.items():
            for rule, rows in entry.get(field, {}).items():
                counts[level, rule] += rows
    return counts


def _trend(own: Sequence[Json], month: str) -> tuple[Arrival, ...]:
    last: Month = parse_month(month)
    months = [str(last.plus(back)) for back in range(1 - TREND_MONTHS, 1)]
    arrivals = [_arrival(name, own) for name in months]
    return tuple(one for one in arrivals if one is not None)


def _arrival(month: str, own: Sequence[Json]) -> Arrival | None:
    entries = [entry for entry in own if entry["delivery_month"] == month]
    if not entries:
        return None
    sums: dict[str, Any] = {
        name: sum(entry[name] for entry in entries) for name in ("received", "accepted", "rejected")
    }
    return Arrival(month, **sums)


def _unread(files: Sequence[Json], month: str) -> Iterable[UnreadFile]:
    """Files of this month that were not read whole; what is not a file of data is told too."""
    reasons: dict[str, dict[str, None]] = {}
    whole = {entry["name"] for entry in files if entry["source"] is None}
    for entry in files:
        if entry["delivery_month"] != month:
            continue
        told = [sheet["reason"] for sheet in entry.get("unread", ())]
        if entry["source"] is None and not told:
            told = [entry.get("reason", "")]
        for reason in filter(None, told):
            reasons.setdefault(entry["name"], {})[reason] = None
    return [UnreadFile(name, tuple(told), name in whole) for name, told in sorted(reasons.items())]
