"""Workers that are lost, slow, frozen or full: the run ends, the same or with a clear reason."""

import os
import signal
import time
from pathlib import Path
from threading import Thread

import pytest

from cluster.conftest import A, B, Cluster, Place, deaths, fault, scheduler
from pipelines.cluster.connection import PATIENCE
from pipelines.cluster.reasons import ClusterNotUsable
from pipelines.ingest import DiskFull


def _as_by_one_process(place: Place) -> bool:
    """Whether the home is what one process without faults makes of the same inbox."""
    other = Place(place.inbox.parent / "other")
    for path in sorted(place.inbox.iterdir()):
        other.put(path.name, path.read_bytes())
    other.ingest(1)
    return place.bytes() == other.bytes()


def test_a_worker_killed_in_the_middle_costs_nothing(place: Place, cluster: Cluster) -> None:
    place.put("甲.csv", fault("once kill worker"))
    place.put_usual()
    with cluster.workers(2) as workers:
        place.ingest(cluster.scheduler)
        assert sum(one.poll() is not None for one in workers) == 1
    assert _as_by_one_process(place)


def test_a_file_that_kills_its_process_is_listed(place: Place, cluster: Cluster) -> None:
    place.put("致命.csv", fault("kill process"))
    place.put("甲.csv", deaths(A))
    with cluster.workers(1) as (worker,):
        report = place.ingest(cluster.scheduler)
        assert worker.poll() is None
    good, killer = report.deliveries
    assert good.entries[0].accepted == 1
    assert "系统中止" in killer.unread[0].reason


def test_a_file_that_kills_every_worker_is_listed_and_not_tried_for_ever(
    place: Place, tmp_path: Path
) -> None:
    place.put("致命.csv", fault("kill worker"))
    place.put("甲.csv", deaths(A))
    failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with scheduler(tmp_path, **failures) as begun, begun.workers(3) as workers:
        report = place.ingest(begun.scheduler)
        # Once among others, once alone.
        assert sum(one.poll() is not None for one in workers) == 2
    good, killer = report.deliveries
    assert good.entries[0].accepted == 1
    assert "系统中止" in killer.unread[0].reason


def test_a_worker_that_is_slow_keeps_no_other_waiting(place: Place, cluster: Cluster) -> None:
    place.put("慢.csv", fault("slow", A, B))  # the larger is begun first
    place.put("甲.csv", deaths(A))
    told: list[str] = []
    with cluster.workers(2):
        place.ingest(cluster.scheduler, told.append)
    assert ["2 行" in line for line in told] == [False, True]
    assert _as_by_one_process(place)


def test_a_worker_that_is_frozen_is_given_up(place: Place, cluster: Cluster) -> None:
    place.put("冻.csv", fault("once freeze worker"))
    place.put("甲.csv", deaths(A))
    with cluster.workers(2):
        place.ingest(cluster.scheduler)
        frozen = int((place.inbox.parent / "frozen").read_text())
        os.kill(frozen, signal.SIGCONT)
    assert _as_by_one_process(place)


@pytest.mark.parametrize("words", ["full disk", "no space"])
def test_a_full_disk_stops_the_run_as_it_does_here(
    place: Place, cluster: Cluster, words: str
) -> None:
    place.put("满.csv", fault(words))
    with cluster.workers(1), pytest.raises(DiskFull, match="磁盘满了"):
        place.ingest(cluster.scheduler)
    assert not list(place.home.staging.rglob("*.parquet"))


def test_a_scheduler_lost_in_the_middle_ends_the_run_with_a_reason(
    place: Place, tmp_path: Path
) -> None:
    place.put("慢.csv", fault("slow"))
    with scheduler(tmp_path) as begun, begun.workers(1):
        killed: list[float] = []
        Thread(target=_kill_once_begun, args=(begun, place, killed), daemon=True).start()
        with pytest.raises(ClusterNotUsable, match="和集群的调度器断开了"):
            place.ingest(begun.scheduler)
        assert time.monotonic() - killed[0] < 20
    assert not list(place.home.root.glob(".cluster*"))


def _kill_once_begun(begun: Cluster, place: Place, killed: list[float]) -> None:
    while not (place.inbox.parent / "begun").exists():
        time.sleep(0.05)
    killed.append(time.monotonic())
    begun.process.kill()


def test_a_cluster_whose_workers_are_all_lost_ends_the_run_with_a_reason(
    place: Place, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PATIENCE, "no_worker", 1)
    place.put("致命.csv", fault("kill worker"))
    with cluster.workers(1), pytest.raises(ClusterNotUsable, match="都断开了"):
        place.ingest(cluster.scheduler)
