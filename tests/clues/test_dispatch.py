"""Clues are handed out on sheets, answered on them, and closed when they come back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipelines.clues.dispatch import Dispatch, dispatch, told_lines
from pipelines.ingest import ingest
from pipelines.months import parse_month
from pipelines.settings import Home
from tests.stage.files import csv_bytes, made_up_id

OCTOBER = parse_month("2026-10")
ON = date(2026, 10, 20)
HEADER = [
    "线索编号", "接收时间", "线索来源", "困难类别", "镇街", "村居", "困难群众", "身份证号",
    "联系电话", "住址",
]  # fmt: skip
CLUES = [
    ["X1", "2026-10-19 09:20", "网格员", "医疗", "黄岛街道", "盐滩社区", "某甲", made_up_id(1),
     "19900000001", "盐滩社区1号楼"],
    ["X2", "2026-10-19 10:00", "群众", "低保", "黄岛街道", "", "某乙", "", "19900000002", ""],
    ["X3", "2026-10-19", "媒体", "低保", "", "", "", "", "", ""],
    ["X4", "2026-10-20 08:00", "医院", "医疗", "黄岛街道", "", "某甲", made_up_id(1), "", ""],
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "线索登记表.csv").write_bytes(csv_bytes([HEADER, *CLUES]))
    return taken(Home(tmp_path / "home"))


def taken(home: Home) -> Home:
    ingest(home, home.root.parent / "inbox", OCTOBER, on_progress=lambda _: None)
    return home


def sheet_of(sent: Dispatch, street: str) -> Path:
    [file] = [one.file for one in sent.streets if one.street_name.startswith(street)]
    return file


def filled(file: Path, answers: dict[str, dict[str, object]]) -> Path:
    """Fill the sheet as a clerk does and lay it into the inbox."""
    book = openpyxl.load_workbook(file)
    sheet = book["线索分办"]
    headings = {cell.value: cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        number = sheet.cell(row, headings["线索编号"]).value
        for heading, value in answers.get(number, {}).items():
            sheet.cell(row, headings[heading]).value = value
    back = file.parents[4] / "inbox" / f"回 {file.parent.name}.xlsx"
    book.save(back)
    return back


def test_each_street_gets_its_own_and_the_rest_goes_to_the_district(home: Home) -> None:
    sent = dispatch(home, ON)
    told = [(one.street_name, one.clues, one.urgent, one.overdue) for one in sent.streets]
    assert told == [("黄岛街道", 2, 1, 0), ("区里（镇街不详的线索）", 1, 1, 0)]
    assert (sent.total, sent.closed, sent.repeated) == (4, 0, 1)
    assert told_lines(sent)[0] == "截至 2026-10-20：线索 4 条，办结 0 条，要办 3 条。"


def test_a_sheet_says_whom_to_visit_and_by_when(home: Home) -> None:
    sheet = openpyxl.load_workbook(sheet_of(dispatch(home, ON), "黄岛"))["线索分办"]
    shown = [cell.value for cell in sheet[4]]
    assert shown[:7] == [
        1, "紧急", "2026-10-20\n09:20前", "2026-10-19 09:20", "网格员", "医疗保障", "某甲",
    ]  # fmt: skip
    assert "X4" in shown[10]
    assert sheet["C5"].value == "2026-11-02前"


def test_a_filled_sheet_comes_back_as_answers(home: Home) -> None:
    file = sheet_of(dispatch(home, ON), "黄岛")
    day = datetime(2026, 10, 20)  # noqa: DTZ001 - a cell has no zone
    answers = {
        "X1": {"核实日期": day, "核实结果": "已见到", "核实结论": "情况复杂，一事一议",
               "需要的帮扶": "医疗救助", "备注": "某某说的话"},
        "X2": {"核实日期": day, "核实结果": "不属本镇街", "应转镇街": "辛安街道"},
    }  # fmt: skip
    filled(file, answers)
    later = dispatch(taken(home), ON)
    told = [(one.street_name, one.clues) for one in later.streets]
    # The second clue of the first household is closed with the first.
    assert told == [("辛安街道", 1), ("区里（镇街不详的线索）", 1)]
    assert (later.total, later.closed) == (4, 2)
    passed_on = openpyxl.load_workbook(sheet_of(later, "辛安"))["线索分办"]
    assert [cell.value for cell in passed_on[4]][6:9] == ["某乙", "19900000002", "（不详）"]


def test_an_unfilled_sheet_changes_nothing(home: Home) -> None:
    before = dispatch(home, ON)
    filled(sheet_of(before, "黄岛"), {})
    after = dispatch(taken(home), ON)
    assert [one.clues for one in after.streets] == [one.clues for one in before.streets]
    assert (after.total, after.closed) == (before.total, before.closed)


def test_the_district_passes_on_what_no_street_was_known_for(home: Home) -> None:
    file = sheet_of(dispatch(home, ON), "区里")
    day = datetime(2026, 10, 20)  # noqa: DTZ001
    filled(file, {"X3": {"核实日期": day, "核实结果": "不属本镇街", "应转镇街": "辛安街道"}})
    later = dispatch(taken(home), ON)
    assert [(one.street_name, one.clues) for one in later.streets] == [
        ("黄岛街道", 2), ("辛安街道", 1),
    ]  # fmt: skip


def test_the_same_day_gives_the_same_bytes_in_a_private_folder(home: Home, tmp_path: Path) -> None:
    first = dispatch(home, ON, tmp_path / "one")
    second = dispatch(home, ON, tmp_path / "two")
    for one, other in zip(first.streets, second.streets, strict=True):
        assert one.file.read_bytes() == other.file.read_bytes()
        assert one.file.stat().st_mode & 0o077 == 0
        assert one.file.parent.stat().st_mode & 0o077 == 0
