"""What a month uses of a source when not every delivery can be used: the last known rows.

Of a snapshot, a delivery that cannot be right is passed over and the one before it stays in use;
only a town that is missing from an otherwise sound delivery is filled from the one before. Events
have happened: a delivery that brings only a part of them is used as far as it goes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from pipelines.feeds import Verdict, age_in_months
from schemas.sources import Source


@dataclasses.dataclass(frozen=True)
class Part:
    """The rows of one delivery month: all of them, or those of some towns (keys)."""

    month: str
    towns: tuple[str, ...] | None = None


@dataclasses.dataclass(frozen=True)
class LastKnown:
    """The delivery months to use, in order, and the month that their rows speak of.

    `towns`: the month that a town's rows speak of, where it is an earlier one. `given_up`: towns
    whose last rows are too old to stand in any longer.
    """

    parts: tuple[Part, ...] = ()
    data_month: str = ""
    towns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    given_up: tuple[str, ...] = ()


def last_known(source: Source, verdicts: Sequence[Verdict]) -> LastKnown:
    """Fold the verdicts on a source's delivery months, in order, into what is used after them."""
    known = LastKnown()
    for verdict in verdicts:
        known = _next(source, known, verdict)
    return known


def _next(source: Source, known: LastKnown, verdict: Verdict) -> LastKnown:
    if source.kind == "events":
        return _next_events(known, verdict)
    if verdict.state == "sound":
        return LastKnown((Part(verdict.month),), verdict.month)
    if verdict.state == "partial_towns":
        return _filled(source, known, verdict)
    is_newest = known.parts and verdict.same_as == known.parts[-1].month
    if verdict.state == "copied_column" and is_newest and not known.towns:
        # The column is what it was; the other columns, and who has come since, are news.
        return LastKnown((Part(verdict.month),), known.data_month)
    return known


def _next_events(known: LastKnown, verdict: Verdict) -> LastKnown:
    months = {part.month for part in known.parts}
    if verdict.state in {"sound", "partial_towns", "partial_rows"}:
        months.add(verdict.month)
    if verdict.admits:
        months.add(verdict.admits)
    data_month = verdict.month if verdict.state == "sound" else known.data_month
    return LastKnown(tuple(map(Part, sorted(months))), data_month)


def _filled(source: Source, known: LastKnown, verdict: Verdict) -> LastKnown:
    """The new rows, and the last known ones of the towns that are not among them."""
    speaks_of = {town: known.towns.get(town, known.data_month) for town in verdict.missing}
    kept = {
        town: month
        for town, month in speaks_of.items()
        if age_in_months(month, verdict.month) <= source.age_limit_months
    }
    parts: dict[str, list[str]] = {}
    for town in sorted(kept):
        parts.setdefault(_delivered_in(known, town), []).append(town)
    return LastKnown(
        parts=(
            *(Part(month, tuple(towns)) for month, towns in sorted(parts.items())),
            Part(verdict.month),
        ),
        data_month=verdict.month,
        towns=kept,
        given_up=tuple(sorted(speaks_of.keys() - kept.keys())),
    )


def _delivered_in(known: LastKnown, town: str) -> str:
    """The delivery month in which a town's last known rows stand."""
    for part in known.parts:
        if part.towns is not None and town in part.towns:
            return part.month
    return known.parts[-1].month
