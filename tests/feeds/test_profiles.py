"""Profiles and samples: counts of staged rows, and how alike two months are."""

from __future__ import annotations

import datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines import profiles
from pipelines.settings import Home
from schemas.sources import source_named
from tests.feeds.ordinary import Feed, person, stage

ROSTER = source_named("rural_affairs__poverty_roster")
INSURANCE = source_named("human_resources__social_insurance")
BILLS = source_named("medical_insurance__settlements")


def staged(source_rows: list[dict[str, object]], source=ROSTER) -> pl.DataFrame:
    filled = [
        {"file_id": "0" * 16, "sheet": "", "row_number": n, "is_alternative": False, **row}
        for n, row in enumerate(source_rows, start=1)
    ]
    return pl.DataFrame(filled, schema=source.staging_schema)


def test_a_profile_counts_rows_persons_places_blanks_values_and_medians(tmp_path: Path) -> None:
    rows = staged(
        [
            {"person_id": "a", "town_name": "甲镇", "is_unsafe_dwelling": True, "work_months": 3},
            {"person_id": "b", "town_name": "甲镇", "is_unsafe_dwelling": False, "work_months": 9},
            {"person_id": "b", "community_name": "某村", "is_unsafe_dwelling": False},
            {"person_id": "c", "is_alternative": True},
        ]
    )
    profile = stage(Home(tmp_path), ROSTER, "2026-10", rows).profile
    assert (profile.rows, profile.persons) == (3, 2)
    assert profile.places == {"甲镇": 2, "\t某村": 1}
    assert profile.columns["is_unsafe_dwelling"].values == {"false": 2, "true": 1}
    assert profile.columns["work_months"].blanks == 1
    assert (profile.columns["work_months"].amounts, profile.columns["work_months"].median) == (2, 6)


def test_a_profile_is_computed_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = stage(home, ROSTER, "2026-10", Feed(ROSTER, 30).deliver())
    told = first.profile
    kept = sorted((home.profiles / ROSTER.name).iterdir())
    assert {path.suffix for path in kept} == {".json", ".parquet"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept)
    (home.staging / ROSTER.name / f"{first.contents[0]}.parquet").unlink()
    assert profiles.Month(home, ROSTER, "2026-11", first.contents).profile == told


def test_two_months_are_compared_by_the_persons_whom_both_samples_cover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profiles, "SAMPLED_PERSONS", 50)
    home, feed = Home(tmp_path), Feed(ROSTER, 2000, churn=0.0, change=0.3)
    before, now = feed.deliver(), feed.deliver()
    earlier, newer = stage(home, ROSTER, "2026-09", before), stage(home, ROSTER, "2026-10", now)
    assert newer.sample.rows["sampled_by"].n_unique() == 50
    assert 1200 < newer.profile.persons < 3200  # told from fifty
    assert (newer.profile.rows, newer.profile.counted) == (now.height, newer.sample.rows.height)
    pair = newer.against(earlier)
    assert 40 <= pair.rows <= 50
    same, compared = pair.columns["work_months"]
    assert 0.4 < same / compared < 0.95
    copy = stage(home, ROSTER, "2026-11", now.sample(fraction=1, shuffle=True, seed=3))
    assert copy.against(newer).same_rows == copy.against(newer).rows


def test_a_date_that_follows_the_calendar_is_compared_where_it_did_so_before(
    tmp_path: Path,
) -> None:
    def rows(*months: str) -> pl.DataFrame:
        days = [datetime.date.fromisoformat(f"{month}-01") for month in months]
        told = [
            {"person_id": person(n), "insurance_kind": "职工养老", "last_paid_month": day}
            for n, day in enumerate(days)
        ]
        return staged(told, INSURANCE)

    before = rows("2026-09", "2026-08", "2026-01", "2025-03")  # the last two pay no more
    now = rows("2026-10", "2026-08", "2026-01", "2025-03")
    home = Home(tmp_path)
    pair = stage(home, INSURANCE, "2026-10", now).against(stage(home, INSURANCE, "2026-09", before))
    assert pair.columns["last_paid_month"] == (1, 2)


def test_events_are_compared_by_row_and_new_amounts_by_person(tmp_path: Path) -> None:
    home = Home(tmp_path)
    before = staged(
        [
            {"person_id": person(1), "setl_id": "S1", "psn_part_amt": 100},
            {"person_id": person(2), "setl_id": "S2", "psn_part_amt": 200},
        ],
        BILLS,
    )
    now = staged(
        [
            {"person_id": person(1), "setl_id": "S1", "psn_part_amt": 100},  # sent again
            {"person_id": person(1), "setl_id": "S3", "psn_part_amt": 100},  # the same sum, anew
            {"person_id": person(2), "setl_id": "S2", "psn_part_amt": 250},  # corrected
            {"person_id": person(2), "setl_id": "S4", "psn_part_amt": 90},
            {"person_id": person(3), "setl_id": "S5", "psn_part_amt": 0},
        ],
        BILLS,
    )
    pair = stage(home, BILLS, "2026-10", now).against(stage(home, BILLS, "2026-09", before))
    assert (pair.rows, pair.earlier_rows, pair.same_rows) == (5, 2, 1)
    assert pair.columns["psn_part_amt"] == (1, 2)
