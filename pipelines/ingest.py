"""Ingest: take every file of the inbox once, keep its bytes untouched, have its content staged.

What an ingest leaves behind depends on what lies in the inbox and what was taken before, never on
how many processes worked at it.
"""

from __future__ import annotations

import dataclasses
import logging
import multiprocessing
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import cast

from pipelines.answer_months import date_answers
from pipelines.cluster.address import WORKERS, Scheduler, Workers
from pipelines.cluster.folder import clear_shared
from pipelines.deliveries import delivery_month
from pipelines.errors import SanseError
from pipelines.file_names import unique_names
from pipelines.hashed import load_hashes, mark_of, save_hashes
from pipelines.inbox import Found, InboxMissing, walk_inbox
from pipelines.months import Month, parse_month
from pipelines.origins import KnownContents
from pipelines.passwords import PASSWORDS_FILE, load_passwords
from pipelines.raw import (
    INCOMING,
    NO_SPACE,
    DiskFull,
    Kept,
    TakenBefore,
    clear_incoming,
    disk_full,
    full_disk_told,
    keep_bytes,
    private_folder,
    raw_files,
    suffix_of,
)
from pipelines.received import Delivery, SourceStatus, UsedFile, deliveries_for, sources_for
from pipelines.register import (
    LOCKED,
    Content,
    Register,
    Taken,
    catalogue_fingerprint,
    fingerprint,
    home_passwords,
    load_register,
    save_register,
)
from pipelines.settings import Home, load_key
from pipelines.stage import OriginsNeeded, Staged, Unreadable, stage_content
from pipelines.turns import Waiting, ids_of, in_turn, known_to
from pipelines.workers import begin_worker, leave_with_parent
from schemas.sources import all_sources

__all__ = [
    "Delivery",
    "DiskFull",
    "InboxMissing",
    "IngestReport",
    "SourceStatus",
    "UsedFile",
    "deliveries_for",
    "ingest",
    "sources_for",
]

# One line a stage, with counts only: file names may hold a person's name.
log = logging.getLogger("sanse.ingest")

OnProgress = Callable[[str], None]

# Below this many bytes a second process costs more than it brings.
_WORTH_A_PROCESS = 16 * 1024 * 1024
# Why a content is listed whose process was killed, and killed again when it was alone.
KILLED = "读取这个文件时程序被系统中止，可能内存不够"
# A run that is broken off has to read so many small files again at most.
_SAVED_EACH = 20


@dataclasses.dataclass(frozen=True)
class IngestReport:
    """What one ingest did.

    `deliveries` are all files known up to the month, as `deliveries_for` gives them; `taken`
    counts the files new to the register, `staged` the contents read (0: nothing was new),
    `ignored` temporary and hidden files, which are left where they are.
    """

    deliveries: tuple[Delivery, ...]
    taken: int
    staged: int
    ignored: int

    def __str__(self) -> str:
        """One line of counts."""
        entries = [entry for one in self.deliveries for entry in one.entries]
        unread = sum(not one.entries for one in self.deliveries)
        return (
            f"新收 {self.taken} 个文件，读入 {self.staged} 个；"
            f"累计 {len(self.deliveries)} 个文件（{unread} 个没有读出），"
            f"收到 {sum(e.received for e in entries):,} 行："
            f"采用 {sum(e.accepted for e in entries):,}、"
            f"退回 {sum(e.rejected for e in entries):,}、"
            f"重复 {sum(e.repeated for e in entries):,}"
        )


