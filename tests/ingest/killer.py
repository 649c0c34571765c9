"""A stand-in for staging that some files kill; in a module, so that a new process finds it."""

from __future__ import annotations

import os
import time
from typing import Any

from pipelines import ingest
from pipelines.raw import disk_full
from pipelines.stage import Staged

_stage = ingest.stage_one


def die_or_stage(task: Any, key: bytes) -> tuple[Staged, bool]:
    if task.path.read_bytes() == b"kill\n":
        os._exit(1)
    return _stage(task, key)


def fill_the_disk(task: Any, key: bytes) -> tuple[Staged, bool]:
    del key
    (task.home.root / f"begun-{task.sha256}").touch()
    time.sleep(0.1)
    raise disk_full(task.home)
