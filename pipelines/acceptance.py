"""Acceptance: whether a written release may be let out, judged by Great Expectations.

The release is measured from its files and its manifest, the last one from its manifest. Great
Expectations is imported only here: it takes seconds, and nothing else needs it.
"""

import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipelines.lazy_packages import loaded_when_used
from pipelines.manifest import ASSESSMENTS, Json
from pipelines.policy import Policy
from schemas.expectations import ALARMS, Rule, release_rules
from schemas.sources import all_sources

Outcome = Literal["passed", "failed", "not_judged"]
NOT_LISTED = "未列入"


@dataclass(frozen=True)
class Judged:
    """What Great Expectations says of one rule, and how many rows break it where it can tell."""

    success: bool
    broken: int | None


@dataclass(frozen=True)
class Verdict:
    """What became of one rule: its outcome, and what was observed, in words."""

    rule: Rule
    outcome: Outcome
    observed: str


@dataclass(frozen=True)
class Acceptance:
    """The verdicts on a release, in the order of the rules."""

    verdicts: Sequence[Verdict]

    @property
    def faults(self) -> list[Verdict]:
        """What refuses the release."""
        return [v for v in self.verdicts if v.outcome == "failed" and v.rule.level == "critical"]

    @property
    def warnings(self) -> list[Verdict]:
        """What is told, and refuses nothing."""
        return [v for v in self.verdicts if v.outcome == "failed" and v.rule.level == "warning"]

    @property
    def is_accepted(self) -> bool:
        """Whether the release may be let out."""
        return not self.faults

    @property
    def told(self) -> Json:
        """The verdicts as the manifest holds them."""
        rules = [
            {
                "rule": v.rule.name,
                "title": v.rule.title,
                "level": v.rule.level,
                "outcome": v.outcome,
                "observed": v.observed,
            }
            for v in self.verdicts
        ]
        return {"accepted": self.is_accepted, "rules": rules}


def accept(
    folder: Path,
    manifest: Json,
    previous: Json | None,
    policy: Policy,
    judging: Callable[[], Mapping[str, Judged]] | None = None,
) -> Acceptance:
    """Judge the release written in a folder against its own promises and the last release.

    `manifest` and `previous` are manifests without their outputs (`previous` None: no earlier
    release); `judging` waits for what `judge_written` finds, where it has begun before. Raises
    RuntimeError where Great Expectations judged fewer rules than it was given.
    """
    measures = measure(manifest, previous)
    judged = judging or (lambda: judge_written(folder, manifest, previous, policy.parameters))
    results = judged()
    rules = release_rules(measures, policy.parameters)
    return Acceptance([_verdict(rule, results.get(rule.name), measures) for rule in rules])


def judge_written(
    folder: Path, manifest: Json, previous: Json | None, parameters: Mapping[str, Any]
) -> dict[str, Judged]:
    """Have Great Expectations look at a written release; the work of `accept` that takes time."""
    measures = measure(manifest, previous)
    frames = {"measures": pl.DataFrame([_numbers(measures)]), **read_frames(folder, manifest)}
    return judge(
        [rule for rule in release_rules(measures, parameters) if not rule.unjudged], frames
    )


def load_great_expectations() -> None:
    """Import it now: whoever is to judge later need not wait for it."""
    _great_expectations()


def measure(manifest: Json, previous: Json | None) -> dict[str, Any]:
    """Return what the rules of volume and share look at; None where nothing is there to compare."""
    households = manifest["screened"]["any"]["households"]
    records = sum(source["accepted"] for source in manifest["sources"].values())
    unlinked = manifest["unlinked_records"]
    share, cells = _not_assessed(manifest)
    told: dict[str, Any] = {
        "screened_households": households,
        "previous_screened_households": None,
        "volume_change_share": None,
        "records": records,
        "unlinked_records": unlinked,
        "linked_share": 1 - unlinked / records if records else 1.0,
        "assessments": cells,
        "not_assessed_share": share,
        "not_assessed_rise": None,
        "missing": _titles(manifest, _missing(manifest)) or "无",
        "lost": "",
        "first_seen": "",
        "alarmed_sources": len(_alarmed(manifest)),
        "alarmed": _titles(manifest, _alarmed(manifest)) or "无",
    }
    # A list is cut to the hands there are; how many are coloured is not.
    for colour, count in manifest["coloured"].items():
        told[f"{colour}_households"] = count
        told[f"{colour}_share"] = count / households if households else 0.0
    return told | (_compared(manifest, previous) if previous else {})