def ingest(
    home: Home,
    inbox: Path,
    month: Month,
    *,
    on_progress: OnProgress = lambda _: None,
    workers: Workers = WORKERS,
) -> IngestReport:
    """Take what is new in the inbox and stage every content that is not staged yet.

    `workers` is a number of processes, or the cluster whose workers stage.

    A file whose path names no month belongs to `month` if it is first taken now. Calls
    `on_progress` with short lines in Chinese that name no file. Raises InboxMissing, DiskFull,
    CountsDoNotAgree, RegisterNotUsable, KeyNotUsable; a file that cannot be read is listed.
    """
    key = load_key(home)
    register = load_register(home, key)
    found, ignored = walk_inbox(inbox, key)
    known = _known(home, register, key)
    with full_disk_told(home), _processes(workers) as pool:
        is_worth_it = _unread_bytes(found, known) >= _WORTH_A_PROCESS
        if pool and isinstance(workers, int) and is_worth_it:
            _begin(pool, workers)
        new, hashes = _take(home, register, found, month, known)
        save_register(home, register)
        save_hashes(home, key, hashes)
        staged = _stage_new(home, register, key, on_progress, pool or workers)
        if date_answers(home, register):
            save_register(home, register)
        _file_what_was_known(home, register)
    report = IngestReport(tuple(deliveries_for(home, month)), new, staged, ignored)
    log.info("%s", report)
    return report


def _take(
    home: Home, register: Register, found: Sequence[Found], month: Month, known: TakenBefore
) -> tuple[int, dict[str, str]]:
    """Register every file that is new, or whose content is, and keep its bytes.

    How many those were, and the SHA-256 of every file by its mark.
    """
    clear_incoming(home)
    clear_shared(home)
    # Hashing lets go of the interpreter, so two threads read two files at once.
    with ThreadPoolExecutor(WORKERS) as threads:
        intakes = list(threads.map(lambda one: keep_bytes(home, one, known), found))
    register.archives |= {one.sha256: one.archive for one in intakes if one.archive}
    new = _register_files(register, [file for one in intakes for file in one.files], month)
    marks = [mark_of(one, known.key) for one in found]
    read = zip(marks, (one.read for one in intakes), strict=True)
    return new, {mark: sha256 for mark, sha256 in read if mark and sha256}


@contextmanager
def _processes(workers: Workers) -> Iterator[ProcessPoolExecutor | None]:
    """The processes that stage on this machine; none of them begins before there is work.

    Where a run is stopped, only the files that are being read are read to their end.
    """
    if isinstance(workers, Scheduler) or workers < 2:
        yield None
        return
    # Not fork: polars and arrow have threads, which a forked process would not.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=begin_worker)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(pool: ProcessPoolExecutor, workers: int) -> None:
    """Let the processes load what they need while the bytes are still being copied."""
    for _ in range(workers):
        pool.submit(all_sources)


def _unread_bytes(found: Sequence[Found], known: TakenBefore) -> int:
    """How much lies in the inbox that is not as it was when it was last read."""
    return sum(
        one.size for one in found if not one.reason and mark_of(one, known.key) not in known.hashes
    )


def _known(home: Home, register: Register, key: bytes) -> TakenBefore:
    sizes = {taken.size for taken in register.deliveries}
    sizes |= {archive.size for archive in register.archives.values()}
    # What is refused under the contracts of today need not be copied to be refused again.
    refused = {
        sha256
        for sha256, content in register.contents.items()
        if content.staged.is_refused and content.is_current(home, sha256)
    }
    passwords = tuple(dict.fromkeys(one.text for one in load_passwords(home)))
    kept = raw_files(home).keys() | refused
    return TakenBefore(key, sizes, kept, register.archives, passwords, load_hashes(home, key))


def _register_files(register: Register, files: Sequence[Kept], month: Month) -> int:
    """Note the files that are new or have changed; how many those were."""
    told = [
        Taken(
            path,
            file.sha256,
            file.size,
            str(delivery_month(path) or month),
            str(month),
            file.reason,
        )
        for file, path in zip(files, unique_names([one.path for one in files]), strict=True)
    ]
    # What could not be taken at first, and now was, is not worth a line of its own.
    settled = {(one.path, one.delivery_month) for one in told if one.sha256}
    register.deliveries[:] = [
        one
        for one in register.deliveries
        if one.sha256 or (one.path, one.delivery_month) not in settled
    ]
    newest = register.newest_of()
    new = [one for one in told if not _is_known(one, newest.get(one.path))]
    register.deliveries.extend(new)
    return len(new)


def _is_known(one: Taken, before: Taken | None) -> bool:
    return before is not None and (before.sha256, before.reason) == (one.sha256, one.reason)


