"""A second process for what Python does on one core alone: the work of a large release is shared.

Whatever goes wrong there is done here once more: a fault is told where and as it always is, and a
process that the system ended costs time and no result.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from pipelines.workers import begin_judge

log = logging.getLogger("sanse.release")

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


@contextmanager
def second_process(*, is_worth_it: bool) -> Iterator[Executor | None]:
    """Yield a process that does one thing after the other; none where it is not worth its start."""
    if not is_worth_it:
        yield None
        return
    # Not fork: polars and DuckDB have threads, which a forked process would not.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=begin_judge)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def begun(
    other: Executor | None, work: Callable[..., _Result], *given: object
) -> Callable[[], _Result]:
    """Begin work in the other process; what is returned waits for its result."""
    if other is None:
        return lambda: work(*given)
    future = other.submit(work, *given)

    def result() -> _Result:
        try:
            return future.result()
        except Exception as problem:  # noqa: BLE001 - raised here again, if it was not the process
            _told(problem)
            return work(*given)

    return result


def shared(other: Executor | None, work: Callable[[_Job], object], jobs: Sequence[_Job]) -> None:
    """Do all jobs: the other process from the first on, this one from the last, until they meet."""
    if other is None:
        for job in jobs:
            work(job)
        return
    futures = [other.submit(work, job) for job in jobs]
    for future, job in zip(reversed(futures), reversed(jobs), strict=True):
        if future.cancel():
            work(job)
    for future, job in zip(futures, jobs, strict=True):
        problem = None if future.cancelled() else future.exception()
        if problem is not None:
            _told(problem)
            work(job)


def _told(problem: BaseException) -> None:
    """Say that the other process is of no use: the kind of fault, its words may quote a row."""
    log.warning("另一个进程没有做成（%s），由本进程重做", type(problem).__name__)
