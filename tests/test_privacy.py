"""Identity numbers, names and phones stand where they may, and nowhere else.

They may stand in raw/, identities/ and rejects/, and in the workbooks of returns/, which are the
departments' own; names and phones also in the lists that the street offices get, names alone in
those of the district's own desk. Everything else
that a run and the scheduler leave behind is searched here: staging, warehouse, register,
manifests, pages, logs and Prefect's own store.
"""

import re
from pathlib import Path

import polars as pl
import pytest

from pipelines.settings import Home
from tests.conftest import SAMPLE
from tests.leaks import ID_NUMBER, PHONE, found, names_of
from tests.processes import guarded, run_sanse

ALLOWED = {"raw", "identities", "rejects"}
LISTS = "watchlists"
# The district's own lists name whom they are about, and tell neither phone nor address.
DISTRICT = "district"
# How the sample's plates, boats and properties are numbered.
OWNED = re.compile("样A·|样渔|不动产权第".encode())


@pytest.fixture(scope="module")
def told(sample_run: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What the command printed over the sample, and what it prints with an error."""
    place = tmp_path_factory.mktemp("told")
    failed, environment = place / "log.txt", guarded(place / "refused.txt")
    words = ["--inbox", str(SAMPLE), "--home", str(place / "home")]
    assert run_sanse(["run", "--month", "2019-01", *words], environment, failed) != 0
    for refused in (place, sample_run):
        assert not (refused / "refused.txt").exists(), (refused / "refused.txt").read_text("utf-8")
    return [sample_run / "log.txt", failed]


def _may_name_people(path: Path) -> bool:
    is_returned = path.parts[0] == "returns" and path.suffix == ".xlsx"
    return is_returned or path.parts[0] in ALLOWED


def _searched(root: Path) -> list[Path]:
    return [
        file
        for file in sorted(root.rglob("*"))
        if file.is_file() and not _may_name_people(file.relative_to(root))
    ]


def test_the_search_finds_what_it_looks_for(sample_home: Home) -> None:
    identities = sorted(sample_home.identities.rglob("*.parquet"))
    assert found(identities, ID_NUMBER)
    assert found(identities, PHONE)
    assert found(identities, names_of(sample_home))


def test_identity_numbers_stand_nowhere_else_not_even_in_the_lists(sample_home: Home) -> None:
    files = _searched(sample_home.root)
    assert {"staging", "doubts", "profiles", "returns", "warehouse", "releases"} <= {
        file.relative_to(sample_home.root).parts[0] for file in files
    }
    assert found(files, ID_NUMBER) == []


def test_plates_boats_and_property_numbers_are_kept_as_hashes_only(sample_home: Home) -> None:
    kept = ("staging", "warehouse", "doubts", "profiles", "releases", "identities")
    files = [file for name in kept for file in sorted((sample_home.root / name).rglob("*.*"))]
    assert found(sorted(sample_home.raw.rglob("*.csv")), OWNED)
    assert found(files, OWNED) == []


def test_names_and_phones_stand_nowhere_else_but_in_the_lists(sample_home: Home) -> None:
    files = [file for file in _searched(sample_home.root) if LISTS not in file.parts]
    assert {"entitlements.parquet", "conditions.parquet"} <= {file.name for file in files}
    assert found(files, PHONE) == []
    unnamed = [file for file in files if DISTRICT not in file.relative_to(sample_home.root).parts]
    assert unnamed != files
    assert found(unnamed, names_of(sample_home)) == []


def test_what_is_said_of_policies_names_a_person_by_id_alone(sample_home: Home) -> None:
    for name in ("entitlements.parquet", "conditions.parquet"):
        for file in sorted(sample_home.releases.rglob(name)):
            columns = set(pl.read_parquet(file).columns)
            assert "person_id" in columns
            assert not columns & {"name", "head_name", "phone", "address", "id_number_tail"}


def test_what_the_command_prints_holds_none_of_them(told: list[Path], sample_home: Home) -> None:
    for pattern in (ID_NUMBER, PHONE, names_of(sample_home)):
        assert found(told, pattern) == []


def test_only_the_owner_can_open_what_holds_identities(sample_home: Home) -> None:
    for name in sorted({*ALLOWED, "returns"}):
        assert (sample_home.root / name).stat().st_mode & 0o077 == 0, name
    assert sample_home.key_path.stat().st_mode & 0o077 == 0
