"""The process that stages for a Dask worker: `python -m pipelines.cluster.process HOME TOKEN`.

Requests come line by line on its input, answers go out line by line. It ends with the worker that
began it and with the run that it works for, whatever it is doing.
"""

import json
import os
import select
import sys
import threading
from pathlib import Path
from typing import IO

from pipelines.cluster.folder import SharedFolder, of_run
from pipelines.settings import Home
from pipelines.workers import begin_process

_LOOKS_EACH_MS = 2_000


def main() -> None:
    """Answer until nobody asks any more."""
    folder = of_run(Home(Path(sys.argv[1])), sys.argv[2])
    answers = _own_output()
    begin_process()
    threading.Thread(target=_leave_when_done, args=(folder,), daemon=True).start()
    from pipelines.cluster.staging import answer  # heavy: after the settings it loads with

    for line in sys.stdin:
        try:
            told = answer(folder, json.loads(line))
        except BaseException:  # noqa: BLE001 (a panic of a library too: its message may quote cells)
            os._exit(1)
        print(json.dumps(told), file=answers, flush=True)


def _own_output() -> IO[str]:
    """What was standard output; whatever a library prints goes to the errors instead."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _leave_when_done(folder: SharedFolder) -> None:
    """End this process soon after its worker, or the run: nobody waits for it then."""
    worker = select.poll()
    worker.register(sys.stdin.fileno(), 0)  # told only of its end
    while not worker.poll(_LOOKS_EACH_MS):
        try:
            folder.sign.stat()
        except FileNotFoundError:
            break
        except OSError:
            continue  # storage that does not answer for a while
    os._exit(1)


if __name__ == "__main__":
    main()
