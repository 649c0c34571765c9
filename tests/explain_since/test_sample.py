"""The sample's two real months: every change of every household is told and adds up."""

from __future__ import annotations

from itertools import chain

import polars as pl
import pytest

from pipelines.months import Month
from pipelines.settings import Home
from pipelines.since import explain_since
from pipelines.since.colours import why_colour
from pipelines.since.differences import Difference, differences
from pipelines.since.rules import open_book, rules_between
from pipelines.since.snapshots import Snapshot, snapshot

Pair = tuple[Snapshot, Snapshot, list[Difference], list[str]]


def _changed(home: Home, months: tuple[Month, ...]) -> list[str]:
    """The households of either month whose score or colour is another in the other."""
    old, new = (
        pl.read_parquet(home.release_path(month) / "households.parquet").select(
            "household_id", "score", "colour"
        )
        for month in months
    )
    both = old.join(new, on="household_id", how="full", coalesce=True, suffix="_after")
    same = pl.col("score").eq_missing(pl.col("score_after")) & pl.col("colour").eq_missing(
        pl.col("colour_after")
    )
    return both.filter(~same).get_column("household_id").sort().to_list()


@pytest.fixture(scope="module")
def pairs(sample_home: Home, sample_months: tuple[Month, ...]) -> list[Pair]:
    book, found = open_book(), []
    for household in _changed(sample_home, sample_months):
        before, after = (snapshot(sample_home, household, month) for month in sample_months)
        manifests = (before.manifest, after.manifest)
        rules = rules_between(book, before.month, after.month, manifests)
        found.append(
            (before, after, differences(before, after, rules), why_colour(before, after, rules))
        )
    return found


def test_every_change_of_score_is_explained_to_the_point(pairs: list[Pair]) -> None:
    assert len(pairs) > 50
    for before, after, found, _ in pairs:
        assert sum(one.change for one in found) == after.score - before.score
        assert [one.indicator for one in found if one.cause is None] == [], after.household_id
        assert all(one.evidence for one in found)


def test_the_sample_shows_the_causes_there_are(pairs: list[Pair]) -> None:
    causes = {one.cause for one in chain.from_iterable(found for _, _, found, _ in pairs)}
    assert {"data", "late", "linkage", "rule", "cap"} <= causes


def test_every_change_of_colour_has_a_reason(pairs: list[Pair]) -> None:
    coloured = [
        (before, after, why) for before, after, _, why in pairs if after.colour != before.colour
    ]
    assert coloured
    for _, after, why in coloured:
        assert why, after.household_id
        assert not any("没有找到" in sentence for sentence in why), (after.household_id, why)


def test_a_household_of_the_sample_is_told_month_by_month(
    sample_home: Home, pairs: list[Pair]
) -> None:
    told = next(after for before, after, _, _ in pairs if after.colour and not before.colour)
    text = explain_since(sample_home, told.household_id, Month(2026, 8))
    assert text.startswith(f"{told.household_id}　2026-08 以来，逐月\n\n2026-09（")
    assert "\n\n2026-10（截至 2026-10-31，与 2026-09 比）\n  在名单上：" in text
    assert "都说得清" in text


def test_it_names_nobody(sample_home: Home, sample_months: tuple[Month, ...]) -> None:
    release = sample_home.release_path(sample_months[-1])
    parts = sorted(release.glob("watchlists/*/members.parquet"))
    people = pl.concat([pl.read_parquet(part, hive_partitioning=False) for part in parts])
    household = people.get_column("household_id").sort()[0]
    text = explain_since(sample_home, household, sample_months[0])
    names = people.filter(pl.col("household_id") == household)["name"].drop_nulls().to_list()
    assert names
    assert not [name for name in names if name in text]
