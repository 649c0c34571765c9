"""The second engine under test: Spark where Java is, a server that speaks Spark without it else."""

import importlib.util
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from parity.answers import write_answers
from parity.lost import REPOSITORY, Lost, screen_and_lose
from pipelines.months import parse_month
from pipelines.run import ingest_inbox, run_month
from pipelines.settings import Home
from pipelines.spark.session import Session, spark_session
from tests.end_to_end.test_same_bytes import _checksums

settings.register_profile("parity", deadline=None, derandomize=True, database=None)
settings.load_profile("parity")

SEPTEMBER, OCTOBER, NOVEMBER = map(parse_month, ("2026-09", "2026-10", "2026-11"))


@dataclass(frozen=True)
class Disturbed:
    """A home in which Spark was lost in the middle of a month, and its release afterwards."""

    home: Home
    lost: Lost
    kept: Mapping[str, str]
    released: Mapping[str, str]
    left: frozenset[str]


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One session for all tests; each builds all that it reads anew."""
    folder = tmp_path_factory.mktemp("spark")
    with _address() as address, spark_session(address, folder, is_small=True) as opened:
        yield opened


@contextmanager
def _address() -> Iterator[str]:
    if importlib.util.find_spec("pysail") is None:
        yield "local[2]"
        return
    from pysail.spark import SparkConnectServer

    # Held until the end: a server that nobody holds is stopped, and its client waits for ever.
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the second engine puts the tables of one test."""
    path = tmp_path / "tables"
    path.mkdir()
    return path


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two months of the sample, with what the field answered to both lists."""
    place = tmp_path_factory.mktemp("sample")
    inbox, home = place / "inbox", Home(place / "home")
    shutil.copytree(REPOSITORY / "data" / "sample" / "inbox", inbox)
    for month in (SEPTEMBER, OCTOBER):
        run_month(home, inbox, month)
        write_answers(inbox, home, month)
    ingest_inbox(home, inbox, NOVEMBER)
    return home


@pytest.fixture(scope="session")
def disturbed(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Disturbed:
    """The same home once more, in which a screening of October lost its Spark."""
    other = Home(tmp_path_factory.mktemp("disturbed") / "home")
    shutil.copytree(home.root, other.root)
    kept = _checksums(other.release_path(OCTOBER))
    lost = screen_and_lose(other, OCTOBER)
    left = frozenset(path.name for path in (other.spark_path(OCTOBER) / "core").glob("*"))
    return Disturbed(other, lost, kept, _checksums(other.release_path(OCTOBER)), left)
