"""The workbooks that are to be written, each whole or not at all, many of them by two processes.

A workbook is written by Python, on one core: what the department's own file says is read anew,
and its rows are laid out cell by cell. The same workbook has the same bytes whoever writes it.
One process more begins with the longest at once, while this one goes on with other work; what is
not begun when their results are asked for, this one writes itself, from the other end.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import multiprocessing
import traceback
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.passwords import Password
from pipelines.received import Delivery
from pipelines.returns.book import Listed
from pipelines.returns.writing import write_return
from pipelines.settings import make_private_folder
from pipelines.stage import Staged
from pipelines.workers import begin_worker

# Raise it where the same problems are to be shown in another way: all workbooks are written anew.
_FORM = 2
# Below this many bytes of received files another process takes longer to begin than it saves.
_WORTH_PROCESSES = 24 << 20

log = logging.getLogger("sanse.returns")


@dataclasses.dataclass(frozen=True)
class Return:
    """One workbook that belongs into the tray."""

    delivery: Delivery
    target: Path
    problems: pl.DataFrame
    numbers: Mapping[tuple[str, int], str]
    passwords: Sequence[Password] = dataclasses.field(default=(), repr=False)

    @cached_property
    def rows(self) -> int:
        """How many rejected rows it has to list."""
        bad = self.problems.filter(pl.col("level") == "block")
        return bad.select("sheet", "row_number").n_unique()

    @cached_property
    def fingerprint(self) -> str:
        """Changes with all that the workbook shows."""
        one = self.delivery
        told = (
            _FORM,
            one.path,
            one.sha256,
            one.delivery_month,
            one.entries,
            one.unread,
            one.closed,
        )
        digest = hashlib.blake2b(repr(told).encode(), digest_size=16)
        digest.update(self.problems.write_csv().encode())
        digest.update(repr(sorted(self.numbers.items())).encode())
        return digest.hexdigest()


@dataclasses.dataclass(frozen=True)
class _Written:
    """How many rejected rows a workbook lists (None: the first sheet alone), and what failed."""

    shown: int | None
    fault: str = ""


class Writing:
    """Workbooks on their way; `results` has to be gone through, or `give_up` called."""

    def __init__(self, wanted: Sequence[Return], raws: Mapping[str, Path]) -> None:
        """Begin at once where that is worth a process. `raws` are the received bytes by SHA-256;
        of a list of refused facts not a byte was kept, and its sender is told why, no more.
        """
        for one in wanted:
            make_private_folder(one.target.parent.parent)
            make_private_folder(one.target.parent)
        self._wanted = [(one, raws.get(one.delivery.sha256)) for one in wanted]
        self._pool: ProcessPoolExecutor | None = None
        self._futures: dict[int, Future[_Written]] = {}
        sizes = [path.stat().st_size if path else 0 for _, path in self._wanted]
        if len(wanted) > 1 and sum(sizes) >= _WORTH_PROCESSES:
            self._begin(sorted(range(len(wanted)), key=lambda place: -sizes[place]))

    def _begin(self, places: Sequence[int]) -> None:
        # Not fork: polars and DuckDB have threads, which a forked process would not.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=begin_worker)
        for place in places:
            self._futures[place] = self._pool.submit(_write, *self._wanted[place])

    def results(self) -> Iterator[tuple[Return, int | None]]:
        """Each workbook with how many rejected rows it lists, in the order asked for.

        None: its own rows cannot be shown, and it holds the first sheet alone. Raises OSError
        where the disk fails.
        """
        try:
            done = self._written_here()
            for place, (one, raw) in enumerate(self._wanted):
                written = done.get(place) or self._written_there(place, one, raw)
                if written.fault:
                    log.warning("returning %s failed: %s", one.delivery.file_id, written.fault)
                yield one, written.shown
        finally:
            self.give_up()

    def _written_here(self) -> dict[int, _Written]:
        """Those that nobody had begun yet."""
        done = {}
        for place, one in reversed(self._futures.items()):
            if one.cancel():
                done[place] = _write(*self._wanted[place])
        return done

    def _written_there(self, place: int, one: Return, raw: Path | None) -> _Written:
        future = self._futures.get(place)
        try:
            return future.result() if future is not None else _write(one, raw)
        except BrokenProcessPool:
            # The system ended the process, mostly for want of memory: here it goes on alone.
            return _write(one, raw)

    def give_up(self) -> None:
        """Begin no more of them; what has been begun is written to its end."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _write(one: Return, raw: Path | None) -> _Written:
    try:
        listed = _write_from(one, raw)
    except OSError:
        raise
    except Exception as problem:  # noqa: BLE001 - its message may quote cells
        place = traceback.extract_tb(problem.__traceback__)[-1]
        _write_from(one, None)
        where = f"{Path(place.filename).name}:{place.lineno}"
        return _Written(None, f"{type(problem).__name__}, {where}")
    return _Written(len(listed.rows) + listed.beyond)


def _write_from(one: Return, raw: Path | None) -> Listed:
    return write_return(
        one.target,
        raw,
        name=one.delivery.path,
        file_id=one.delivery.file_id,
        staged=Staged(one.delivery.entries, one.delivery.unread),
        problems=one.problems,
        delivery_month=one.delivery.delivery_month,
        closed=one.delivery.closed,
        numbers=one.numbers,
        passwords=one.passwords,
    )
