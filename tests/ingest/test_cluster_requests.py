"""What a worker's process answers to a request, and what the run makes of it; no cluster needed."""

import errno
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from pipelines.cluster import staging, worker
from pipelines.cluster.crew import _Crew
from pipelines.cluster.folder import SharedFolder, shared_folder
from pipelines.cluster.staging import answer, marks_of
from pipelines.cluster.worker import Told
from pipelines.ingest import StagingTask, stage_one
from pipelines.origins import KnownContents
from pipelines.settings import Home, load_key
from pipelines.turns import Waiting
from tests.stage.files import AS_OF, csv_bytes, made_up_id, wrong_check

SHA256 = "ab" * 32
ROWS = [["姓名", "身份证号", "死亡日期"], ["某某", made_up_id(1), "2026-10-01"]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    (made.raw / ".incoming").mkdir(parents=True)
    wrong = ["某某", wrong_check(made_up_id(2)), "2026-10-01"]
    (made.raw / ".incoming" / SHA256).write_bytes(csv_bytes([*ROWS, wrong]))
    return made


@pytest.fixture
def folder(home: Home) -> Iterator[SharedFolder]:
    with shared_folder(home, [SHA256[:16]]) as (_, made):
        yield made


@pytest.fixture
def task(home: Home) -> StagingTask:
    path = home.raw / ".incoming" / SHA256
    return StagingTask(home, path, SHA256, AS_OF, 0, "", KnownContents(), date.min)


@pytest.fixture
def crew(home: Home, folder: SharedFolder) -> _Crew:
    marks = {**marks_of(home), "home": str(home.root), "token": folder.path.name}
    return _Crew(None, home, folder, marks)


def _request(crew: _Crew, task: StagingTask) -> Told:
    return {**crew.marks, **crew._request(task)}


def test_what_became_of_a_content_comes_back_as_it_was(
    crew: _Crew, folder: SharedFolder, task: StagingTask
) -> None:
    told = answer(folder, _request(crew, task))
    assert told == {"state": "done"}
    found = crew.result(task, told)
    assert found == stage_one(task, load_key(task.home))


def test_two_that_stage_the_same_content_at_once_do_not_harm_each_other(
    crew: _Crew, folder: SharedFolder, task: StagingTask
) -> None:
    requests = [_request(crew, task)] * 4
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda one: answer(folder, one), requests))
    assert answers == [{"state": "done"}] * 4
    many = _bytes(crew.home)
    stage_one(task, load_key(crew.home))
    assert many == _bytes(crew.home)
    assert sorted(path.name for path in folder.path.iterdir()) == [f"{SHA256}.json", "known"]


def _bytes(home: Home) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(home.root.glob("[!.r]*/*/*.parquet"))}


def test_a_content_that_waits_for_others_says_for_which(
    crew: _Crew, folder: SharedFolder, task: StagingTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Waiting(SHA256, frozenset({"b" * 16, "a" * 16}))
    monkeypatch.setattr(staging, "stage_one", lambda *_: (waiting, False))
    told = answer(folder, _request(crew, task))
    assert told == {"state": "waiting"}
    assert crew.result(task, told) == (waiting, False)


def test_a_disk_that_fails_is_told_of_the_content(
    crew: _Crew, folder: SharedFolder, task: StagingTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "made-up name")

    monkeypatch.setattr(staging, "_take_place", fail)
    told = answer(folder, _request(crew, task))
    assert told == {"state": "disk"}
    staged, has_failed = crew.result(task, told)
    assert has_failed
    assert "磁盘出错" in str(staged)


def test_a_run_that_is_gone_gets_no_more_files(
    crew: _Crew, folder: SharedFolder, task: StagingTask
) -> None:
    request = _request(crew, task)
    known = folder.known_ids()
    folder.sign.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "_known", lambda _: KnownContents(known))
        assert answer(folder, request) == {"state": "unseen"}
    assert not task.home.staging.exists()


def test_a_worker_of_another_user_says_that_it_does_not_see_the_home(
    crew: _Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_file", MagicMock(side_effect=PermissionError))
    assert worker.ask(crew.marks)["state"] == "unseen"


def test_a_worker_that_can_begin_no_process_says_so(
    crew: _Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker.subprocess, "Popen", MagicMock(side_effect=BlockingIOError))
    assert worker.ask(crew.marks)["state"] == "died"


@pytest.mark.parametrize("mark", ["program", "key", "passwords"])
def test_a_request_of_another_is_not_done(
    crew: _Crew, folder: SharedFolder, task: StagingTask, mark: str
) -> None:
    assert answer(folder, _request(crew, task) | {mark: "another"}) == {"state": mark}
    assert not task.home.staging.exists()
