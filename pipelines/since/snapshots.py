"""What one release says of one household, and who its members were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.manifest import Json, read_manifest
from pipelines.months import Month
from pipelines.settings import Home

Row = dict[str, Any]


@dataclass(frozen=True)
class Snapshot:
    """One household in one release; `household` is None where it was not screened.

    `points`: indicator → its row of contributions, those that gave points. `members`: person ids.
    """

    path: Path
    month: Month
    household_id: str
    manifest: Json
    household: Row | None
    points: Mapping[str, Row]
    members: frozenset[str]
    late: tuple[Row, ...]
    queued: Row | None

    @property
    def score(self) -> int:
        """The score of the release, 0 where the household was not screened."""
        return int(self.household["score"]) if self.household else 0

    @property
    def colour(self) -> str | None:
        """The colour, or None."""
        return self.household["colour"] if self.household else None

    @property
    def is_screened(self) -> bool:
        """Whether the household was among those screened (not only held on its way down)."""
        return bool(self.household and self.household["is_screened"])

    @property
    def is_waiting(self) -> bool:
        """Whether it has a colour and found no place on the list."""
        return bool(self.household and self.household.get("selection") == "waiting")

    @property
    def is_listed(self) -> bool:
        """Whether it stands on the list that went out."""
        return self.colour is not None and not self.is_waiting

    @cached_property
    def contents(self) -> Mapping[str, Mapping[str, Json]]:
        """Source → checksum → the entry of each file in use."""
        found: dict[str, dict[str, Json]] = {}
        for entry in self.manifest["files"]:
            if entry["source"]:
                found.setdefault(entry["source"], {})[entry["sha256"]] = entry
        return found

    def households_of(self, persons: Collection[str]) -> dict[str, str]:
        """Return in which household this release has each of some persons; unknown ones none."""
        if not persons:
            return {}
        registry = pl.scan_parquet(self.path / "household_registry.parquet")
        rows = registry.filter(pl.col("person_id").is_in(sorted(persons))).collect()
        return dict(rows.select("person_id", "household_id").iter_rows())


def snapshot(home: Home, household_id: str, month: Month) -> Snapshot:
    """Read what a release says of a household."""
    path = home.release_path(month)
    households = _rows(path / "households.parquet", household_id)
    queued = _rows(path / "queue.parquet", household_id)
    members = _rows(path / "household_registry.parquet", household_id)
    return Snapshot(
        path=path,
        month=month,
        household_id=household_id,
        manifest=read_manifest(path),
        household=households[0] if households else None,
        points={
            row["indicator"]: row
            for row in _rows(path / "contributions.parquet", household_id)
            if row["points"] > 0
        },
        members=frozenset(row["person_id"] for row in members),
        late=tuple(sorted(_rows(path / "late_changes.parquet", household_id), key=_by_source)),
        queued=queued[0] if queued else None,
    )


def _by_source(row: Row) -> str:
    return str(row["source"])


def _rows(file: Path, household_id: str) -> list[Row]:
    # Older releases have no queue and no late changes.
    if not file.is_file():
        return []
    mine = pl.scan_parquet(file).filter(pl.col("household_id") == household_id)
    return mine.collect().to_dicts()
