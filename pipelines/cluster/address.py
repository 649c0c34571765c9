"""What `--workers` says: so many processes of this machine, or the scheduler of a cluster."""

import os
import re
from dataclasses import dataclass

from pipelines.errors import SanseError

VARIABLE = "SANSE_WORKERS"
# As many as an office computer has cores to spare.
WORKERS = 2
_MOST = 64
_PORT = 8786
_ADDRESS = re.compile(r"(dask|tcp|tls)://([\w.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?/?", re.ASCII)


class WorkersNotReadable(SanseError):
    """What stands for `--workers` is neither a number of processes nor an address."""


@dataclass(frozen=True)
class Scheduler:
    """Where the scheduler of a Dask cluster listens, as Dask writes it: `tcp://host:8786`."""

    address: str


Workers = int | Scheduler


def parse_workers(told: str | None = None) -> Workers:
    """Read a number or an address; without one SANSE_WORKERS, else `WORKERS` processes.

    Raises WorkersNotReadable.
    """
    text = str(told or os.environ.get(VARIABLE) or WORKERS).strip()
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= _MOST:
        return int(text)
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise WorkersNotReadable(
            f"看不懂。请写本机的进程数（1 到 {_MOST}，例如 2），"
            f"或 Dask 调度器的地址，例如 dask://10.0.0.5:{_PORT}（加密的写 tls://10.0.0.5:{_PORT}）。"
        )
    scheme, host, port = found.groups()
    return Scheduler(f"{'tls' if scheme == 'tls' else 'tcp'}://{host}:{port or _PORT}")