def _compared(manifest: Json, previous: Json) -> dict[str, Any]:
    now, before = (told["screened"]["any"]["households"] for told in (manifest, previous))
    had = {name for state in ("present", "stale") for name in _in_state(previous, state)}
    rise = _not_assessed(manifest)[0] - _not_assessed(previous)[0]
    return {
        "previous_screened_households": before,
        "volume_change_share": abs(now - before) / before if before else 0.0,
        "not_assessed_rise": rise,
        "lost": _titles(manifest, [n for n in _missing(manifest) if n in had]),
        "first_seen": _titles(manifest, _first_seen(manifest, previous)),
    }


def _first_seen(manifest: Json, previous: Json) -> list[str]:
    """The registers in use now of which nothing had ever come before the last release."""
    registers = {source.name for source in all_sources() if source.kind == "snapshot"}
    known = {name for name, told in previous["sources"].items() if told["delivery_month"]}
    return [name for name in _in_state(manifest, "present") if name in registers - known]


def _in_state(manifest: Json, state: str) -> list[str]:
    return sorted(name for name, told in manifest["sources"].items() if told["status"] == state)


def _missing(manifest: Json) -> list[str]:
    """The sources that were lost: what was never delivered is not connected, not missing."""
    sources = manifest["sources"]
    return [name for name in _in_state(manifest, "missing") if sources[name]["delivery_month"]]


def _alarmed(manifest: Json) -> list[str]:
    """The sources of which the newest delivery cannot be what it claims to be."""
    return [
        name
        for name, told in sorted(manifest["sources"].items())
        if any(finding["kind"] in ALARMS for finding in told.get("findings", ()))
    ]


def _titles(manifest: Json, names: Sequence[str]) -> str:
    return "、".join(manifest["sources"][name]["title"] for name in names)


def _not_assessed(manifest: Json) -> tuple[float, int]:
    # Releases made before sources could be unconnected do not say so.
    counts = [told for told in manifest["indicators"].values() if told.get("is_connected", True)]
    cells = sum(told[state] for told in counts for state in ASSESSMENTS)
    missing = sum(told["not_assessed"] for told in counts)
    return (missing / cells if cells else 0.0), cells


def _numbers(measures: Mapping[str, Any]) -> dict[str, float | None]:
    return {
        name: None if value is None else float(value)
        for name, value in measures.items()
        if not isinstance(value, str)
    }


def read_frames(folder: Path, manifest: Json) -> dict[str, pl.DataFrame]:
    """Read the written release back as the frames that the rules of its files look at."""
    columns = [
        "household_id",
        "street_code",
        "rank_in_street",
        "colour",
        "verify_by",
        "next_visit_by",
    ]
    parts = sorted(folder.glob("watchlists/*/watchlist.parquet"))
    lists = [pl.read_parquet(path, columns=columns) for path in parts]
    schema = dict(zip(columns, _WATCHLIST_TYPES, strict=True))
    watchlists = pl.concat([pl.DataFrame(schema=schema), *lists])
    as_of = pl.lit(date.fromisoformat(manifest["as_of_date"]))
    return {
        "watchlists": watchlists.with_columns(
            verify_days=(pl.col("verify_by") - as_of).dt.total_days(),
            visit_days=(pl.col("next_visit_by") - as_of).dt.total_days(),
        ).drop("verify_by", "next_visit_by"),
        "streets": watchlists.group_by("street_code")
        .agg(
            last_rank=pl.col("rank_in_street").max().cast(pl.Int64),
            households_count=pl.len().cast(pl.Int64),
        )
        .sort("street_code"),
        "households": _households(folder, watchlists),
    }


_WATCHLIST_TYPES = (pl.String, pl.String, pl.Int32, pl.String, pl.Date, pl.Date)


