"""Identity numbers, names and phones stand where they may, and nowhere else.

They may stand in raw/, identities/ and rejects/; names and phones also in the lists that the
street offices get. Everything else that a run and the scheduler leave behind is searched here:
staging, warehouse, register, manifests, pages, logs and Prefect's own store.
"""

import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pipelines.settings import Home
from tests.conftest import SAMPLE
from tests.processes import guarded, run_sanse

ALLOWED = {"raw", "identities", "rejects"}
LISTS = "watchlists"

# The sample's own numbers and phones, whole, wherever they stand.
ID_NUMBER = re.compile(rb"370299\d{11}[\dXx]|370299\d{9}(?!\d)")
PHONE = re.compile(rb"1990000\d{4}")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command prints over the sample, and over the sample again with an error."""
    place = tmp_path_factory.mktemp("told")
    log, environment = place / "log.txt", guarded(place / "refused.txt")
    words = ["--inbox", str(SAMPLE), "--home", str(place / "home")]
    assert run_sanse(["run", "--month", "2026-09", *words], environment, log) == 0
    assert run_sanse(["screen", "--month", "2019-01", *words[2:]], environment, log) != 0
    assert not (place / "refused.txt").exists(), (place / "refused.txt").read_text("utf-8")
    return log


def _names(home: Home) -> set[bytes]:
    """Names of the sample's people; two characters are also parts of ordinary words."""
    files = sorted(home.identities.rglob("*.parquet"))
    names = pl.concat([pl.read_parquet(file, columns=["name"]) for file in files])["name"]
    return {name.encode() for name in names.drop_nulls().to_list() if len(name) >= 3}


def _contents(file: Path) -> Iterator[bytes]:
    """A file's bytes, and what stands inside where they are packed."""
    yield file.read_bytes()
    if file.suffix == ".parquet":
        frame = pl.read_parquet(file, hive_partitioning=False)
        yield frame.select(pl.col(pl.String)).write_csv().encode()
    elif file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            yield from (book.read(name) for name in book.namelist())
    elif file.suffix == ".duckdb":
        yield from _tables(file)
    elif file.suffix == ".db":
        with sqlite3.connect(file) as store:
            yield "\n".join(store.iterdump()).encode()


def _tables(file: Path) -> Iterator[bytes]:
    import duckdb

    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_type = 'BASE TABLE'"
        ).fetchall()
        for schema, table in tables:
            frame = con.sql(f'from "{schema}"."{table}"').pl()
            yield frame.select(pl.col(pl.String)).write_csv().encode()


def _searched(root: Path) -> list[Path]:
    return [
        file
        for file in sorted(root.rglob("*"))
        if file.is_file() and file.relative_to(root).parts[0] not in ALLOWED
    ]


def _found(files: list[Path], pattern: re.Pattern[bytes]) -> list[str]:
    return [str(f) for f in files if any(pattern.search(content) for content in _contents(f))]


def test_the_search_finds_what_it_looks_for(sample_home: Home) -> None:
    identities = sorted(sample_home.identities.rglob("*.parquet"))
    assert _found(identities, ID_NUMBER)
    assert _found(identities, PHONE)
    assert len(_names(sample_home)) > 50


def test_identity_numbers_stand_nowhere_else_not_even_in_the_lists(sample_home: Home) -> None:
    files = _searched(sample_home.root)
    assert {"staging", "warehouse", "releases"} <= {
        file.relative_to(sample_home.root).parts[0] for file in files
    }
    assert _found(files, ID_NUMBER) == []


def test_names_and_phones_stand_nowhere_else_but_in_the_lists(sample_home: Home) -> None:
    files = [file for file in _searched(sample_home.root) if LISTS not in file.parts]
    assert _found(files, PHONE) == []
    names = re.compile(b"|".join(sorted(map(re.escape, _names(sample_home)))))
    assert _found(files, names) == []


def test_what_the_command_prints_holds_none_of_them(told: Path, sample_home: Home) -> None:
    names = re.compile(b"|".join(sorted(map(re.escape, _names(sample_home)))))
    for pattern in (ID_NUMBER, PHONE, names):
        assert _found([told], pattern) == []


def test_only_the_owner_can_open_what_holds_identities(sample_home: Home) -> None:
    for name in sorted(ALLOWED):
        assert (sample_home.root / name).stat().st_mode & 0o077 == 0, name
    assert sample_home.key_path.stat().st_mode & 0o077 == 0
