"""The process that stages for a worker, with faults: see `cluster.faults`."""

import errno
import os
import signal
import time
from pathlib import Path
from typing import Any

from pipelines.cluster import process
from pipelines.workers import begin_process

begin_process()

from pipelines.cluster import staging  # noqa: E402 (after the settings it loads with)
from pipelines.raw import disk_full  # noqa: E402

_stage = staging.stage_one


def stage_or_fail(task: Any, key: bytes) -> Any:
    words = task.path.read_bytes()[:40].split(b"\n")[0].decode("utf-8", "replace").split()
    if words[:1] == ["once"]:
        try:
            (task.home.root.parent / f"once-{task.sha256}").touch(exist_ok=False)
        except FileExistsError:
            return _stage(task, key)
        words = words[1:]
    if words == ["kill", "process"]:
        os._exit(1)
    if words == ["kill", "worker"]:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    if words == ["freeze", "worker"]:
        (task.home.root.parent / "frozen").write_text(str(os.getppid()))
        os.kill(os.getppid(), signal.SIGSTOP)
        time.sleep(60)
    if words == ["slow"]:
        (task.home.root.parent / "begun").touch()
        _wait_for_another(task.home.root)
    if words == ["full", "disk"]:
        Path(task.home.root, "reached").touch()
        raise disk_full(task.home)
    if words == ["no", "space"]:
        raise OSError(errno.ENOSPC, "No space left on device")
    return _stage(task, key)


def _wait_for_another(home: Path) -> None:
    """Until another content is staged; half a minute where none is."""
    until = time.monotonic() + 30
    while not list(home.glob("staging/*/*.parquet")) and time.monotonic() < until:
        time.sleep(0.05)


staging.stage_one = stage_or_fail
if os.environ.get("SANSE_FAULT") == "program":
    staging.program_fingerprint = lambda: "another"

if __name__ == "__main__":
    process.main()
