"""Starting the command as a user does, in a process of its own that cannot leave the machine."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GUARD = Path(__file__).parent / "offline"
COMMAND = (sys.executable, "-c", "from pipelines.cli import main; main()")
REPOSITORY = Path(__file__).parents[1]


def guarded(refused: Path, **more: str) -> dict[str, str]:
    """An environment in which Python refuses, and writes to `refused`, all but loopback."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    path = os.pathsep.join([str(GUARD), str(REPOSITORY)])
    return kept | {"PYTHONPATH": path, "SANSE_REFUSED": str(refused)} | more


def run_sanse(words: Sequence[str], environment: dict[str, str], log: Path) -> int:
    """Run `sanse` with these words; return its exit code. What it says goes to `log`."""
    with log.open("ab") as said:
        return subprocess.run(
            [*COMMAND, *words], env=environment, stdout=said, stderr=said, timeout=600, check=False
        ).returncode


@dataclass
class Served:
    """A `sanse serve` that runs: its process, and its server's interface."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Call the Prefect interface of the local server."""
        for _ in range(30):
            status, text = self._call(method, path, None if body is None else json.dumps(body))
            # Its store is written by one at a time; Prefect's own client tries again as well.
            if status != http.HTTPStatus.SERVICE_UNAVAILABLE:
                break
            time.sleep(1)
        assert status < 300, (path, status, text)
        return json.loads(text) if text else None

    def _call(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(method, f"/api{path}", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def wait_for(self, what: str, seconds: float, tell: Any) -> Any:
        """Ask until `tell()` gives something true; fail after so many seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")[-3000:]
            try:
                if told := tell():
                    return told
            except OSError:
                pass  # the server is not up yet
            time.sleep(0.5)
        raise AssertionError(f"{what} did not come within {seconds:.0f} seconds")


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@contextmanager
def serving(words: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[Served]:
    """Run `sanse serve` for as long as the block lasts; then end it, by its own process id."""
    port = free_port()
    with log.open("ab") as said:
        process = subprocess.Popen(
            [*COMMAND, "serve", *words, "--port", str(port)],
            env=environment,
            stdout=said,
            stderr=said,
        )
    try:
        yield Served(process, port, log)
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
