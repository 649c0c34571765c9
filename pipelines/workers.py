"""How a process that works for a run begins: this module loads nothing heavy before that."""

import gc
import multiprocessing
import os
import threading

# Packages and contracts are objects that stay, and are looked through for rubbish each time that
# 700 more are there: without that, Great Expectations is imported in a quarter less CPU time.
_OBJECTS_BETWEEN_COLLECTIONS = 100_000


def collect_seldom() -> None:
    """Look for unreachable objects seldom; what holds rows is freed at once, without looking."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 50)


def begin_worker() -> None:
    """Two processes share the cores between them; more threads in each only get in the way."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    collect_seldom()
    leave_with_parent()


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
