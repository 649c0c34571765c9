"""The whole line over files as departments send them: counts that a person knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.months import parse_month
from pipelines.run import run_month
from pipelines.settings import Home
from tests.end_to_end.strange_files import FENG, Known, write_strange_files


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    return write_strange_files(tmp_path_factory.mktemp("strange") / "inbox")


@pytest.fixture(scope="module")
def release(known: Known) -> Path:
    home = Home(known.delivery.inbox.parent / "home")
    run_month(home, known.delivery.inbox, parse_month("2026-10"))
    return home.releases / "2026-10"


@pytest.fixture(scope="module")
def manifest(release: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((release / "manifest.json").read_text("utf-8"))
    return content


def test_every_file_has_the_counts_a_person_knows(known: Known, manifest: dict[str, Any]) -> None:
    told = {
        entry["name"]: (
            entry["source"],
            entry["received"],
            entry["accepted"],
            entry["rejected"],
            entry["repeated"],
        )
        for entry in manifest["files"]
    }
    expected = {
        name: (file.source, file.received, file.accepted, file.rejected, file.repeated)
        for name, file in known.delivery.files.items()
    }
    assert told == expected


def test_cohorts_hold_exactly_the_people_they_should(
    known: Known, manifest: dict[str, Any]
) -> None:
    screened = manifest["screened"]
    assert screened["disability"]["persons"] == len(known.disability)
    assert screened["medical"]["persons"] == len(known.medical)
    assert screened["poverty_roster"]["persons"] == len(known.poverty_roster)
    anyone = known.disability | known.medical | known.poverty_roster
    assert screened["any"]["persons"] == len(anyone)
    assert manifest["unlinked_records"] == 1


def test_a_household_with_grave_signs_is_listed_where_it_lives(release: Path) -> None:
    members = pl.read_parquet(release / "watchlists/**/members.parquet")
    feng = members.filter(pl.col("id_number_tail") == FENG[-4:])
    assert feng.height == 1
    listed = pl.read_parquet(release / "watchlists/**/watchlist.parquet").filter(
        pl.col("household_id") == feng["household_id"][0]
    )
    assert listed["street_name"].to_list() == ["泊里镇"]
    assert listed["colour"].to_list() == ["red"]


def test_a_place_whose_code_was_reused_is_kept_as_unmatched(release: Path) -> None:
    households = pl.read_parquet(release / "households.parquet")
    by_street = dict(households.group_by("street_code").len().iter_rows())
    assert by_street["未匹配"] >= 1
    assert by_street["370211014"] == 1
