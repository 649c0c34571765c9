"""A month's screening whose Spark does not answer for some seconds, and later is lost."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measured import tree_of
from pipelines.months import Month
from pipelines.settings import Home

REPOSITORY = Path(__file__).parents[1]
SLOW_SECONDS = 3.0
_LIMIT_SECONDS = 240.0
_SERVER = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
# Until it is killed, or the run that began it is no more.
sys.stdin.read()
"""
_SANSE = "from pipelines.cli import main\n\nmain()\n"


@dataclass(frozen=True)
class Lost:
    """How the screening ended, what it said, and when which tables stood."""

    code: int
    said: str
    before: frozenset[str]
    after: frozenset[str]
    seconds: float


def screen_and_lose(home: Home, month: Month) -> Lost:
    """Screen as a person does; Spark stands still for a while, goes on, and is killed."""
    core = home.spark_path(month) / "core"
    # A file, as the installed command is one: Spark takes code from the command line for doctests.
    script = home.root.with_name("sanse.py")
    script.write_text(_SANSE, encoding="utf-8")
    with _server() as (address, own):
        where = ("--month", str(month), "--home", str(home.root))
        engine = ("--engine", "spark", "--spark", address)
        run = subprocess.Popen(
            [sys.executable, str(script), "screen", *where, *engine],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": _seen()},
        )
        _wait(run, lambda: len(_tables(core)) > 1)
        spark = own or _java_of(run.pid)
        os.kill(spark, signal.SIGSTOP)
        time.sleep(SLOW_SECONDS)
        before = _tables(core)
        os.kill(spark, signal.SIGCONT)
        _wait(run, lambda: len(_tables(core)) > len(before) + 1)
        after = _tables(core)
        os.kill(spark, signal.SIGKILL)
        began = time.monotonic()
        said, _ = run.communicate(timeout=_LIMIT_SECONDS)
        return Lost(run.returncode, said, before, after, time.monotonic() - began)


def _seen() -> str:
    return os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])


@contextmanager
def _server() -> Iterator[tuple[str, int | None]]:
    """Yield an address, and the process behind it where the run does not start its own."""
    if importlib.util.find_spec("pysail") is None:
        yield "local[1]", None
        return
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, "-c", _SERVER], text=True, **pipes) as own:
        assert own.stdout is not None
        yield f"sc://127.0.0.1:{own.stdout.readline().strip()}", own.pid


def _java_of(pid: int) -> int:
    (java,) = [one for one in tree_of(pid) if _name(one) == "java"]
    return java


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


def _tables(layer: Path) -> frozenset[str]:
    return frozenset(path.name for path in layer.glob("*"))


def _wait(run: subprocess.Popen[str], is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LIMIT_SECONDS
    while not is_so():
        assert run.poll() is None, run.communicate()[0]
        assert time.monotonic() < deadline, "nothing comes of it"
        time.sleep(0.05)
