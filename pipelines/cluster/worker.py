"""What a Dask worker does for a run: it has a process of its own stage, one for each thread.

The process does what a local run's processes do, with their settings: a file that kills it kills
no worker, two threads share no library that is not made for it, and the worker answers its
scheduler whatever is being read. This module loads nothing heavy: every worker imports it.
"""

import json
import socket
import subprocess
import sys
import threading
from pathlib import Path

from pipelines.cluster.folder import of_run
from pipelines.settings import Home

Told = dict[str, str]

COMMAND = (sys.executable, "-m", "pipelines.cluster.process")
_OWN = threading.local()


def ask(request: Told) -> Told:
    """Have this thread's process do what is asked; `state` of the answer says what came of it.

    Raises nothing and prints nothing: Dask would pass it on, and show it on its pages.
    """
    if not _is_seen(request):
        return {"state": "unseen", "host": socket.gethostname()}
    return {**_answer(request), "host": socket.gethostname()}


def _is_seen(request: Told) -> bool:
    try:
        return of_run(Home(Path(request["home"])), request["token"]).sign.is_file()
    except OSError:  # another user's: it may not even be looked for
        return False


def _answer(request: Told) -> Told:
    process: _Process | None = getattr(_OWN, "process", None)
    if process is None or process.token != request["token"]:
        if process is not None:
            process.end()
        try:
            process = _OWN.process = _Process(request["home"], request["token"])
        except OSError:  # no memory, or too many processes
            _OWN.process = None
            return {"state": "died"}
    answer = process.ask(request)
    if answer is None:
        process.end()
        _OWN.process = None
        return {"state": "died"}
    return answer


class _Process:
    """A process that answers line by line, for one run."""

    def __init__(self, home: str, token: str) -> None:
        self.token = token
        # Its errors go where the worker's own go; of a file's content they say nothing.
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [*COMMAND, home, token],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def ask(self, request: Told) -> Told | None:
        """The answer, None where the process has ended instead."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            return None
        try:
            asked.write(json.dumps(request) + "\n")
            asked.flush()
            told: Told = json.loads(answers.readline())
        except (OSError, ValueError):
            return None
        return told

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.communicate()
