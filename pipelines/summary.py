"""What a month's release says in a few tables; read from the published outputs alone."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.doubts import sentence_of
from pipelines.errors import SanseError
from pipelines.months import Month, parse_month
from pipelines.reasons import REASONS
from pipelines.settings import Home
from schemas.sources import source_named

COLOURS = {"red": "红", "orange": "橙", "yellow": "黄"}
STATUSES = {"new": "新列入", "continuing": "继续", "worse": "加重", "better": "减轻"}
COHORTS = {
    "disability": "持证残疾人",
    "medical": "医疗负担超过起点",
    "poverty_roster": "脱贫（监测）享受政策",
    "any": "合计（去重）",
}
# Why a household is screened: the cohorts that are counted, or that its office named it.
SCREENED_AS = {**COHORTS, "nominated": "镇街补报"}


class NoRelease(SanseError):
    """A home holds no accepted release yet, or none of the month asked for."""


@dataclass(frozen=True)
class StreetCounts:
    """Listed households of one street: by colour, and by what has changed since last month."""

    street_name: str
    colours: dict[str, int]
    statuses: dict[str, int]

    @property
    def listed(self) -> int:
        """How many households the street office is asked to visit."""
        return sum(self.colours.values())


@dataclass(frozen=True)
class FileCounts:
    """What became of the rows of one received file."""

    name: str
    source: str | None
    received: int
    accepted: int
    rejected: int
    repeated: int
    reasons: dict[str, int]
    reason: str
    warnings: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PolicyCount:
    """How many households and persons may qualify for a policy; no persons for a household's."""

    title: str
    households: int
    persons: int


@dataclass(frozen=True)
class MonthSummary:
    """One month's release: who was screened, who is listed where, what was rejected and why."""

    month: Month
    release: Path
    screened: dict[str, dict[str, int]]
    streets: tuple[StreetCounts, ...]
    files: tuple[FileCounts, ...]
    sources: dict[str, dict[str, Any]]
    late: str = ""
    signing: str = ""
    policies: tuple[PolicyCount, ...] = ()
    likely: dict[str, int] = field(default_factory=dict)

    @property
    def rejected(self) -> Counter[tuple[str, str]]:
        """Rejected rows by source and rule."""
        return _by_rule((file.source, file.reasons) for file in self.files)

    @property
    def warned(self) -> Counter[tuple[str, str]]:
        """Rows that were taken and are to be looked at, by source and rule."""
        return _by_rule((file.source, file.warnings) for file in self.files)

    def title_of(self, source: str) -> str:
        """A source as people call it."""
        title: str = self.sources.get(source, {}).get("title") or source
        return title

    @property
    def faults(self) -> list[tuple[str, str, int]]:
        """Source, what is wrong with its rows in words (cures stand in rejects), and how many."""
        return [
            (self.title_of(source), REASONS.get(rule, rule).split("。")[0], rows)
            for (source, rule), rows in sorted(self.rejected.items())
        ]

    @property
    def doubts(self) -> list[tuple[str, str, int]]:
        """Source, what looks wrong in rows that were taken, and how many."""
        return [
            (self.title_of(source), sentence_of(rule, source_named(source)).split("。")[0], rows)
            for (source, rule), rows in sorted(self.warned.items())
        ]


def _by_rule(counted: Iterable[tuple[str | None, dict[str, int]]]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for source, rules in counted:
        for rule, rows in rules.items() if source else ():
            counts[source or "", rule] += rows
    return counts


def newest_release(home: Home) -> Path:
    """Return the folder of the newest accepted month; raises NoRelease where there is none."""
    months = home.released_months()
    if not months:
        raise NoRelease(f"{home.releases} 里还没有名单。请先运行：sanse run --month 2026-10")
    return home.release_path(months[-1])


def summarise(release: Path) -> MonthSummary:
    """Read a release's manifest and households; raises NoRelease where they are missing."""
    if not (release / "manifest.json").is_file():
        raise NoRelease(f"{release} 里没有名单。请先运行该月：sanse run --month {release.name}")
    from pipelines.transparency.signatures import signing_of

    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    return MonthSummary(
        month=parse_month(manifest["month"]),
        release=release,
        screened=manifest["screened"],
        streets=_streets(pl.read_parquet(release / "households.parquet")),
        files=tuple(_file(entry) for entry in manifest["files"]),
        sources=manifest["sources"],
        late=late_sentence(manifest),
        policies=_policies(manifest.get("policies", {})),
        likely=manifest.get("likely", {}),
        signing=signing_of(Home(release.parent.parent), parse_month(manifest["month"])).sentence,
    )


def _policies(told: dict[str, Any]) -> tuple[PolicyCount, ...]:
    """Return the policies that somebody may qualify for, the most frequent first."""
    counted = (
        PolicyCount(
            policy["title"],
            policy["may_qualify"]["households"],
            policy["may_qualify"]["persons"],
        )
        for policy in told.values()
    )
    found = (count for count in counted if count.households)
    return tuple(sorted(found, key=lambda count: (-count.households, count.title)))


def _file(entry: dict[str, Any]) -> FileCounts:
    known = {name: entry[name] for name in FileCounts.__dataclass_fields__ if name in entry}
    return FileCounts(**{"reason": ""} | known)


def _streets(households: pl.DataFrame) -> tuple[StreetCounts, ...]:
    listed = households.filter(pl.col("colour").is_not_null()).sort("street_code")
    # Releases of before offices could declare their visits list every coloured household.
    if "selection" in listed.columns:
        listed = listed.filter(pl.col("selection") != "waiting")
    return tuple(
        StreetCounts(
            street_name=str(rows["street_name"][0]),
            colours=_counts(rows["colour"], COLOURS),
            statuses=_counts(rows["status"], STATUSES),
        )
        for rows in listed.partition_by("street_code", maintain_order=True)
    )


def _counts(values: pl.Series, names: dict[str, str]) -> dict[str, int]:
    counted = Counter(values.to_list())
    return {name: counted[name] for name in names}


def late_sentence(manifest: dict[str, Any]) -> str:
    """Return what an official should know of late records; empty where there are none."""
    late = manifest.get("late") or {}
    if not late.get("households"):
        return ""
    titles = {name: told["title"] for name, told in manifest["sources"].items()}
    rows = "、".join(f"{titles.get(name, name)} {count} 行" for name, count in late["rows"].items())
    return (
        f"{late['since']} 的名单发布之后才到的记录（{rows}）涉及 {late['households']} 户，其中 "
        f"{late['changed_households']} 户的分数或颜色与上次不同，{late['coloured_households']} 户"
        "颜色变了（也可能兼有本月新数据的影响）。上次的名单不改，逐户见 late_changes.parquet。"
    )
