"""Late records: what belongs to a time of which a release has already spoken.

A file of an earlier month that the last release did not have, and events dated before its day
that only a new file brings. They re-open nothing: the lists that went out stay as they are, and
the next release says which households have changed with them.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipelines.manifest import Json, read_manifest
from pipelines.months import Month
from pipelines.received import SourceStatus
from pipelines.settings import Home
from pipelines.warehouse import Connection, create_table
from schemas.sources import Source, all_sources

LATE_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "person_id": pl.String(),
    "rows_count": pl.Int64(),
    "earliest_date": pl.Date(),
}

_DATED = frozenset({"date", "time", "month"})


def load_late_rows(
    con: Connection, home: Home, month: Month, sources: Mapping[str, SourceStatus]
) -> None:
    """Create `inputs.late_rows`: by source and person, how many rows came late, and the earliest.

    Reads the staging views. Without an earlier release nothing is late.
    """
    create_table(con, "inputs.late_rows", pl.DataFrame(schema=LATE_SCHEMA))
    earlier = [released for released in home.released_months() if released < month]
    if not earlier:
        return
    known = _known_contents(read_manifest(home.release_path(earlier[-1])))
    for source in all_sources():
        status = sources.get(source.name)
        if status is None:
            continue
        for rank, condition in _late_parts(source, status, known, earlier[-1]):
            con.execute(_insertion(source, rank, condition))


def _known_contents(manifest: Json) -> set[tuple[str, str]]:
    return {(entry["source"], entry["sha256"]) for entry in manifest["files"]}


def _late_parts(
    source: Source, status: SourceStatus, known: set[tuple[str, str]], released: Month
) -> list[tuple[int, str]]:
    """The ranks of the files with late rows, and the condition that finds them."""
    dated = event_date(source)
    parts = []
    for rank, file in enumerate(status.files, start=1):
        if (source.name, file.sha256) in known:
            continue
        if file.delivery_month <= str(released):
            parts.append((rank, ""))
        elif source.kind == "events" and dated:
            until = released.next().first_date
            parts.append((rank, f" and {dated} < date '{until}'"))
    return parts


def event_date(source: Source) -> str | None:
    """The column that says when an event was: the first required date of its contract."""
    for spec in source.staged_columns:
        if spec.required and spec.kind in _DATED:
            return spec.name
    return None


def _insertion(source: Source, rank: int, condition: str) -> str:
    dated = event_date(source)
    earliest = f"min(cast({dated} as date))" if dated else "cast(null as date)"
    return (
        f"insert into inputs.late_rows select '{source.name}', person_id, count(*), {earliest} "
        f"from staging.{source.name} where delivery_rank = {rank} and person_id is not null "
        f"and not is_alternative{condition} group by person_id"
    )