@dataclasses.dataclass(frozen=True)
class StagingTask:
    """One content to stage; everything a process needs for it."""

    home: Home
    path: Path
    sha256: str
    as_of: date
    size: int
    suffix: str
    known: KnownContents
    taken_by: date


def _stage_new(
    home: Home,
    register: Register,
    key: bytes,
    on_progress: OnProgress,
    workers: Workers | ProcessPoolExecutor,
) -> int:
    """Stage what is not staged yet, and note each content in the register as it is done.

    Returned files come last, one after the other: their rows are put against the rows they were.
    """
    tasks = _tasks(home, register)
    by_content = {task.sha256: task for task in tasks}
    waiting: list[Waiting] = []
    done = 0
    for task, staged, has_failed in _run(tasks, key, workers):
        if isinstance(staged, Waiting):
            waiting.append(staged)
            continue
        done += 1
        _note(home, register, task, staged, has_failed=has_failed)
        if done % _SAVED_EACH == 0 or done == len(tasks) or task.size > _WORTH_A_PROCESS:
            save_register(home, register)
        on_progress(_told(staged, done, len(tasks)))
    for sha256 in in_turn(register, waiting):
        known = known_to(home, register, sha256)
        task = dataclasses.replace(by_content[sha256], known=known)
        staged, has_failed = stage_one(task, key)
        done += 1
        _note(home, register, task, cast("Staged", staged), has_failed=has_failed)
        save_register(home, register)
        on_progress(f"（{done}/{len(tasks)}）退回后交来的更正件")
    return done


def _note(
    home: Home, register: Register, task: StagingTask, staged: Staged, *, has_failed: bool
) -> None:
    _file_raw(home, task.path, task.sha256, task.suffix, staged)
    register.contents[task.sha256] = Content(
        task.as_of.isoformat(), staged, _fingerprints(home, staged), has_failed
    )


def _tasks(home: Home, register: Register) -> list[StagingTask]:
    """The contents to stage, the largest first so that two processes end together."""
    kept = raw_files(home)
    known = KnownContents(ids_of(register))
    tasks: dict[str, StagingTask] = {}
    for taken in sorted(register.deliveries, key=lambda one: (one.delivery_month, one.path)):
        raw = kept.get(taken.sha256)
        if raw is not None and taken.sha256 not in tasks:
            as_of = _as_of(register, taken)
            suffix = suffix_of(taken.path)
            taken_by = parse_month(taken.first_taken_month).as_of_date
            tasks[taken.sha256] = StagingTask(
                home, raw, taken.sha256, as_of, taken.size, suffix, known, taken_by
            )
    wanted = _to_stage(home, register, tasks)
    chosen = [task for sha256, task in tasks.items() if sha256 in wanted]
    return sorted(chosen, key=lambda task: (-task.size, task.sha256))


def _as_of(register: Register, taken: Taken) -> date:
    content = register.contents.get(taken.sha256)
    if content is not None:
        return date.fromisoformat(content.as_of)
    return parse_month(taken.delivery_month).as_of_date


def _to_stage(home: Home, register: Register, contents: Iterable[str]) -> set[str]:
    """What is not staged as it would be today, and returned files whose origin has come since."""
    known = register.contents
    wanted = {
        sha256
        for sha256 in contents
        if sha256 not in known or not known[sha256].is_current(home, sha256)
    }
    there = {one[:16] for one, content in known.items() if content.staged.entries}
    there |= {sha256[:16] for sha256 in wanted}
    late = {
        one for one in contents if one in known and there & {*known[one].staged.unknown_origins}
    }
    return wanted | late


def _run(
    tasks: Sequence[StagingTask], key: bytes, workers: Workers | ProcessPoolExecutor
) -> Iterator[tuple[StagingTask, Staged | Waiting, bool]]:
    """Stage all tasks, in two processes where there is enough to do; yields as each is done."""
    if isinstance(workers, Scheduler):
        if tasks:
            from pipelines.cluster.crew import stage_on

            yield from stage_on(workers, tasks)
        return
    if isinstance(workers, int) or len(tasks) < 2 or _are_small(tasks):
        for task in tasks:
            yield task, *stage_one(task, key)
        return
    futures: dict[Future[tuple[Staged | Waiting, bool]], StagingTask] = {}
    broken = []
    for task in tasks:
        try:
            futures[workers.submit(stage_one, task, key)] = task
        except BrokenProcessPool:  # the system ended one that had begun to load
            broken.append(task)
    for future in as_completed(futures):
        if isinstance(future.exception(), BrokenProcessPool):
            broken.append(futures[future])
        else:
            yield futures[future], *future.result()
    workers.shutdown()
    for task in sorted(broken, key=lambda one: one.sha256):
        yield task, *_stage_alone(task, key)


