"""A real Dask cluster on this machine: a scheduler, and workers as the tests want them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from pipelines.cluster.address import Scheduler
from pipelines.cluster.connection import PATIENCE
from pipelines.ingest import IngestReport, OnProgress, ingest
from pipelines.months import parse_month
from pipelines.settings import Home
from tests.stage.files import csv_bytes, made_up_id, wrong_check

REPOSITORY = Path(__file__).parents[1]
HOST = "127.0.0.1"
MONTH = parse_month("2026-10")
A, B = made_up_id(1), made_up_id(2)
DEATHS = ["姓名", "身份证号", "死亡日期"]
NAME, SHEET = "欧阳测试", "测试人的表"


class Place:
    """An inbox and a home with a key of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        self.home = Home(folder / "home")
        self.home.root.mkdir()
        self.home.key_path.write_text("ab" * 32)

    def put(self, path: str, content: Sequence[Sequence[object]] | bytes) -> None:
        data = content if isinstance(content, bytes) else csv_bytes(content)
        (self.inbox / path).write_bytes(data)

    def put_usual(self) -> None:
        """Files of several kinds: with rows rejected, of a sheet, and one nobody can read."""
        self.put("死亡.csv", deaths(A, wrong_check(B)))
        self.put("更多.csv", deaths(B))
        self.put("看不懂.bin", b"\x00")

    def ingest(
        self, workers: int | Scheduler = 1, on_progress: OnProgress = lambda _: None
    ) -> IngestReport:
        return ingest(self.home, self.inbox, MONTH, workers=workers, on_progress=on_progress)

    def bytes(self) -> dict[str, bytes]:
        """All files of the home but what it remembers of when the inbox's files were written."""
        files = sorted(path for path in self.home.root.rglob("*") if path.is_file())
        told = {path.relative_to(self.home.root).as_posix(): path.read_bytes() for path in files}
        told.pop("inbox.hashes", None)
        return told


def deaths(*numbers: str) -> list[list[str]]:
    return [DEATHS, *([NAME, number, "2026-10-01"] for number in numbers)]


def fault(words: str, *numbers: str) -> bytes:
    """A file that begins with the words of a fault; where nothing comes of it, it reads as any."""
    return words.encode() + b"\n\n" + csv_bytes(deaths(*(numbers or (A,))))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "place")


@dataclass
class Cluster:
    """A scheduler, and what its processes have written."""

    scheduler: Scheduler
    process: subprocess.Popen[bytes]
    folder: Path

    @contextmanager
    def workers(
        self, count: int = 1, *more: str, **environment: str
    ) -> Iterator[list[subprocess.Popen[bytes]]]:
        """So many workers for as long as the block lasts, of one thread each."""
        words = ["worker", self.scheduler.address, "--host", HOST, "--nthreads", "1"]
        words += ["--local-directory", str(self.folder), "--preload", "cluster.faults"]
        words += ["--no-nanny", *more]
        before = self.registered()
        with ExitStack() as stack:
            made = [
                stack.enter_context(dask(self.folder, words, environment)) for _ in range(count)
            ]
            until = time.monotonic() + 60
            while self.registered() < count + before and time.monotonic() < until:
                time.sleep(0.05)
            yield made

    def registered(self) -> int:
        """How many workers have come so far; those that went again count."""
        return self.logs().count("Registered to:")

    def logs(self) -> str:
        return "".join(log.read_text("utf-8") for log in sorted(self.folder.glob("*.log")))


@contextmanager
def dask(
    folder: Path, words: Sequence[str], environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """`dask` with these words, ended with all that it began."""
    path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    own = {
        "PYTHONPATH": path,
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "4s",
        "DASK_DISTRIBUTED__ADMIN__LOG_LENGTH": "10000",
    }
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    log = folder / f"{words[0]}-{time.monotonic_ns()}.log"
    with log.open("wb") as said:
        begun = subprocess.Popen(
            command, env=os.environ | own | environment, stdout=said, stderr=said
        )
    try:
        yield begun
    finally:
        end(begun)


def end(begun: subprocess.Popen[bytes]) -> None:
    try:
        family = psutil.Process(begun.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    begun.kill()
    for one in family:
        if one.is_running():
            one.kill()
    begun.wait()


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        port: int = tried.getsockname()[1]
        return port


@contextmanager
def scheduler(folder: Path, *more: str, **environment: str) -> Iterator[Cluster]:
    port = free_port()
    words = ["scheduler", "--host", HOST, "--port", str(port), *more]
    with dask(folder, words, environment) as begun:
        listens_at(port)
        yield Cluster(Scheduler(f"tcp://{HOST}:{port}"), begun, folder)


def listens_at(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as tried:
            if tried.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with scheduler(tmp_path_factory.mktemp("dask")) as begun:
        yield begun


@pytest.fixture(scope="module")
def pair(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster with two workers that stay: nothing may kill them."""
    with cluster.workers(2):
        yield cluster


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PATIENCE, "between", 0.5)
