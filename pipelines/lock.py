"""One writer a home: a scheduled run and one by hand must not write at the same time."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from pipelines.errors import SanseError
from pipelines.settings import Home

_POLL_SECONDS = 0.5


class HomeBusy(SanseError):
    """Another run is writing into the home."""


@contextmanager
def lock_home(home: Home, wait_seconds: float = 0) -> Iterator[None]:
    """Hold a home for writing; the system lets go of it even where the process is killed.

    Raises HomeBusy where another process still holds it after `wait_seconds`.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / ".lock").open("w") as file:
        _acquire(file, home, time.monotonic() + wait_seconds)
        yield


def _acquire(file: IO[str], home: Home, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise HomeBusy(
                    f"另一个 sanse 正在写入 {home.root}，同时运行会互相覆盖。"
                    "请等它结束后再试；定时任务的进度可在调度页面上看到。"
                ) from None
            time.sleep(_POLL_SECONDS)
        else:
            return
