"""Too little memory, too little disk: a clear reason with its cure, and nothing is released."""

import shutil
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from pipelines.months import parse_month
from pipelines.room import NoRoom, room_told
from pipelines.run import screen_month
from pipelines.settings import Home
from pipelines.warehouse import open_warehouse
from tests.end_to_end.test_same_bytes import _checksums

OCTOBER = parse_month("2026-10")
MANY_ROWS = "create table t as select md5(i::varchar) as s from range(2000000) as r(i) order by s"


@pytest.mark.parametrize("said", ["much", "4", "4GB; drop", "-1GB", "4TBB"])
def test_a_size_that_is_none_is_told(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANSE_MEMORY_LIMIT", said)
    with pytest.raises(NoRoom, match="4GB 或 800MB"):
        open_warehouse(None)


def _build_in_too_little(path: Path | None, before: str = "select 1") -> str:
    """Build many rows in the stage “归户”; return what was told."""
    with closing(open_warehouse(path)) as con:
        con.execute(before)
        try:
            with room_told("归户"):
                con.execute(MANY_ROWS)
        except NoRoom as told:
            return str(told)
    return ""


def test_memory_that_does_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANSE_MEMORY_LIMIT", "20MB")
    told = _build_in_too_little(None, "set temp_directory = ''")
    assert "“归户”" in told
    assert "20MB" in told
    assert "SANSE_MEMORY_LIMIT=4GB" in told


def test_the_table_that_did_not_fit_is_told() -> None:
    error = duckdb.OutOfMemoryException("could not allocate block")
    error.add_note("while building core.members from core/members.sql")
    with pytest.raises(NoRoom, match=r"“归户”（表 core\.members）"), room_told("归户"):
        raise error


def test_a_full_disk_for_what_does_not_fit_in_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SANSE_MEMORY_LIMIT", "30MB")
    monkeypatch.setenv("SANSE_SPILL_LIMIT", "5MB")
    told = _build_in_too_little(tmp_path / "w" / "t.duckdb")
    assert "磁盘不够" in told
    assert "SANSE_SPILL_LIMIT" in told


def test_a_disk_that_takes_nothing_more_is_told_and_other_faults_pass() -> None:
    with pytest.raises(NoRoom, match="磁盘不够"), room_told("归户"):
        raise duckdb.IOException("Could not write file: No space left on device")
    with pytest.raises(duckdb.IOException), room_told("归户"):
        raise duckdb.IOException("Could not read file: it is not one")


def test_a_month_without_memory_stops_and_a_repeat_gives_the_same_bytes(
    sample_home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(sample_home.root, home.root)
    before = _checksums(home.release_path(OCTOBER))
    monkeypatch.setenv("SANSE_MEMORY_LIMIT", "12MB")
    monkeypatch.setenv("SANSE_SPILL_LIMIT", "1MB")
    with pytest.raises(NoRoom, match="没有发布"):
        screen_month(home, OCTOBER)
    assert _checksums(home.release_path(OCTOBER)) == before
    monkeypatch.delenv("SANSE_MEMORY_LIMIT")
    monkeypatch.delenv("SANSE_SPILL_LIMIT")
    screen_month(home, OCTOBER)
    assert _checksums(home.release_path(OCTOBER)) == before
