"""Whether a file is as it was, told by a look at its times and size, as version control does."""

from __future__ import annotations

import os
import time

# A file may be written twice within what its file system calls one moment (FAT: two seconds).
_UNSETTLED_NS = 2_000_000_000


def settled_before() -> int:
    """The moment, in nanoseconds, before which a file has to have changed last to be told by it."""
    return time.time_ns() - _UNSETTLED_NS


def state_of(found: os.stat_result, before: int) -> str:
    """Which file it is and as of when; "" where it may have changed since within one moment.

    The same text later means the same bytes: who writes into a file cannot set back when its
    state changed.
    """
    if max(found.st_mtime_ns, found.st_ctime_ns) > before:
        return ""
    times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
    return f"{found.st_ino} {found.st_mode} {found.st_size} {times}"
