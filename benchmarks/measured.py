"""What a command takes: wall clock, processor, peak memory, bytes read and written."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 1.0  # reading the memory of a large process costs it time
WAIT_SECONDS = 10


class PartFailed(Exception):
    """A command ended badly or took too long; where its words are, stands in the message."""


@dataclass(frozen=True)
class Cost:
    """What one command took with all that it began; bytes as reading and writing calls moved."""

    wall_seconds: float
    cpu_seconds: float
    peak_gb: float
    read_gb: float
    written_gb: float


def tree_of(root: int) -> list[int]:
    """``root`` and all its living descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        found.append(pid := waiting.pop())
        waiting += children.get(pid, [])
    return found


def resident_gb(pids: Sequence[int]) -> float:
    """Proportional resident memory of the processes, shared pages counted once."""
    total = 0
    for pid in pids:
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / (1 << 20)


def measure(command: Sequence[str], log: Path, limit_seconds: float) -> Cost:
    """Run ``command`` to its end; what it says goes to ``log``. Raises PartFailed."""
    before, moved = resource.getrusage(resource.RUSAGE_CHILDREN), _bytes_moved()
    start = time.monotonic()
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    with (
        log.open("w") as said,
        subprocess.Popen(
            command, stdout=said, stderr=subprocess.STDOUT, env=environment
        ) as process,
    ):
        peak = [0.0]
        watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
        watcher.start()
        code = _wait(process, limit_seconds)
        wall = time.monotonic() - start
        watcher.join()
    if code:
        raise PartFailed(f"ended with {code}; see {log.name}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    read, written = (now - then for now, then in zip(_bytes_moved(), moved, strict=True))
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(
        round(wall, 2), round(cpu, 2), round(peak[0], 3), _gigabytes(read), _gigabytes(written)
    )


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], resident_gb(tree_of(process.pid)))
        time.sleep(SAMPLE_SECONDS)


def _wait(process: subprocess.Popen[bytes], limit_seconds: float) -> int:
    try:
        return process.wait(limit_seconds)
    except subprocess.TimeoutExpired:
        process.terminate()
        try:
            process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        raise PartFailed(f"not done after {limit_seconds:.0f} s") from None


def _bytes_moved() -> tuple[int, int]:
    # Those of children are added to their parent's when they end.
    lines = Path("/proc/self/io").read_text().splitlines()
    told = dict(line.split(": ") for line in lines)
    return int(told["rchar"]), int(told["wchar"])


def _gigabytes(count: int) -> float:
    return round(max(count, 0) / 1e9, 3)
