"""The tray while it is brought in line: what is written, what is left, what breaking off leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.months import parse_month
from pipelines.returns import begin_returns, workbooks, write_returns
from pipelines.returns.tray import Returning
from pipelines.returns.writing import aside_of
from tests.returns.office import Office
from tests.returns.test_clerks import RETURNED, deaths
from tests.returns.test_tray import doubt

OCTOBER = parse_month("2026-10")
FIRST, SECOND = RETURNED, "民政局/死亡二-退回.xlsx"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.put("死亡.csv", deaths())
    office.put("死亡二.csv", deaths(bad=(4, 5)))
    office.receive()
    assert office.returned == [FIRST, SECOND]
    return office


def file_of(office: Office, name: str) -> int:
    """Which file it is: another one as soon as it has been written anew."""
    return (office.home.returns / name).stat().st_ino


def test_only_what_has_changed_is_written(office: Office) -> None:
    before = {name: file_of(office, name) for name in office.returned}
    with (office.home.returns / FIRST).open("rb"):  # so that no number of a file is given twice
        report = write_returns(office.home, OCTOBER, doubt(office, 3))
    assert report.written == 1
    assert file_of(office, SECOND) == before[SECOND]
    assert file_of(office, FIRST) != before[FIRST]


def test_one_that_was_deleted_comes_back_the_same(office: Office) -> None:
    path = office.home.returns / SECOND
    content, other = path.read_bytes(), file_of(office, FIRST)
    path.unlink()
    assert write_returns(office.home, OCTOBER).written == 1
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o077 == 0
    assert file_of(office, FIRST) == other


def test_without_the_index_all_are_the_same_again(office: Office) -> None:
    content = {name: (office.home.returns / name).read_bytes() for name in office.returned}
    (office.home.returns / ".index.json").unlink()
    assert write_returns(office.home, OCTOBER).written == 2
    assert content == {name: (office.home.returns / name).read_bytes() for name in content}


def test_what_was_begun_and_not_finished_is_written_by_a_later_run(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (office.home.returns / FIRST).read_bytes()
    begin_returns(office.home, OCTOBER, doubt(office, 3))  # the run ends here
    (office.home.returns / FIRST).write_bytes(b"half of another time")
    monkeypatch.setattr("pipelines.returns.tray.keep_checks", lambda *_: None)
    (office.home.doubts / "checks" / "2026-10.parquet").unlink()
    assert write_returns(office.home, OCTOBER).written == 1
    assert (office.home.returns / FIRST).read_bytes() == content


def test_what_was_begun_and_not_finished_goes_where_nothing_is_left_to_mend(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.home.returns / SECOND).unlink()  # so that both are to be written
    begin_returns(office.home, OCTOBER, doubt(office, 3))  # the run ends here
    (office.home.returns / SECOND).write_bytes(b"whole")
    aside_of(office.home.returns / FIRST).write_bytes(b"half")
    monkeypatch.setattr("pipelines.returns.tray._still_to_mend", lambda *_: [])
    assert write_returns(office.home, OCTOBER).removed == 2
    assert [path.name for path in office.home.returns.rglob("*")] == [".index.json"]


def test_finishing_twice_is_finishing_once(office: Office) -> None:
    returning = begin_returns(office.home, OCTOBER, doubt(office, 3))
    assert str(returning) == "2 个退回表，其中 1 个有变化，开始写"
    assert returning.finish() is returning.finish()


def test_another_process_writes_while_this_one_does_other_work(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = {name: (office.home.returns / name).read_bytes() for name in office.returned}
    for name in content:
        (office.home.returns / name).unlink()
    monkeypatch.setattr(workbooks, "_WORTH_PROCESSES", 0)
    returning = begin_returns(office.home, OCTOBER)
    wait_for(returning)
    assert content == {name: (office.home.returns / name).read_bytes() for name in content}
    monkeypatch.setattr(workbooks, "_write", None)  # nothing is left to be written here
    assert returning.finish().written == 2


def wait_for(returning: Returning) -> None:
    for future in returning._writing._futures.values():
        future.result()
