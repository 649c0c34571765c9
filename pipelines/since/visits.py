"""What visits, conferences and help are known of a household, by the month that knew of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from pipelines.ledger_told import event_line
from pipelines.months import Month, parse_month
from pipelines.settings import Home
from pipelines.since.snapshots import Row

# That a household is listed or no longer is told from the releases themselves.
_OF_LISTS = frozenset({"listed", "delisted", "stable", "left"})


def visits_by_month(
    home: Home, household_id: str, months: Sequence[Month]
) -> Mapping[Month, list[str]]:
    """Return month → lines of what the newest of some months' ledgers knew of a household.

    What came to be known between two releases belongs to the later.
    """
    kept = [month for month in months if (home.ledger_path(month) / "events.parquet").is_file()]
    found: dict[Month, list[str]] = {month: [] for month in months}
    if not kept:
        return found
    for event in _events(home.ledger_path(kept[-1]), household_id):
        known = parse_month(event["known_month"])
        told = next((month for month in months if known <= month), None)
        if told is not None and event["event"] not in _OF_LISTS:
            found[told].append(event_line(event))
    return found


def _events(folder: Path, household_id: str) -> list[Row]:
    mine = pl.col("household_id") == household_id
    events = pl.scan_parquet(folder / "events.parquet").filter(mine)
    moved = pl.scan_parquet(folder / "transitions.parquet").filter(mine)
    states = moved.select("event_id", "to_state")
    return events.join(states, on="event_id", how="left").collect().sort("seq").to_dicts()
