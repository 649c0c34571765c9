"""The shares by which the simulated people act: read strictly, and the same each time."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from pipelines.months import Month
from pipelines.simulation import simulate
from pipelines.simulation.behaviour import BehaviourNotReadable, read_behaviour
from pipelines.simulation.chance import Chance
from pipelines.simulation.rounds import SimulationNotPossible


def test_the_shares_that_come_with_it_are_readable() -> None:
    shares = read_behaviour()
    assert shares.met + shares.not_met + shares.moved + shares.refused == pytest.approx(1)
    assert sum(shares.months_to_approve) == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"met": 1.5}, "met 应当是 0 到 1"),
        ({"met": "多数"}, "met 应当是 0 到 1"),
        ({"met": True}, "met 应当是 0 到 1"),
        ({"seen": 0.5}, "缺少或多了这些项：seen"),
        ({"need_by_signs": [0.1]}, "need_by_signs 要写 4 个比例"),
    ],
)
def test_other_shares_are_refused(tmp_path: Path, change: dict[str, object], told: str) -> None:
    shares = dataclasses.asdict(read_behaviour()) | change
    path = tmp_path / "behaviour.yaml"
    path.write_text(json.dumps(shares, ensure_ascii=False), "utf-8")
    with pytest.raises(BehaviourNotReadable, match=told):
        read_behaviour(path)


@pytest.mark.parametrize("text", ["met: [", "- 1", ""])
def test_what_is_no_list_of_shares_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "behaviour.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BehaviourNotReadable, match="模拟行为文件"):
        read_behaviour(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BehaviourNotReadable, match="打不开"):
        read_behaviour(tmp_path / "none.yaml")


def test_chance_depends_on_what_is_asked_alone() -> None:
    chance = Chance(7)
    drawn = [chance.share("visit", number) for number in range(2000)]
    assert drawn == [Chance(7).share("visit", number) for number in range(2000)]
    assert drawn != [Chance(8).share("visit", number) for number in range(2000)]
    assert all(0 <= one < 1 for one in drawn)
    assert sum(drawn) / 2000 == pytest.approx(0.5, abs=0.03)
    places = [chance.place((0.2, 0.3, 0.5), number) for number in range(2000)]
    assert places.count(1) / 2000 == pytest.approx(0.3, abs=0.04)
    assert {chance.number(3, 5, number) for number in range(99)} == {3, 4, 5}


def test_a_folder_in_use_is_not_played_in(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with pytest.raises(SimulationNotPossible, match="空目录"):
        simulate(tmp_path, 3, Month(2026, 10))
    with pytest.raises(SimulationNotPossible, match="至少"):
        simulate(tmp_path / "other", 0, Month(2026, 10))
