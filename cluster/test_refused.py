"""A cluster that may not work for a home is told as such, before anything is staged."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster.conftest import HOST, Cluster, Place, deaths, free_port
from cluster.conftest import A as SOMEBODY
from pipelines.cluster.address import Scheduler
from pipelines.cluster.connection import PATIENCE
from pipelines.cluster.reasons import ClusterNotUsable


@pytest.fixture
def filled(place: Place) -> Iterator[Place]:
    place.put("死亡.csv", deaths(SOMEBODY))
    yield place
    assert not place.home.staging.exists()
    assert not list(place.home.root.glob(".cluster*"))


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"SANSE_FAULT": "unseen"}, "看不到数据目录.*共用的存储"),
        ({"SANSE_FAULT": "program"}, "不是同一版.*装成同一版"),
        ({"SANSE_KEY_FILE": "another"}, "密钥和这里的不是同一个"),
        ({"SANSE_PASSWORDS_FILE": "another"}, "口令文件"),
    ],
)
def test_a_worker_that_would_stage_otherwise_is_refused(
    filled: Place, cluster: Cluster, environment: dict[str, str], reason: str
) -> None:
    named = {
        name: str(filled.inbox.parent / told) if told == "another" else told
        for name, told in environment.items()
    }
    (filled.inbox.parent / "another").write_text('民政: "666666"')
    with cluster.workers(1, **named), pytest.raises(ClusterNotUsable, match=reason):
        filled.ingest(cluster.scheduler)


def test_a_worker_makes_no_key(
    filled: Place, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "named"
    named.write_text("cd" * 32)
    filled.home.key_path.unlink()
    monkeypatch.setenv("SANSE_KEY_FILE", str(named))
    with cluster.workers(1, SANSE_KEY_FILE=""), pytest.raises(ClusterNotUsable, match="密钥"):
        filled.ingest(cluster.scheduler)
    assert not filled.home.key_path.exists()


def test_a_scheduler_that_is_not_there_is_told_soon(
    filled: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PATIENCE, "scheduler", 1)
    _told_soon(filled, Scheduler(f"tcp://{HOST}:{free_port()}"), "没有回答.*防火墙")


def test_a_scheduler_that_says_nothing_is_told_soon(
    filled: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PATIENCE, "scheduler", 1)
    with socket.create_server((HOST, 0)) as silent:
        _told_soon(filled, Scheduler(f"tcp://{HOST}:{silent.getsockname()[1]}"), "没有回答")


def test_a_cluster_without_workers_is_told_soon(
    filled: Place, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PATIENCE, "first_worker", 0.5)
    _told_soon(filled, cluster.scheduler, "没有工作进程.*dask worker")


def _told_soon(place: Place, scheduler: Scheduler, reason: str) -> None:
    began = time.monotonic()
    with pytest.raises(ClusterNotUsable, match=reason):
        place.ingest(scheduler)
    assert time.monotonic() - began < 15