def _are_small(tasks: Sequence[StagingTask]) -> bool:
    return sum(task.size for task in tasks) < _WORTH_A_PROCESS


def _stage_alone(task: StagingTask, key: bytes) -> tuple[Staged | Waiting, bool]:
    """Stage one content in a process of its own: a file that kills it kills no other."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=leave_with_parent) as pool:
        future: Future[tuple[Staged | Waiting, bool]] = pool.submit(stage_one, task, key)
        if isinstance(future.exception(), BrokenProcessPool):
            return failed(KILLED)
        return future.result()


def stage_one(task: StagingTask, key: bytes) -> tuple[Staged | Waiting, bool]:
    """Stage one content; a fault of ours in one file must not cost all the others."""
    try:
        content = (task.sha256, task.as_of, key, task.known, task.taken_by)
        return stage_content(task.home, task.path, *content), False
    except OriginsNeeded as needed:
        return Waiting(task.sha256, needed.file_ids), False
    except SanseError:
        raise
    except OSError as problem:
        if problem.errno in NO_SPACE:
            raise disk_full(task.home) from None
        return failed("读取这个文件时磁盘出错")
    except Exception as problem:  # noqa: BLE001 - listed below; its message may quote cells
        place = traceback.extract_tb(problem.__traceback__)[-1]
        told = f"{type(problem).__name__}, {Path(place.filename).name}:{place.lineno}"
        log.warning("staging %s failed: %s", task.sha256[:16], told)
        return failed(f"读取这个文件时程序出错（{told}）")


def failed(what: str) -> tuple[Staged, bool]:
    """What is listed of a content that could not be staged, and that it is to be tried again."""
    reason = f"{what}，其中的数据都没有用。下次收取会再试；仍不行请把文件交给开发人员。"
    return Staged((), (Unreadable("", reason),)), True


def _file_raw(home: Home, path: Path, sha256: str, suffix: str, staged: Staged) -> None:
    """Move kept bytes to the folder of what they turned out to be; refused ones go."""
    if staged.is_refused:
        path.unlink()
        return
    name = staged.entries[0].source if staged.entries else "unrecognised"
    target = private_folder(home.raw / name) / f"{sha256}{suffix}"
    if path != target:
        path.replace(target)


def _file_what_was_known(home: Home, register: Register) -> None:
    """Put away bytes that were taken in again: their content is staged, only they were gone."""
    suffixes = {one.sha256: suffix_of(one.path) for one in register.deliveries}
    for path in sorted((home.raw / INCOMING).glob("[!.]*")):
        content = register.contents.get(path.name)
        if content is not None:
            _file_raw(home, path, path.name, suffixes.get(path.name, ""), content.staged)


def _fingerprints(home: Home, staged: Staged) -> dict[str, str]:
    names = {entry.source for entry in staged.entries}
    own = {one.name: fingerprint(one) for one in all_sources() if one.name in names}
    shared = {"*": catalogue_fingerprint()}
    if any(PASSWORDS_FILE in one.reason for one in staged.unread):
        shared[LOCKED] = home_passwords(home)
    return shared | {entry.source: own[entry.source] for entry in staged.entries}


def _told(staged: Staged, done: int, total: int) -> str:
    titles = {source.name: source.title for source in all_sources()}
    parts = [
        f"{titles[entry.source]} {entry.received:,} 行，退回 {entry.rejected:,}，"
        f"重复 {entry.repeated:,}"
        for entry in staged.entries
    ]
    return f"（{done}/{total}）{'；'.join(parts) or '认不出的文件，已列出原因'}"
