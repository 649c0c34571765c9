"""How a process that works for a run begins: this module loads nothing heavy before that."""

import ctypes
import gc
import multiprocessing
import os
import sys
import threading

from pipelines.lazy_packages import do_without

# Packages and contracts are objects that stay, and are looked through for rubbish each time that
# 700 more are there: without that, Great Expectations is imported in a quarter less CPU time.
_OBJECTS_BETWEEN_COLLECTIONS = 100_000

# glibc's numbers of its settings, and what they are set to: a column of one batch is some
# megabytes; the largest that glibc takes for "no mapping of its own" is 32 MB.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_KEPT_BYTES, _UNMAPPED_BYTES = 128 << 20, 32 << 20


def collect_seldom() -> None:
    """Look for unreachable objects seldom; what holds rows is freed at once, without looking."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 50)


def begin_worker() -> None:
    """Begin as a process of a run on this machine that reads files, or writes workbooks."""
    begin_process()
    leave_with_parent()


def begin_judge() -> None:
    """Begin as a process that judges a release as well: Great Expectations does so in pandas."""
    _share_cores()
    leave_with_parent()


def begin_process() -> None:
    """Begin as a process that stages, whoever it works for."""
    # pandera loads it where it is there, for half a second and 40 MB; frames of polars need none.
    do_without("pandas")
    _share_cores()


def _share_cores() -> None:
    """Two processes share the cores between them; more threads in each only get in the way."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    keep_freed_memory()
    collect_seldom()


def keep_freed_memory() -> None:
    """Let freed memory serve the next batch, rather than go back to the system and come anew.

    Every batch needs what the one before it needed; fetching zeroed pages again for each took a
    fifth of the CPU time of reading. Polars and Arrow read these settings as they are loaded.
    Where the C library is not glibc, it stays as it is.
    """
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    os.environ["_RJEM_MALLOC_CONF"] = "dirty_decay_ms:500,muzzy_decay_ms:-1,narenas:1"
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, _KEPT_BYTES)
        mallopt(_MMAP_THRESHOLD, _UNMAPPED_BYTES)
        mallopt(_ARENA_MAX, 1)


def leave_with_parent() -> None:
    """End this process soon after the run that began it, however that one ended.

    A worker waits on a pipe whose other end it holds itself: nothing else tells it of a run
    that was killed, and it would wait for ever with a file's rows in memory.
    """
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
