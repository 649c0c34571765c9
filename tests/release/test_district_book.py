"""The district's own workbook, read back as a spreadsheet program does."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipelines.months import Month
from pipelines.workbook.district import (
    REVIEWS,
    REVIEWS_SHEET,
    TOP,
    UNDELIVERED,
    UNDELIVERED_SHEET,
    write_district_book,
)

NOTICE = "待人工核实，不作为停发依据"
PERSON = {
    "street_name": "一街道", "community_name": "一社区居民委员会", "name": "测试甲",
    "id_number_tail": "001X",
}  # fmt: skip
REVIEW = {
    **PERSON, "matter_text": "两项同时在名册", "benefit": "甲补贴、乙供养",
    "reason": "两项同时在名册上", "to_check": "各从哪个月起", "with_whom": "民政局、本人",
    "article": None, "observed_date": date(2026, 10, 31),
}  # fmt: skip
DUE = {
    **PERSON, "department": "民政局", "title": "护理补贴", "because": "户内在享最低生活保障",
    "missing": None, "apply_at": "镇街", "article": "某通知",
}  # fmt: skip


def _book(path: Path, reviews: list[dict[str, object]], due: list[dict[str, object]]) -> Path:
    write_district_book(path, Month(2026, 10), date(2026, 11, 2), reviews, due)
    return path


def test_each_list_has_its_sheet_and_says_what_it_is_for(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_book(tmp_path / "a.xlsx", [REVIEW, REVIEW], [DUE]))
    assert book.sheetnames == [REVIEWS_SHEET, UNDELIVERED_SHEET]
    reviews, due = book[REVIEWS_SHEET], book[UNDELIVERED_SHEET]
    assert reviews.cell(2, 1).value.startswith(NOTICE)
    assert "2 条" in reviews.cell(1, 1).value
    assert [cell.value for cell in reviews[TOP]] == [column.heading for column in REVIEWS]
    assert [cell.value for cell in due[TOP]] == [column.heading for column in UNDELIVERED]
    told = [cell.value for cell in reviews[TOP + 1]]
    assert told[:5] == ["一街道", "一社区", "测试甲", "001X", "两项同时在名册"]
    assert due.cell(TOP + 1, 1).value == "民政局"


def test_without_anybody_both_sheets_say_so(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_book(tmp_path / "a.xlsx", [], []))
    for sheet in book.worksheets:
        assert sheet.cell(2, 1).value.endswith("本月没有。")
        assert sheet.max_row == TOP


def test_the_same_lists_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (_book(tmp_path / name, [REVIEW], [DUE]) for name in ("1.xlsx", "2.xlsx"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", ["=1+1", "http://example.invalid/"])
def test_text_stays_text(tmp_path: Path, name: str) -> None:
    book = openpyxl.load_workbook(_book(tmp_path / "a.xlsx", [{**REVIEW, "name": name}], []))
    cell = book[REVIEWS_SHEET].cell(TOP + 1, 3)
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)
