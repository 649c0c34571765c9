"""Contents staged by the workers of a Dask cluster: one task each, asked of Dask itself.

Not through prefect-dask: its task runner wants a flow to be running, and `sanse run` has none; its
tasks report to Prefect's server from wherever they run, and ours listens on its own machine alone
and is to know nothing of files. Dask's client, which prefect-dask would bring as well, is enough.

Over the wire go the folder of the home, the checksum of a content (which is also its name there),
two dates, and fingerprints; back come a word and the worker's host, of a run that has to stop the
sentence that says why. Rows, keys and passwords stay on the storage that all machines share, what
became of a content is handed over there (`pipelines.cluster.folder`).
"""

import json
import logging
import queue
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.cluster import reasons
from pipelines.cluster.address import Scheduler
from pipelines.cluster.connection import PATIENCE, connected, count_workers, workers_of
from pipelines.cluster.folder import SharedFolder, shared_folder
from pipelines.cluster.reasons import ClusterNotUsable, assert_fit
from pipelines.cluster.staging import marks_of
from pipelines.cluster.worker import Told, ask
from pipelines.ingest import KILLED, StagingTask, failed
from pipelines.register import staged_of
from pipelines.settings import Home
from pipelines.stage import Staged
from pipelines.turns import Waiting

log = logging.getLogger("sanse.cluster")

Result = tuple[Staged | Waiting, bool]


def stage_on(
    scheduler: Scheduler, tasks: Sequence[StagingTask]
) -> Iterator[tuple[StagingTask, Staged | Waiting, bool]]:
    """Stage contents on a cluster; yields task, result, whether it failed, as each is done.

    Raises ClusterNotUsable where it cannot be reached or may not work for this home, DiskFull.
    """
    home, known = tasks[0].home, tasks[0].known
    marks = marks_of(home)
    with connected(scheduler) as client, shared_folder(home, known.file_ids) as (token, folder):
        crew = _Crew(client, home, folder, {**marks, "home": str(home.root), "token": token})
        crew.look()
        killed = []
        for task, answer in crew.answers(tasks):
            if answer["state"] == "died":
                killed.append(task)
            else:
                yield task, *crew.result(task, answer)
        # Alone: a file that kills whoever reads it must not take others with it.
        for one in sorted(killed, key=lambda task: task.sha256):
            for task, answer in crew.answers([one]):
                has_died = answer["state"] == "died"
                yield task, *(failed(KILLED) if has_died else crew.result(task, answer))


@dataclass
class _Crew:
    """The workers of a cluster that work for one run. `marks` go with every request."""

    client: Any
    home: Home
    folder: SharedFolder
    marks: Told
    asked: int = 0

    def look(self) -> None:
        """Have the workers show, before all else, that they see the home and are the same program.

        One that does not answer for now is asked again with each content.
        """
        workers = dict(enumerate(workers_of(self.client)))
        asked = {
            self._submit(ask, {"look": f"look-{place}"}, workers=[worker]): place
            for place, worker in workers.items()
        }
        answered = 0
        try:
            for future, answer in _as_done(self.client, asked, PATIENCE.look):
                place = asked[future]
                assert_fit(answer, self.home, workers[place])
                if not _appears(self.folder.path / f"look-{place}.json"):
                    raise ClusterNotUsable(reasons.unseen(self.home, workers[place]))
                answered += 1
        except TimeoutError:
            if not answered:
                raise ClusterNotUsable(reasons.NO_ANSWER) from None
        log.info("集群有 %d 个工作进程，核对了 %d 个", len(workers), answered)

    def answers(self, tasks: Sequence[StagingTask]) -> Iterator[tuple[StagingTask, Told]]:
        """Have contents staged, the first first; yields each as its worker has answered."""
        futures = {self._submit(ask, self._request(task)): task for task in tasks}
        for future, answer in _as_done(self.client, futures):
            if answer["state"] != "died":
                assert_fit(answer, self.home, answer.get("host", ""))
            yield futures.pop(future), answer

    def _submit(self, call: Any, request: Told, **where: Any) -> Any:
        self.asked += 1
        # Dask shows the key on its pages: it names a content as the home does.
        name = request.get("sha256", "look")[:16]
        key = f"sanse-{self.marks['token']}-{self.asked}-{name}"
        return self.client.submit(call, {**self.marks, **request}, key=key, pure=False, **where)

    def _request(self, task: StagingTask) -> Told:
        return {
            "sha256": task.sha256,
            "raw": task.path.relative_to(self.home.root).as_posix(),
            "as_of": task.as_of.isoformat(),
            "taken_by": task.taken_by.isoformat(),
        }

    def result(self, task: StagingTask, answer: Told) -> Result:
        """What became of a content, once this machine sees all that its worker has written."""
        if answer["state"] == "disk":
            return failed("读取这个文件时磁盘出错")
        path = self.folder.answer_path(task.sha256)
        if not _appears(path):
            raise ClusterNotUsable(reasons.NOT_APPEARED)
        told = json.loads(path.read_text(encoding="utf-8"))
        path.unlink()
        if answer["state"] == "waiting":
            return Waiting(task.sha256, frozenset(told["waits_for"])), False
        staged = staged_of(told["staged"])
        for entry in staged.entries:
            if not _appears(self.home.staging / entry.source / f"{task.sha256}.parquet"):
                raise ClusterNotUsable(reasons.NOT_APPEARED)
        return staged, told["has_failed"]


def _as_done(
    client: Any, futures: Iterable[Any], seconds: float | None = None
) -> Iterator[tuple[Any, Told]]:
    """The futures with their answers as they end.

    Raises TimeoutError after so many seconds, ClusterNotUsable where nobody is left to end them.
    """
    done: queue.SimpleQueue[Any] = queue.SimpleQueue()
    left = 0
    for future in futures:
        future.add_done_callback(done.put)
        left += 1
    began = worked = time.monotonic()
    while left:
        if seconds is not None and time.monotonic() - began > seconds:
            raise TimeoutError
        try:
            future = done.get(timeout=PATIENCE.between)
        except queue.Empty:
            worked = _last_worked(client, worked)
            continue
        answer = _answer_of(future)
        if answer is None:
            # Its worker was lost before the answer was fetched: another begins anew.
            future.add_done_callback(done.put)
            continue
        left -= 1
        yield future, answer


def _last_worked(client: Any, worked: float) -> float:
    """When there was a worker last. Raises ClusterNotUsable where that is too long ago."""
    now = time.monotonic()
    if count_workers(client):
        return now
    if now - worked > PATIENCE.no_worker:
        raise ClusterNotUsable(reasons.WORKERS_LOST)
    return worked


def _answer_of(future: Any) -> Told | None:
    """What a worker answered; None where it has to be waited for again.

    Of an exception only its kind is looked at: its message may be another library's. Raises
    ClusterNotUsable where the scheduler was lost, and all answers with it.
    """
    status = future.status
    if status == "error":
        kind = type(future.exception()).__name__
        return {"state": "died" if kind == "KilledWorker" else "missing"}
    if status == "pending":
        return None
    try:
        told: Told = future.result(timeout=PATIENCE.scheduler)
    except TimeoutError:
        return None
    except CancelledError:
        raise ClusterNotUsable(reasons.SCHEDULER_LOST) from None
    return told


def _appears(path: Path) -> bool:
    """Whether a file that a worker has written is seen here, at once or within some time."""
    until = time.monotonic() + PATIENCE.shared_storage
    while not path.exists():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True
