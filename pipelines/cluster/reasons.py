"""What is told of a cluster that cannot work for a home: what, where, and how to mend it."""

from urllib.parse import urlsplit

from pipelines.cluster.address import Scheduler
from pipelines.errors import SanseError
from pipelines.raw import DiskFull
from pipelines.settings import Home

_KEPT = "已收的文件不受影响，修好后再运行一次即可；也可以不写 --workers，用本机的进程。"


class ClusterNotUsable(SanseError):
    """The cluster cannot be reached, or its workers may not work for this home."""


class StoppedOnWorker(SanseError):
    """Staging stopped on a worker for a reason that concerns more than one file."""


NOT_INSTALLED = (
    '没有装 Dask，用不了集群。请在这台机器和每台工作机上运行：pip install "sanse[dask]"，'
    "版本见 constraints.txt；或者不写 --workers，用本机的进程。"
)
NO_WORKER = (
    f"集群里没有工作进程，文件没有读入。请启动 dask worker（见 docs/cluster.zh-CN.md）。{_KEPT}"
)
NO_ANSWER = f"集群的工作进程都没有回答，文件没有读入。请查看它们的日志，必要时重新启动。{_KEPT}"
WORKERS_LOST = f"集群的工作进程都断开了，文件没有读完。请查看它们的日志，重新启动。{_KEPT}"
SCHEDULER_LOST = f"和集群的调度器断开了，文件没有读完。请查看调度器是否还在运行。{_KEPT}"
NOT_APPEARED = f"工作机写好的结果，这台机器等了很久也没有看到。请检查共享存储是否挂载正常。{_KEPT}"


def not_reached(scheduler: Scheduler, seconds: float, problem: Exception) -> ClusterNotUsable:
    """The scheduler did not answer, or would not speak like this."""
    if isinstance(problem, OSError):
        return ClusterNotUsable(
            f"集群的调度器 {scheduler.address} 在 {seconds:.0f} 秒内没有回答。"
            f"请检查地址和端口、调度器是否在运行、防火墙是否放行、双方是否都用（或都不用）TLS。{_KEPT}"
        )
    if isinstance(problem, ImportError):
        return ClusterNotUsable(
            f"集群的调度器 {scheduler.address} 用的 Dask 和这里的合不上。"
            f"请装成同样的版本（见 constraints.txt），再重新启动调度器。{_KEPT}"
        )
    return ClusterNotUsable(
        f"连不上集群的调度器 {scheduler.address}（{type(problem).__name__}）。"
        f"用 TLS 的集群，地址写 tls://，并在 Dask 的设置里写明证书。{_KEPT}"
    )


def unseen(home: Home, worker: str) -> str:
    """A worker does not see the home, or the home does not see what it writes."""
    return (
        f"工作机 {_host(worker)} 看不到数据目录 {home.root}，或者不能在里面写。"
        "数据目录要放在所有工作机共用的存储上，各机挂载在同一个路径，用同一个用户运行。"
        f"没有读入任何文件。{_KEPT}"
    )


_DIFFERING = {
    "program": "上的 sanse（或它用的库、Python）和这里的不是同一版，读出来的结果可能不同。"
    "请装成同一版，再重新启动工作进程。",
    "key": "用的密钥和这里的不是同一个，算出来的人员编号会对不上。"
    "密钥在数据目录里的，不用另设；用 SANSE_KEY_FILE 的，各机要指向同样的密钥文件。",
    "passwords": "读到的口令文件和这里的不一样。用 SANSE_PASSWORDS_FILE 的，各机要指向同样的文件。",
    "died": "上的 sanse 启动不了。请在那台机器上运行 sanse --help 看原因，装好后重新启动工作进程。",
    "missing": "上没有装同样的 sanse。请在那台机器上安装，再重新启动工作进程。",
}


def assert_fit(answer: dict[str, str], home: Home, worker: str) -> None:
    """Raise what a worker's answer says is against its working for this home."""
    state = answer["state"]
    if state == "unseen":
        raise ClusterNotUsable(unseen(home, worker))
    if state in _DIFFERING:
        raise ClusterNotUsable(f"工作机 {_host(worker)} {_DIFFERING[state]}{_KEPT}")
    if state == "stopped":
        # One of ours, which tells of no row.
        kind = DiskFull if answer["kind"] == DiskFull.__name__ else StoppedOnWorker
        raise kind(answer["told"])


def _host(worker: str) -> str:
    return urlsplit(worker).hostname or worker
