"""What `--workers` takes; what of a cluster can be told without one is in `cluster/`."""

from pathlib import Path

import pytest

from pipelines import flows
from pipelines import run as stages
from pipelines.cluster import connection
from pipelines.cluster.address import Scheduler, Workers, WorkersNotReadable, parse_workers
from pipelines.cluster.folder import of_run, shared_folder
from pipelines.cluster.reasons import ClusterNotUsable
from pipelines.ingest import ingest
from pipelines.months import parse_month
from pipelines.settings import Home

OCTOBER = parse_month("2026-10")


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("2", 2),
        (" 64 ", 64),
        ("dask://10.0.0.5:8786", Scheduler("tcp://10.0.0.5:8786")),
        ("dask://scheduler.example", Scheduler("tcp://scheduler.example:8786")),
        ("dask://[::1]:9000", Scheduler("tcp://[::1]:9000")),
        ("tcp://10.0.0.5:9000/", Scheduler("tcp://10.0.0.5:9000")),
        ("tls://10.0.0.5", Scheduler("tls://10.0.0.5:8786")),
    ],
)
def test_a_number_or_an_address_is_read(told: str, read: Workers) -> None:
    assert parse_workers(told) == read


@pytest.mark.parametrize(
    "told", ["0", "65", "-1", "２", "two", "10.0.0.5:8786", "ray://a", "dask://", "dask://a:b"]
)
def test_anything_else_is_told(told: str) -> None:
    with pytest.raises(WorkersNotReadable, match="dask://"):
        parse_workers(told)


def test_the_environment_says_it_for_schedules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SANSE_WORKERS", raising=False)
    assert parse_workers() == 2
    monkeypatch.setenv("SANSE_WORKERS", "dask://a")
    assert parse_workers() == Scheduler("tcp://a:8786")
    assert parse_workers("3") == 3


def test_the_flow_hands_it_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Workers] = []

    def receive(*_: object, workers: Workers) -> object:
        told.append(workers)
        raise ClusterNotUsable("集群没有回答")

    monkeypatch.setattr(stages, "receive", receive)
    with pytest.raises(ClusterNotUsable):
        flows.receive.fn(str(tmp_path), str(tmp_path), "2026-10", "dask://a")
    assert told == [Scheduler("tcp://a:8786")]


def test_without_dask_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.importlib.util, "find_spec", lambda _: None)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.csv").write_bytes(b"x,y\n1,2\n")
    with pytest.raises(ClusterNotUsable, match=r"sanse\[dask\]"):
        ingest(Home(tmp_path / "home"), tmp_path / "inbox", OCTOBER, workers=Scheduler("tcp://a:1"))


def test_with_nothing_new_no_cluster_is_asked(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.csv").write_bytes(b"x,y\n1,2\n")
    home, nobody = Home(tmp_path / "home"), Scheduler("tcp://127.0.0.1:1")
    ingest(home, tmp_path / "inbox", OCTOBER)
    assert ingest(home, tmp_path / "inbox", OCTOBER, workers=nobody).staged == 0


def test_what_a_broken_run_on_a_cluster_has_left_goes_with_the_next_run_of_any_kind(
    tmp_path: Path,
) -> None:
    (tmp_path / "inbox").mkdir()
    home = Home(tmp_path / "home")
    left = of_run(home, "before")
    (left.path / "identities").mkdir(parents=True)
    ingest(home, tmp_path / "inbox", OCTOBER)
    assert not list(home.root.glob(".cluster*"))


def test_what_a_broken_run_has_left_goes_with_the_next(tmp_path: Path) -> None:
    home = Home(tmp_path)
    left = of_run(home, "before")
    left.path.mkdir(parents=True)
    left.sign.touch()
    with shared_folder(home, ["b", "a"]) as (token, folder):
        assert not left.path.exists()
        assert folder == of_run(home, token)
        assert folder.known_ids() == {"a", "b"}
    assert list(tmp_path.iterdir()) == []
