"""The page of a simulated year: figures in words, no outside request, the same bytes each time."""

from __future__ import annotations

import csv
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.months import Month
from pipelines.simulation import told
from pipelines.simulation.figures import MonthFigures, Round, Truth

FIRST = Round(
    listed=40, new=40, visits=0, met=0, found=0, covered=0, due=0, in_time=0, to_verify=0,
    overdue=0, busiest_office=0,
)  # fmt: skip
SECOND = Round(
    listed=44, new=6, visits=36, met=30, found=9, covered=3, due=40, in_time=31, to_verify=40,
    overdue=7, busiest_office=8,
)  # fmt: skip
MONTHS = [
    MonthFigures(Month(2026, 9), FIRST, Truth(needy=20, listed=0, found=0, covered=0)),
    MonthFigures(Month(2026, 10), SECOND, Truth(needy=20, listed=15, found=8, covered=2)),
]


def test_a_month_is_told_in_shares_and_counts() -> None:
    first, second = told.work_rows(MONTHS)
    assert second == (
        "2026-10", "44", "6", "36", "30", "9", "30%", "3", "31/40", "7/40（18%）", "8 户次",
    )  # fmt: skip
    assert first[6] == "—"
    assert told.truth_rows(MONTHS)[1] == (
        "2026-10", "20 户", "15（75%）", "8（40%）", "2（10%）",
    )  # fmt: skip
    assert len(second) == len(told.WORK_HEADS)


def test_page_and_table_hold_the_figures_and_ask_nobody(tmp_path: Path) -> None:
    lines = told.write(tmp_path, MONTHS)
    page = (tmp_path / "simulated.html").read_text("utf-8")
    assert page.count("<polyline") == 3
    assert "15（75%）" in page
    assert not any(outside in page for outside in ("http:", "https:", "src=", "@import"))
    with (tmp_path / "simulated.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["true_listed"] for row in rows] == ["0", "15"]
    assert any("虚构" in line for line in lines)


def test_one_month_alone_can_be_drawn() -> None:
    assert "<svg" in told.as_page(MONTHS[:1])


def test_the_command_prints_both_tables_and_where_the_page_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    def play(out: Path, rounds: int, last_month: Month, **options: object) -> SimpleNamespace:
        asked.update(options, rounds=rounds, last_month=last_month)
        out.mkdir()
        return SimpleNamespace(months=MONTHS)

    monkeypatch.setattr("pipelines.simulation.rounds.simulate", play)
    out = tmp_path / "out"
    result = CliRunner().invoke(app, ["simulate", "--out", str(out), "--months", "3"])
    assert result.exit_code == 0
    assert asked["rounds"] == 3
    assert asked["residents"] == 4_000
    assert "找到多少真有困难的户" in result.output
    assert "2026-10" in result.output
    assert (out / "simulated.html").exists()