def _households(folder: Path, watchlists: pl.DataFrame) -> pl.DataFrame:
    households = pl.read_parquet(
        folder / "households.parquet", columns=["household_id", "score", "colour"]
    ).with_columns(
        pl.col("score").cast(pl.Int64), wanted_places=pl.col("colour").is_not_null().cast(pl.Int64)
    )
    contributions = pl.read_parquet(
        folder / "contributions.parquet", columns=["household_id", "points"]
    )
    points = contributions.group_by("household_id").agg(pl.col("points").sum().cast(pl.Int64))
    # A full join: a household that stands on a list alone must be found too.
    return (
        households.join(points, on="household_id", how="full", coalesce=True)
        .join(_places(folder, watchlists), on="household_id", how="full", coalesce=True)
        .with_columns(
            pl.col("points", "score", "places", "wanted_places", "red_waiting").fill_null(0),
            pl.col("colour", "listed_colour").fill_null(NOT_LISTED),
        )
        .sort("household_id")
    )


def _places(folder: Path, watchlists: pl.DataFrame) -> pl.DataFrame:
    """On how many lists, the queue among them, each household stands, and in what colour."""
    queue = pl.read_parquet(folder / "queue.parquet", columns=["household_id", "colour"])
    lists = pl.concat(
        [
            watchlists.select("household_id", "colour", red_waiting=pl.lit(False)),
            queue.with_columns(red_waiting=pl.col("colour") == "red"),
        ]
    )
    return lists.group_by("household_id").agg(
        listed_colour=pl.col("colour").min(),
        places=pl.len().cast(pl.Int64),
        red_waiting=pl.col("red_waiting").sum().cast(pl.Int64),
    )


def judge(rules: Sequence[Rule], frames: Mapping[str, pl.DataFrame]) -> dict[str, Judged]:
    """Return by rule name what Great Expectations says of it.

    Raises RuntimeError where a rule was not judged, so that none can be lost in silence.
    """
    gx, context = _great_expectations()
    source = context.data_sources.add_pandas("release")
    results: dict[str, Judged] = {}
    for frame, rows in frames.items():
        wanted = [rule for rule in rules if rule.frame == frame]
        if not wanted:
            continue
        batch = source.add_dataframe_asset(frame).add_batch_definition_whole_dataframe("all")
        suite = _suite(gx, frame, wanted)
        judged = batch.get_batch({"dataframe": rows.to_pandas()}).validate(
            suite, result_format="BASIC"
        )
        results |= {
            told.expectation_config.meta["rule"]: Judged(
                bool(told.success), told.result.get("unexpected_count")
            )
            for told in judged.results
        }
    lost = sorted({rule.name for rule in rules} - results.keys())
    if lost:
        raise RuntimeError(f"Great Expectations left rules unjudged: {', '.join(lost)}")
    return results


def _suite(gx: Any, frame: str, rules: Sequence[Rule]) -> Any:
    told = [
        getattr(gx.expectations, rule.kind)(
            **rule.options, severity=rule.level, description=rule.title, meta={"rule": rule.name}
        )
        for rule in rules
    ]
    return gx.ExpectationSuite(name=frame, expectations=told)


def _great_expectations() -> tuple[Any, Any]:
    """Return the package and a context that lives in memory and calls nobody."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    # It imports these for one expectation on distributions that is not used here: a second.
    with warnings.catch_warnings(), loaded_when_used("scipy.stats", "altair"):
        # Its optional backends warn on import about packages that are not used here.
        warnings.simplefilter("ignore")
        import great_expectations as gx
        import great_expectations.expectations

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    return gx, context


def _verdict(rule: Rule, told: Judged | None, measures: Mapping[str, Any]) -> Verdict:
    if told is None:
        return Verdict(rule, "not_judged", rule.unjudged)
    outcome: Outcome = "passed" if told.success else "failed"
    if rule.shows is not None:
        return Verdict(rule, outcome, rule.shows(measures))
    found = "检查没有完成" if told.broken is None else f"不符的有 {told.broken} 行"
    return Verdict(rule, outcome, found)
