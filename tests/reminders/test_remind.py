"""`sanse remind`: who is told what, on paper, at the terminal and from the scheduler."""

from __future__ import annotations

import stat
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from pipelines import flows
from pipelines.cli import app
from pipelines.months import Month
from pipelines.reminders import remind
from pipelines.reminders.remind import told_lines
from pipelines.settings import Home
from pipelines.workdays import CalendarNotAnnounced
from tests.reminders.made_up_home import made_up_home, write_release

HUANGDAO, XINAN = "370211001", "370211002"
# The ninth working day after the list of October, and a day on which all of it is overdue.
DAY, LATE = date(2026, 11, 13), date(2026, 11, 30)


def household(number: int, street: str = HUANGDAO, **more: str) -> dict[str, str]:
    told = {"household_id": f"H{number:011d}", "street_code": street, "colour": "red"}
    return told | {"head_name": f"测试{number}号", **more}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = made_up_home(tmp_path)
    always = [household(1, grid_code="G02"), household(2, XINAN)]
    write_release(made, Month(2026, 8), always)
    write_release(made, Month(2026, 9), always)
    duty = {
        "household_id": "H00000000009", "street_code": HUANGDAO, "street_name": "黄岛街道",
        "grid_code": "G03", "name": "测试在享", "kind": "half_year_review",
        "started_date": date(2026, 5, 20), "due_date": date(2026, 11, 20),
    }  # fmt: skip
    write_release(made, Month(2026, 10), [*always, household(3, grid_code="G01")], [duty])
    return made


def cells(path: Path, sheet: int = 0) -> list[list[str]]:
    book = openpyxl.load_workbook(path)
    rows = book.worksheets[sheet].iter_rows(min_row=3, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def test_a_street_is_told_grid_by_grid_whom_to_see_by_when_and_what_to_do(home: Home) -> None:
    told = remind(home, DAY)
    rows = cells(told.streets[0].file)
    assert [cell.replace("\n", "") for cell in rows[0]] == [
        "网格社区", "找谁", "住址", "什么事", "哪天到期", "还有几天", "请怎样办",
        "谁来催", "户编号",
    ]  # fmt: skip
    assert [row[:1] + row[3:6] + row[7:] for row in rows[1:]] == [
        ["G01\n测试社区", "名单核实（红）", "2026-11-16", "还有3天", "网格员", "H00000000003"],
        [
            "G02\n测试社区", "连续列入没有结果（红）", "2026-11-02", "报区里", "区里",
            "H00000000001",
        ],
        ["G03", "半年核查", "2026-11-20", "还有7天", "网格员", "H00000000009"],
    ]  # fmt: skip
    assert [row[1] for row in rows[1:]] == [
        "测试3号\n19900000001", "测试1号\n19900000001", "测试在享",
    ]  # fmt: skip
    assert rows[1][2] == "测试路1号"


def test_a_street_sees_nobody_of_another_street(home: Home) -> None:
    told = remind(home, LATE)
    assert [one.street_code for one in told.streets] == [HUANGDAO, XINAN]
    assert {row[8] for row in cells(told.streets[1].file)[1:]} == {"H00000000002"}


def test_the_district_has_on_top_what_stood_on_three_lists_without_an_outcome(home: Home) -> None:
    told = remind(home, LATE)
    district = told.folder / "区里" / "到期提醒.xlsx"
    rows = cells(district)[1:]
    assert [(row[0], row[3].split("（")[0], row[6]) for row in rows] == [
        ("黄岛街道", "连续列入没有结果", "报区里"),
        ("辛安街道", "连续列入没有结果", "报区里"),
        ("黄岛街道", "名单核实", "超期14天"),
        ("黄岛街道", "半年核查", "超期10天"),
    ]
    assert cells(district, 1) == [
        ["镇街", "快到期", "超期", "其中报区里", "其中连续列入没有结果"],
        ["黄岛街道", "0", "3", "3", "1"],
        ["辛安街道", "0", "1", "1", "1"],
    ]


def test_the_district_is_told_no_phone_and_no_address(home: Home) -> None:
    district = remind(home, LATE).folder / "区里" / "到期提醒.xlsx"
    shown = {cell for row in cells(district) for cell in row}
    assert not {cell for cell in shown if "1990000" in cell or "测试路" in cell}


def test_the_terminal_and_the_scheduler_are_told_counts_only(home: Home) -> None:
    called = CliRunner().invoke(app, ["remind", "--on", str(DAY), "--home", str(home.root)])
    assert called.exit_code == 0
    assert "黄岛街道：快到期 2 件，超期 1 件，其中报区里 1 件" in called.output
    assert "测试" not in called.output
    told = flows.write_reminders.fn(str(home.root), str(DAY))
    assert told[0] == {"镇街": "黄岛街道", "快到期": 2, "超期": 1, "报区里": 1}
    assert "测试" not in str(told)


def test_only_the_owner_opens_the_reminders(home: Home) -> None:
    told = remind(home, DAY)
    for path in (told.folder, *told.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_the_same_day_gives_the_same_bytes_and_leaves_nothing_stale(
    home: Home, tmp_path: Path
) -> None:
    first = remind(home, DAY, tmp_path / "一")
    again = remind(home, DAY, tmp_path / "二")
    for one, other in zip(first.streets, again.streets, strict=True):
        assert one.file.read_bytes() == other.file.read_bytes()
    stale = tmp_path / "二" / "street_code=370211009" / "到期提醒.xlsx"
    stale.parent.mkdir()
    stale.write_bytes(b"")
    remind(home, DAY, tmp_path / "二")
    assert not stale.exists()


def test_a_day_on_which_nothing_is_due_says_so(tmp_path: Path) -> None:
    told = remind(made_up_home(tmp_path), DAY)
    assert not told.streets
    assert "今天没有快到期和超期的事。" in told_lines(told)
    assert cells(told.folder / "区里" / "到期提醒.xlsx")[1][0] == "今天没有报区里的事。"


def test_a_year_whose_calendar_is_not_announced_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(CalendarNotAnnounced, match=r"policy/calendar/20\d\d\.yaml"):
        remind(made_up_home(tmp_path), date(2030, 1, 7))


def test_five_thousand_households_take_seconds(tmp_path: Path) -> None:
    """Measured as work, not as time on a machine that others use as well."""
    made = made_up_home(tmp_path)
    streets = (HUANGDAO, XINAN)
    many = [household(number, streets[number % 2]) for number in range(5000)]
    write_release(made, Month(2026, 10), many)
    began = time.process_time()
    told = remind(made, LATE)
    assert time.process_time() - began < 5
    assert [street.overdue for street in told.streets] == [2500, 2500]
