"""A connection to the scheduler of a Dask cluster, and who works there."""

import asyncio
import importlib.util
import logging
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from pipelines.cluster import reasons
from pipelines.cluster.address import Scheduler
from pipelines.cluster.reasons import ClusterNotUsable


@dataclass
class Patience:
    """How many seconds are waited for what, before it is told as missing."""

    scheduler: float = 10
    """For the scheduler's answer, at the beginning; and again where it was lost."""
    first_worker: float = 30
    look: float = 60
    """For the workers to show what they are: each loads all libraries, and may be in use."""
    between: float = 5
    """Where nothing has come for so long, it is looked who is still there."""
    no_worker: float = 60
    """A worker that has died is started anew by its nanny within seconds."""
    shared_storage: float = 90
    """A client of NFS may hold for a minute that a file is not there."""


PATIENCE = Patience()


@contextmanager
def connected(scheduler: Scheduler) -> Iterator[Any]:
    """Open a Dask client, and close it in the end. Raises ClusterNotUsable."""
    if importlib.util.find_spec("distributed") is None:
        raise ClusterNotUsable(reasons.NOT_INSTALLED)
    client = _client(scheduler)
    try:
        yield client
    finally:
        with suppress(TimeoutError, OSError):
            client.close(timeout=PATIENCE.scheduler)


def _client(scheduler: Scheduler) -> Any:
    import distributed

    # What is worth telling we tell; its own lines are English and come at any time.
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        _greet(scheduler)
        with warnings.catch_warnings():
            # That versions of Dask's own parts differ; what matters is compared by `marks_of`.
            warnings.simplefilter("ignore")
            return distributed.Client(
                scheduler.address, timeout=PATIENCE.scheduler, set_as_default=False
            )
    except (ImportError, OSError, RuntimeError, TypeError, ValueError) as problem:
        raise reasons.not_reached(scheduler, PATIENCE.scheduler, problem) from None


def _greet(scheduler: Scheduler) -> None:
    """Wait for what listens there to speak as Dask does; a client would wait for ever.

    In a thread of its own: one that runs a loop already can run no other.
    """
    from distributed import Security
    from distributed.comm import connect

    async def greet() -> None:
        settings = Security().get_connection_args("client")
        own = connect(scheduler.address, timeout=PATIENCE.scheduler, **settings)
        comm = await asyncio.wait_for(own, PATIENCE.scheduler)
        comm.abort()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, greet()).result()


def workers_of(client: Any) -> list[str]:
    """The addresses of all workers, once there is one. Raises ClusterNotUsable."""
    until = time.monotonic() + PATIENCE.first_worker
    while not (workers := _identity(client, n_workers=-1)["workers"]):
        if time.monotonic() > until:
            raise ClusterNotUsable(reasons.NO_WORKER)
        time.sleep(0.2)
    return sorted(workers)


def count_workers(client: Any) -> int:
    """How many workers there are now. Raises ClusterNotUsable where the scheduler is lost."""
    return int(_identity(client, n_workers=0)["n_workers"])


def _identity(client: Any, n_workers: int) -> dict[str, Any]:
    """What the scheduler says of itself, asked with a limit in time: it may be stopped."""
    try:
        told: dict[str, Any] = client.sync(
            client.scheduler.identity, n_workers=n_workers, callback_timeout=PATIENCE.scheduler
        )
    except Exception as problem:
        raise ClusterNotUsable(reasons.SCHEDULER_LOST) from problem
    return told
