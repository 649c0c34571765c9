"""What each stage of a run took: seconds, processor, memory, bytes. Told in `run.json`.

Counted from what the system keeps of this process and those it began (`/proc`); where a system
does not tell, the figure is null. Bytes are those that reading and writing calls moved, whether
a disk or the system's memory answered; pages of files that are mapped are not among them.
"""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.manifest import RUN, Json, write_json

_OURSELVES = Path("/proc/self")
_SAMPLE_SECONDS = 0.2
_PAGE = os.sysconf("SC_PAGE_SIZE")

# Stages of this process that no release tells of yet.
_taken: list[Json] = []


def forget_stages() -> None:
    """Begin anew: what was done so far belongs to another run."""
    _taken.clear()


@contextmanager
def counted_stage(title: str) -> Iterator[None]:
    """Count what the work inside takes, also where it fails."""
    began, wall, cpu, moved = time.time(), time.perf_counter(), _cpu_seconds(), _bytes_moved()
    memory = _MemoryWatch()
    memory.start()
    try:
        yield
    finally:
        read, written = (
            None if before is None or after is None else after - before
            for before, after in zip(moved, _bytes_moved(), strict=True)
        )
        _taken.append(
            {
                "stage": title,
                "began_at": round(began, 2),
                "wall_seconds": round(time.perf_counter() - wall, 2),
                "cpu_seconds": round(_cpu_seconds() - cpu, 2),
                "peak_bytes": memory.stop(),
                "read_bytes": read,
                "written_bytes": written,
            }
        )


def tell_stages(release: Path) -> None:
    """Write what the stages up to here took into the record of a release's run."""
    path = release / RUN
    record = json.loads(path.read_text(encoding="utf-8"))
    aside = path.with_name(f".{RUN}")
    write_json(aside, {**record, "stages": list(_taken)})
    aside.replace(path)
    forget_stages()


class _MemoryWatch(threading.Thread):
    """Looks now and then how much memory this process and its workers hold together."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._ended = threading.Event()
        self._peak: int | None = None

    def run(self) -> None:
        while not self._ended.is_set():
            self._look()
            self._ended.wait(_SAMPLE_SECONDS)

    def stop(self) -> int | None:
        """Look a last time and return the most that was ever held, in bytes."""
        self._ended.set()
        self.join()
        self._look()
        return self._peak

    def _look(self) -> None:
        held = _resident_bytes()
        if held is not None:
            self._peak = max(held, self._peak or 0)


def _cpu_seconds() -> float:
    # Workers count once they have ended, which those of a stage do within it.
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _bytes_moved() -> tuple[int | None, int | None]:
    """Bytes read and written so far by this process and its workers that have ended."""
    try:
        lines = (_OURSELVES / "io").read_text("ascii").splitlines()
    except OSError:
        return None, None
    told = dict(line.split(": ") for line in lines)
    return int(told["rchar"]), int(told["wchar"])


def _resident_bytes() -> int | None:
    """Memory that this process and its workers hold; of the workers what they share is left out."""
    try:
        resident, _ = _pages(_OURSELVES)
    except OSError:
        return None
    return _PAGE * (resident + sum(_own_pages(Path("/proc") / pid) for pid in _children()))


def _own_pages(process: Path) -> int:
    try:
        resident, shared = _pages(process)
    except OSError:  # it has just ended
        return 0
    return resident - shared


def _pages(process: Path) -> tuple[int, int]:
    _, resident, shared, *_ = (process / "statm").read_text("ascii").split()
    return int(resident), int(shared)


def _children() -> list[str]:
    found: list[str] = []
    for thread in (_OURSELVES / "task").iterdir():
        try:
            found += (thread / "children").read_text("ascii").split()
        except OSError:  # the thread has just ended, or this system keeps no such list
            continue
    return found
