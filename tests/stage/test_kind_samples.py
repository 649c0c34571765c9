"""Every kind of data has one small sample file, recognised and staged as what it is.

`data/sample/kinds/<source>.csv|xlsx`: whoever adds a kind adds its sample; nothing here is edited.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from pipelines.settings import Home
from pipelines.stage import Entry, stage_content
from schemas.sources import Source, all_sources
from tests.stage.files import AS_OF, KEY

SAMPLES = Path(__file__).parents[2] / "data" / "sample" / "kinds"
SHA = "5" * 64
MADE_UP = re.compile(r"370299\d{11}[\dX]")
SOMEBODY = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")


def sample_of(name: str) -> Path:
    [file] = SAMPLES.glob(f"{name}.*")
    return file


def staged(source: Source, home: Home) -> Entry:
    told = stage_content(home, sample_of(source.name), SHA, AS_OF, KEY)
    assert not told.unread
    [entry] = told.entries
    assert entry.source == source.name
    return entry


def test_every_file_is_the_sample_of_a_kind() -> None:
    assert {file.stem for file in SAMPLES.iterdir()} <= {source.name for source in all_sources()}


@pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)
def test_the_sample_is_staged_as_its_kind(source: Source, tmp_path: Path) -> None:
    home = Home(tmp_path)
    entry = staged(source, home)
    assert entry.received == entry.accepted + entry.rejected + entry.repeated
    assert entry.accepted
    assert entry.rejected
    rows = pl.read_parquet(home.staging / source.name / f"{SHA}.parquet")
    assert dict(rows.schema) == source.staging_schema
    missing = [spec.name for spec in source.staged_columns if spec.required]
    assert rows.height == entry.accepted or source.keeps_alternatives
    assert all(rows[name].count() for name in missing)
    text = rows.select(pl.col(pl.String)).write_csv()
    assert not SOMEBODY.search(text)


@pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)
def test_the_people_of_the_sample_are_made_up(source: Source, tmp_path: Path) -> None:
    home = Home(tmp_path)
    staged(source, home)
    people = pl.read_parquet(home.identities / source.name / f"{SHA}.parquet")
    # Clues may come without anybody's number; lists about households have none at all.
    assert people.height or source.keeps_unlinked
    if source.subject == "person":
        assert all(MADE_UP.fullmatch(number) for number in people["id_number"])
    phones = people["phone"].drop_nulls() if "phone" in people.columns else []
    assert all(re.fullmatch(r"1990000\d{4}", phone) for phone in phones)
