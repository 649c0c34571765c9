"""The second engine under test: Spark where Java is, a server that speaks Spark without it else."""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from pipelines.spark.session import Session, spark_session

settings.register_profile("parity", deadline=None, derandomize=True, database=None)
settings.load_profile("parity")


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
