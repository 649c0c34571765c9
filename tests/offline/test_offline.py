"""No library tells anybody anything: the guard works, and nothing has to be refused.

The run itself, the scheduler with its server and the notebook are watched by the same guard in
tests/test_privacy.py, tests/flows and tests/notebooks.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import guarded

# Of the documentation's own network: no machine has this address.
NOBODY = "192.0.2.1"


@pytest.mark.parametrize(
    "attempt",
    [
        f"import socket; socket.create_connection(('{NOBODY}', 443), timeout=1)",
        f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('{NOBODY}', 53))",
        f"import _socket; _socket.socket().connect(('{NOBODY}', 443))",
        "import socket; socket.getaddrinfo('telemetry.invalid', 443)",
        f"import urllib.request; urllib.request.urlopen('http://{NOBODY}/', timeout=1)",
    ],
)
def test_the_guard_refuses_and_writes_down(tmp_path: Path, attempt: str) -> None:
    refused = tmp_path / "refused.txt"
    tried = subprocess.run(
        [sys.executable, "-c", attempt], env=guarded(refused), capture_output=True, check=False
    )
    assert tried.returncode != 0
    assert "is refused" in tried.stderr.decode()
    assert refused.is_file()


def test_the_guard_lets_this_machine_talk_to_itself(tmp_path: Path) -> None:
    talk = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); "
        "socket.create_connection(s.getsockname()); socket.getaddrinfo('localhost', 80)"
    )
    subprocess.run([sys.executable, "-c", talk], env=guarded(tmp_path / "refused.txt"), check=True)
    assert not (tmp_path / "refused.txt").exists()


def test_importing_every_package_calls_nobody(tmp_path: Path) -> None:
    imports = (
        "import altair, duckdb, fastexcel, great_expectations, marimo, pandera.polars, polars, "
        "prefect, pyarrow, sqlglot, pipelines.flows"
    )
    subprocess.run(
        [sys.executable, "-c", imports], env=guarded(tmp_path / "refused.txt"), check=True
    )
    assert not (tmp_path / "refused.txt").exists()
