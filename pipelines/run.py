"""A month's run from the inbox to the lists, stage after stage, as plain functions."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pipelines.ingest import IngestReport, ingest
from pipelines.lock import lock_home
from pipelines.months import Month
from pipelines.policy import Policy, policy_at
from pipelines.release import release
from pipelines.settings import Home
from pipelines.summary import MonthSummary, summarise
from pipelines.warehouse import build_layer, load_inputs, open_warehouse

# One line a stage, with counts only: no name, no number, no address, no file name.
log = logging.getLogger("sanse.run")

LAYERS = {"core": "归户", "indicators": "计量", "screening": "筛查", "outputs": "整理名单"}

OnProgress = Callable[[str], None]


def run_month(
    home: Home,
    inbox: Path,
    month: Month,
    on_progress: OnProgress = lambda _: None,
    threads: int | None = None,
) -> MonthSummary:
    """Take in what is new in the inbox, screen the month, and release its lists.

    Raises ReleaseRefused where the result was not accepted: then nothing is released.
    """
    ingest_inbox(home, inbox, month, on_progress)
    return screen_month(home, month, on_progress, threads)


def ingest_inbox(
    home: Home, inbox: Path, month: Month, on_progress: OnProgress = lambda _: None
) -> IngestReport:
    """Take in and stage every file of the inbox that the home does not hold yet."""
    with lock_home(home), _stage("接收", on_progress) as told:
        report = ingest(home, inbox, month, on_progress=on_progress)
        told.append(str(report))
    return report


def screen_month(
    home: Home,
    month: Month,
    on_progress: OnProgress = lambda _: None,
    threads: int | None = None,
) -> MonthSummary:
    """Screen one month from what was delivered up to it, and release its lists.

    The month's warehouse is built anew each time: a run depends on what was delivered, on
    earlier releases and on the policy of its date, never on what an earlier try left behind.
    """
    with lock_home(home):
        path = home.warehouse_path(month)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with closing(open_warehouse(path, threads=threads)) as con:
            return _screen(con, home, month, on_progress)


def _screen(con: Any, home: Home, month: Month, on_progress: OnProgress) -> MonthSummary:
    policy = policy_at(month.as_of_date)
    with _stage("装载", on_progress) as told:
        load_inputs(con, home, month, policy)
        told.append("来源")
    for layer, title in LAYERS.items():
        _build(con, layer, title, policy, on_progress)
    with _stage("验收和发布", on_progress) as told:
        released = release(con, home, month, policy)
        told.append(str(released))
    return summarise(con, released)


def _build(con: Any, layer: str, title: str, policy: Policy, on_progress: OnProgress) -> None:
    with _stage(title, on_progress) as told:
        rows = build_layer(con, layer, policy)
        told.append(f"{len(rows)} 张表")


@contextmanager
def _stage(title: str, on_progress: OnProgress) -> Iterator[list[str]]:
    """Announce a stage, then log one line of what it told and how long it took."""
    on_progress(f"{title}……")
    began = time.perf_counter()
    told: list[str] = []
    yield told
    log.info("%s：%s（%.1f 秒）", title, "，".join(told), time.perf_counter() - began)
