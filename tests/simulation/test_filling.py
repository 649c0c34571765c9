"""A workbook that was sent is filled as a person would: its cells, its sheets left as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from pipelines.simulation.filling import KEY, open_list
from pipelines.workbook.lists import COLUMNS, LIST_SHEET, TOP

HEADINGS = [column.heading for column in COLUMNS]


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "sent.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("说明").write_string(0, 0, "第一页 <b>&")
        sheet, blank = book.add_worksheet(LIST_SHEET), book.add_format({"border": 1})
        for x, heading in enumerate(HEADINGS):
            sheet.write_string(TOP - 1, x, heading)
            for y in range(TOP, TOP + 4):
                sheet.write_blank(y, x, None, blank)
        for y, household in ((TOP, "HAAAAAAAAAAA"), (TOP + 1, "HBBBBBBBBBBB")):
            sheet.write_string(y, HEADINGS.index(KEY), household)
            sheet.write_number(y, 0, y)
    return path


def test_cells_are_filled_and_everything_else_stays(sent: Path, tmp_path: Path) -> None:
    book = open_list(sent)
    assert list(book.lines) == ["HAAAAAAAAAAA", "HBBBBBBBBBBB"]
    line = book.lines["HBBBBBBBBBBB"]
    book.fill(line, {"走访日期": date(2026, 11, 5), "走访结果": "已见到", "备注": "<甲> & 乙"})
    added = book.take_blank()
    assert added == TOP + 3
    book.fill(added, {"户主及电话": "甲某 19900000001"})
    book.save(tmp_path / "filled.xlsx")
    filled = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    assert filled["说明"]["A1"].value == "第一页 <b>&"
    sheet = filled[LIST_SHEET]
    cells = {heading: sheet.cell(line, x + 1).value for x, heading in enumerate(HEADINGS)}
    assert cells["走访结果"] == "已见到"
    assert cells["备注"] == "<甲> & 乙"
    assert cells[KEY] == "HBBBBBBBBBBB"
    assert sheet.cell(line, HEADINGS.index("走访日期") + 1).value == 46331
    assert sheet.cell(added, HEADINGS.index("户主及电话") + 1).value == "甲某 19900000001"
    assert sheet.cell(TOP + 1, HEADINGS.index("走访结果") + 1).value is None


def test_the_same_answers_give_the_same_bytes(sent: Path, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        book = open_list(sent)
        book.fill(book.lines["HAAAAAAAAAAA"], {"走访结果": "未遇到"})
        book.save(tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_list_without_room_has_no_blank_line(sent: Path) -> None:
    book = open_list(sent)
    assert [book.take_blank(), book.take_blank()] == [TOP + 3, TOP + 4]
    assert book.take_blank() is None
