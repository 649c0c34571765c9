"""Returned workbooks are written beside the later layers, and are there when a run ends."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from pipelines import run
from pipelines.errors import SanseError
from pipelines.manifest import RUN
from pipelines.months import parse_month
from pipelines.returns import Returning, ReturnsReport
from pipelines.settings import Home
from pipelines.stage_costs import forget_stages

MONTH = parse_month("2026-10")


class OnTheirWay(Returning):
    """Workbooks on their way, and what had been done before they were waited for."""

    def __init__(self, done: list[str], fault: Exception | None = None) -> None:
        self.done, self.fault = done, fault
        self._report = None
        self._writing = MagicMock(give_up=lambda: done.append("不等"))

    def __str__(self) -> str:
        return "开始写"

    def _finish(self) -> ReturnsReport:
        self.done.append("写完")
        if self.fault is not None:
            raise self.fault
        return ReturnsReport(1, 3, 0, 1, 0, 0)


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a run does, in order; nothing of it is real but the order."""
    done: list[str] = []
    forget_stages()
    release = tmp_path / "release"
    release.mkdir()
    (release / RUN).write_text("{}", encoding="utf-8")

    def do(name: str, answer: Any = None) -> Any:
        def told(*words: object, **_: object) -> Any:
            done.append(str(words[1]) if name == "层" else name)
            return answer

        return told

    returning = OnTheirWay(done)
    for name, stand_in in {
        "basis_of": lambda *_: None,
        "begin_warehouse": lambda *_: MagicMock(),
        "engine": lambda *_: nullcontext(),
        "load": do("装载"),
        "build": do("层"),
        "begin_returns": do("开始", returning),
        "release": do("发布", SimpleNamespace(path=release)),
        "write_ledger": do("台账", release),
        "keep_basis": do("记下"),
        "summarise": do("总结"),
    }.items():
        monkeypatch.setattr(run, name, stand_in)
    run.forget_stages()  # of whatever ran before in this process
    monkeypatch.setattr(run, "forget_stages", lambda: None)
    return done


def test_they_are_begun_after_the_checks_and_waited_for_at_the_end(
    tmp_path: Path, done: list[str]
) -> None:
    run.screen_month(Home(tmp_path / "home"), MONTH)
    assert done[:4] == ["装载", "core", "checks", "开始"]
    waited = done.index("写完")
    assert done[waited - 2 : waited] == ["发布", "台账"]
    assert done[-2:] == ["记下", "总结"]
    record = json.loads((tmp_path / "release" / RUN).read_text(encoding="utf-8"))
    titles = [stage["stage"] for stage in record["stages"]]
    assert titles == ["退回", "验收和发布", "台账", "退回"]


@pytest.mark.parametrize(
    ("stop", "then"), [(SanseError("没有通过验收"), "写完"), (KeyboardInterrupt(), "不等")]
)
def test_they_are_written_where_the_month_is_refused_not_where_it_is_broken_off(
    tmp_path: Path,
    done: list[str],
    monkeypatch: pytest.MonkeyPatch,
    stop: BaseException,
    then: str,
) -> None:
    monkeypatch.setattr(run, "release", MagicMock(side_effect=stop))
    with pytest.raises(type(stop)):
        run.screen_month(Home(tmp_path / "home"), MONTH)
    assert done[-1] == then
    assert "记下" not in done


def test_what_goes_wrong_with_them_is_told(
    tmp_path: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    returning = OnTheirWay(done, OSError("disk"))
    monkeypatch.setattr(run, "begin_returns", lambda *_: returning)
    with pytest.raises(OSError, match="disk"):
        run.screen_month(Home(tmp_path / "home"), MONTH)
    assert "记下" not in done
