"""What two processes share comes out as one would write it, also where one of them is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import pytest

from pipelines import release as releasing
from pipelines.second_process import begun, second_process, shared
from tests.release.made_up import District
from tests.release.test_release import _checksums


class Other(Executor):
    """A process that has done all before anybody asks, comes to nothing, or has been ended."""

    def __init__(self, state: Literal["quick", "busy", "lost"]) -> None:
        self.state = state

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.state == "busy":
            return future
        future.set_running_or_notify_cancel()
        if self.state == "lost":
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize("state", ["lost", "quick"])
def test_a_release_has_the_same_bytes_whoever_writes_it(
    state: Literal["quick", "lost"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = District().release(tmp_path / "alone")

    @contextmanager
    def other(*, is_worth_it: bool) -> Iterator[Executor | None]:
        assert is_worth_it
        yield Other(state)

    monkeypatch.setattr(releasing, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(releasing, "second_process", other)
    assert _checksums(District().release(tmp_path / "two").path) == _checksums(alone.path)


def _write_process(path: Path) -> None:
    path.write_text(str(os.getpid()), encoding="utf-8")


def _fail(path: Path) -> None:
    raise NotADirectoryError(path)


def test_a_real_process_does_its_share_and_its_faults_are_told_here(tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(5)]
    with second_process(is_worth_it=True) as other:
        pid = begun(other, os.getpid)()
        assert pid != os.getpid()
        # What a release is judged with: where it is missing, all would be judged here once more.
        assert other is not None
        assert all(other.map(find_spec, ["great_expectations", "pandas"]))
        shared(other, _write_process, paths)
        assert {path.read_text(encoding="utf-8") for path in paths} <= {str(pid), str(os.getpid())}
        with pytest.raises(NotADirectoryError, match=r"0$"):
            shared(other, _fail, paths[:1])
        with pytest.raises(NotADirectoryError, match=r"1$"):
            begun(other, _fail, paths[1])()


def test_what_the_other_process_has_not_begun_is_done_here(tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(3)]
    shared(Other("busy"), _write_process, paths)
    assert {path.read_text(encoding="utf-8") for path in paths} == {str(os.getpid())}


def test_a_small_release_begins_no_process() -> None:
    with second_process(is_worth_it=False) as other:
        assert other is None
        assert begun(other, os.getpid)() == os.getpid()
