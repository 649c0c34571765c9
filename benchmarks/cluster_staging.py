"""What a Dask cluster costs beside processes of one machine: the same inbox, staged both ways.

    make cluster                                  # installs what it needs into .venv-dask
    .venv-dask/bin/python -m benchmarks.cluster_staging INBOX 2026-10 FOLDER

Two local processes, then a scheduler and two workers of one thread each on the same machine; wall
and CPU seconds of all processes together, and whether both homes have the same bytes. INBOX is
only read; FOLDER takes the homes and is emptied in the end.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

import psutil

_HOST = "127.0.0.1"
_KEPT = ("staging", "identities", "rejects", "doubts", "register.json")


class Meter:
    """CPU seconds of all processes that were begun from here, as last seen of each."""

    def __init__(self) -> None:
        self.seconds: dict[int, float] = {}
        self._ends = threading.Event()
        self._looks = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._ends.wait(0.2):
            for one in psutil.Process().children(recursive=True):
                try:
                    used = one.cpu_times()
                except psutil.Error:
                    continue
                self.seconds[one.pid] = used.user + used.system

    def __enter__(self) -> Self:
        self._looks.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._looks.join()


def main() -> None:
    """Measure both ways and print a line each."""
    inbox, month, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    folder.mkdir(parents=True)
    # Both start with the file system's cache as the other leaves it.
    for path in inbox.rglob("*"):
        if path.is_file():
            path.read_bytes()
    told = {}
    digests = set()
    for name in ("2 local processes", "Dask, 2 workers"):
        home = folder / "home"
        home.mkdir()
        (home / "key").write_text("ab" * 32)
        with ExitStack() as stack:
            workers = "2" if name.startswith("2") else stack.enter_context(_cluster(folder))
            told[name] = _measure(["--workers", workers], inbox, month, home)
        digests.add(_digest(home))
        shutil.rmtree(home)
    shutil.rmtree(folder)
    for name, (wall, cpu) in told.items():
        print(f"{name}: wall {wall:.1f} s, CPU {cpu:.1f} s")
    (_, one), (_, many) = told.values()
    print(f"CPU ratio {many / one:.2f}; same bytes: {len(digests) == 1}")


def _measure(words: Sequence[str], inbox: Path, month: str, home: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "ingest"]
    command += ["--month", month, "--inbox", str(inbox), "--home", str(home), *words]
    began = time.perf_counter()
    with Meter() as meter:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment())
        wall = time.perf_counter() - began
    return wall, sum(meter.seconds.values())


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path}


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    with socket.socket() as tried:
        tried.bind((_HOST, 0))
        port = tried.getsockname()[1]
    with ExitStack() as stack:
        words = ["scheduler", "--host", _HOST, "--port", str(port)]
        stack.enter_context(_dask(words, folder))
        for _ in range(2):
            words = ["worker", f"tcp://{_HOST}:{port}", "--nthreads", "1", "--no-nanny"]
            stack.enter_context(_dask(words, folder))
        time.sleep(5)
        yield f"dask://{_HOST}:{port}"


@contextmanager
def _dask(words: Sequence[str], folder: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    with (folder / "dask.log").open("ab") as log:
        begun = subprocess.Popen(command, stdout=log, stderr=log, env=_environment(), cwd=folder)
    try:
        yield
    finally:
        begun.terminate()
        begun.wait()


def _digest(home: Path) -> str:
    digest = hashlib.sha256()
    for name in _KEPT:
        place = home / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                digest.update(path.relative_to(home).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
