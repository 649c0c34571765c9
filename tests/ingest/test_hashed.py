"""A file of the inbox that is as it was is not read again; whatever changed is seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines import file_states, raw
from pipelines import ingest as module
from pipelines.inbox import open_settled
from pipelines.ingest import ingest
from pipelines.months import parse_month
from pipelines.register import load_register
from pipelines.settings import Home
from tests.ingest.zips import zip_of
from tests.stage.files import csv_bytes, made_up_id

OCTOBER = parse_month("2026-10")
A, B = made_up_id(1), made_up_id(2)


def deaths(number: str) -> bytes:
    return csv_bytes([["姓名", "身份证号", "死亡日期"], ["某甲", number, "2026-10-01"]])


class Place:
    """An inbox and a home, and which files of the inbox were opened."""

    def __init__(self, folder: Path) -> None:
        self.inbox, self.home = folder / "inbox", Home(folder / "home")
        self.inbox.mkdir()
        self.opened: list[str] = []

    def put(self, name: str, content: bytes) -> Path:
        path = self.inbox / name
        path.write_bytes(content)
        return path

    def take(self) -> tuple[int, list[str]]:
        """How many files were new, and which were opened."""
        self.opened.clear()
        return ingest(self.home, self.inbox, OCTOBER, workers=1).taken, sorted(self.opened)

    @property
    def index(self) -> Path:
        return self.home.root / "inbox.hashes"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    place = Place(tmp_path)

    def opening(path: Path) -> object:
        place.opened.append(path.name)
        return open_settled(path)

    monkeypatch.setattr(raw, "open_settled", opening)
    monkeypatch.setattr(file_states, "_UNSETTLED_NS", 0)
    return place


@pytest.fixture
def taken(place: Place) -> Place:
    place.put("死亡.csv", deaths(A))
    place.put("死亡.zip", zip_of({"死亡2.csv": deaths(B)}))
    assert place.take() == (2, ["死亡.csv", "死亡.zip"])
    return place


def test_what_is_as_it_was_stays_shut(taken: Place) -> None:
    assert taken.take() == (0, [])
    assert taken.take() == (0, [])


def test_the_register_is_the_same_with_and_without_it(taken: Place) -> None:
    before = taken.home.register_path.read_bytes()
    taken.take()
    assert taken.home.register_path.read_bytes() == before


def test_another_content_of_the_same_size_is_seen(taken: Place) -> None:
    path = taken.inbox / "死亡.csv"
    assert len(deaths(A)) == len(deaths(B))
    with path.open("r+b") as file:
        file.write(deaths(B))
    assert taken.take() == (1, ["死亡.csv"])
    assert len(load_register(taken.home).deliveries) == 3


def test_whoever_sets_back_the_time_does_not_hide_a_change(taken: Place) -> None:
    path = taken.inbox / "死亡.csv"
    was = path.stat()
    path.write_bytes(deaths(B))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert taken.take() == (1, ["死亡.csv"])


def test_a_file_put_in_its_place_is_seen(taken: Place) -> None:
    path = taken.inbox / "死亡.csv"
    was = path.stat()
    other = taken.put("other", deaths(B))
    os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
    other.replace(path)
    assert taken.take() == (1, ["死亡.csv"])


def test_what_was_only_touched_is_read_and_not_new(taken: Place) -> None:
    (taken.inbox / "死亡.csv").touch()
    assert taken.take() == (0, ["死亡.csv"])
    assert taken.take() == (0, [])


def test_what_changed_lately_is_read_again(taken: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_states, "_UNSETTLED_NS", 3_600_000_000_000)
    assert taken.take() == (0, ["死亡.csv", "死亡.zip"])
    assert taken.take() == (0, ["死亡.csv", "死亡.zip"])


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff\n" * 3),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes().replace(b" ", b" 0", 1)),
    ],
)
def test_a_lost_or_damaged_index_costs_only_the_reading(
    taken: Place, damage: Callable[[Path], object]
) -> None:
    damage(taken.index)
    assert taken.take() == (0, ["死亡.csv", "死亡.zip"])
    assert taken.take() == (0, [])


def test_bytes_that_are_no_longer_kept_are_taken_again(taken: Place) -> None:
    kept = raw.raw_files(taken.home)
    for path in kept.values():
        path.unlink()
    assert taken.take() == (0, ["死亡.csv", "死亡.zip"])
    assert raw.raw_files(taken.home).keys() == kept.keys()


def test_the_index_names_nobody(taken: Place) -> None:
    told = taken.index.read_text("ascii")
    assert len(told.splitlines()) == 3
    assert not taken.index.stat().st_mode & 0o077


def test_processes_begin_only_where_much_is_new(
    taken: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(module, "_begin", lambda pool, _: begun.append(pool))
    monkeypatch.setattr(module, "_WORTH_A_PROCESS", len(deaths(B)))
    assert ingest(taken.home, taken.inbox, OCTOBER, workers=2).taken == 0
    assert not begun
    taken.put("死亡3.csv", deaths(made_up_id(3)))
    assert ingest(taken.home, taken.inbox, OCTOBER, workers=2).taken == 1
    assert len(begun) == 1
