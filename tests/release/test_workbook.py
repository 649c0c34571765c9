"""The workbook that a street office prints and fills, read back as a spreadsheet program does."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.months import Month
from pipelines.workbook import StreetList, write_workbook
from pipelines.workbook.choices import CHOICES
from pipelines.workbook.lists import (
    ADDED_ROWS,
    COLUMNS,
    LIST_SHEET,
    TO_BE_ADDED,
    TO_BE_FILLED,
    by_source,
    sheet_name,
)
from pipelines.workbook.members import MEMBERS_SHEET
from pipelines.workbook.routes import ROUTES_SHEET

COLOURS = ("red", "orange", "yellow")


def _household(number: int, **changed: Any) -> dict[str, Any]:
    row = {
        "month": "2026-10",
        "household_id": f"H{number:011d}",
        "community_name": f"第{number % 3}社区居民委员会",
        "grid_code": "G1",
        "head_name": "测试甲",
        "address": "某处1号楼",
        "phone": "19900000001",
        "members_count": 2,
        "colour": COLOURS[number % 3],
        "rank_in_street": number,
        "status": "continuing",
        "months_listed": 3,
        "reasons": "残联（2026-09-01）：精神一级残疾；医保（2026-10-20）：个人负担3万—5万元",
        "already_receives": "最低生活保障；残疾人两项补贴",
        "likely_policies": None,
        "data_gaps": "缺少甲来源；缺少乙来源" if number == 1 else "缺少甲来源",
        "is_provisional": False,
        "next_visit_by": date(2026, 12, 2),
        "verify_by": date(2026, 11, 16),
    }
    return {**row, **changed}


def _member(number: int, person: int, **changed: Any) -> dict[str, Any]:
    row = {
        "household_id": f"H{number:011d}",
        "person_id": f"P{person}",
        "name": f"测试{person}",
        "relationship": "之子",
        "is_head": person == 0,
        "sex": "男",
        "age_years": 70 - person,
        "id_number_tail": "001X",
        "disability": None,
        "medical_burden_band": None,
    }
    return {**row, **changed}


def _street(households: list[dict[str, Any]], street_name: str = "黄岛街道") -> StreetList:
    return StreetList(
        month=Month(2026, 10),
        street_name=street_name,
        list_date=date(2026, 11, 2),
        verify_by=date(2026, 11, 16),
        households=households,
        members=[_member(1, person) for person in (2, 0, 1)],
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("book") / "watchlist.xlsx"
    odd = _household(2, head_name="=1+1", address="http://x.example", phone="+8619900000001")
    write_workbook(made, _street([_household(1), odd, *map(_household, range(3, 13))]))
    return made


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def _headings(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[4]]


def test_a_short_list_has_one_sheet_to_fill_and_the_words_hidden(book: openpyxl.Workbook) -> None:
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    assert states == {
        "说明": "visible",
        LIST_SHEET: "visible",
        ROUTES_SHEET: "visible",
        MEMBERS_SHEET: "visible",
        "选项": "hidden",
    }


def test_only_six_cells_of_a_household_are_open(book: openpyxl.Workbook) -> None:
    sheet = book[LIST_SHEET]
    headings = _headings(sheet)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for y in range(5, 17):
        opened = {headings[c.column - 1] for c in sheet[y] if not c.protection.locked}
        assert opened == {column.heading for column in TO_BE_FILLED}
        assert len(opened) == 6


def test_households_that_the_data_missed_are_written_beneath_the_list(
    book: openpyxl.Workbook,
) -> None:
    sheet = book[LIST_SHEET]
    headings = _headings(sheet)
    assert "名单上没有" in sheet.cell(17, 1).value
    assert sheet.max_row == 17 + ADDED_ROWS
    for y in range(18, 18 + ADDED_ROWS):
        assert not any(cell.value for cell in sheet[y])
        opened = {headings[c.column - 1] for c in sheet[y] if not c.protection.locked}
        assert opened == TO_BE_ADDED | {column.heading for column in TO_BE_FILLED}


def test_every_other_sheet_is_wholly_locked(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        if sheet.title != LIST_SHEET:
            assert sheet.protection.sheet, sheet.title
            assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


def test_drop_downs_offer_the_words_of_the_hidden_sheet(book: openpyxl.Workbook) -> None:
    sheet, words = book[LIST_SHEET], book["选项"]
    headings = _headings(sheet)
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    offered = {}
    for rule in lists:
        area = next(iter(rule.sqref.ranges))
        assert (area.min_row, area.max_row) == (5, 22)
        source = rule.formula1.removeprefix("选项!").replace("$", "")
        offered[headings[area.min_col - 1]] = [row[0].value for row in words[source]]
    assert offered == {heading: list(told) for heading, told in CHOICES.items()}
    assert len(CHOICES["核实结论"]) == 5


def test_a_visit_cannot_be_dated_before_the_list(book: openpyxl.Workbook) -> None:
    rules = book[LIST_SHEET].data_validations.dataValidation
    dates = [rule for rule in rules if rule.type == "date"]
    assert [rule.operator for rule in dates] == ["greaterThanOrEqual"]


def test_it_prints_on_a4_landscape_with_its_headings_on_every_page(book: openpyxl.Workbook) -> None:
    sheet = book[LIST_SHEET]
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "D5"
    assert sheet.auto_filter.ref == "A4:S16"
    assert "黄岛街道" in sheet.oddHeader.left.text
    assert "2026-10" in sheet.oddHeader.left.text
    assert "&P" in sheet.oddFooter.center.text or "Page" in sheet.oddFooter.center.text


def test_text_stays_text_whatever_it_looks_like(path: Path, book: openpyxl.Workbook) -> None:
    row = book[LIST_SHEET][6]
    assert row[2].value == "=1+1\n+8619900000001"
    assert row[2].data_type == "s"
    assert row[4].hyperlink is None
    with zipfile.ZipFile(path) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets/" in name]
    assert not any(re.search(rb"<f[ >]", sheet) for sheet in sheets)


def test_colours_stand_as_words_and_as_fills(book: openpyxl.Workbook) -> None:
    sheet = book[LIST_SHEET]
    seen = {sheet.cell(y, 2).value: sheet.cell(y, 2).fill.fgColor.rgb for y in range(5, 17)}
    assert set(seen) == {"红", "橙", "黄"}
    assert len(set(seen.values())) == 3


def test_the_way_back_is_the_household_id(book: openpyxl.Workbook) -> None:
    sheet = book[LIST_SHEET]
    column = _headings(sheet).index("户编号") + 1
    assert sheet.cell(5, column).value == "H00000000001"
    assert column == len(COLUMNS)
    assert sheet.cell(5, _headings(sheet).index("名单月份") + 1).value == "2026-10"


def test_what_nobody_could_be_assessed_for_is_told_once(book: openpyxl.Workbook) -> None:
    guide = [str(cell.value) for row in book["说明"].iter_rows() for cell in row if cell.value]
    assert any("缺少甲来源" in line for line in guide)
    reasons = _headings(book[LIST_SHEET]).index("列入原因") + 1
    shown = [str(book[LIST_SHEET].cell(y, reasons).value) for y in (5, 6)]
    assert "缺少乙来源" in shown[0]
    assert not any("缺少甲来源" in text for text in shown)


def test_it_says_that_a_listing_is_no_decision(book: openpyxl.Workbook) -> None:
    guide = "".join(str(c.value) for row in book["说明"].iter_rows() for c in row if c.value)
    assert "不是救助决定" in guide
    assert "不得仅凭名单拒绝、减少或停止救助" in guide
    assert "没有公开文件规定" in guide


def test_members_stand_under_their_head(book: openpyxl.Workbook) -> None:
    sheet = book[MEMBERS_SHEET]
    assert [sheet.cell(y, 3).value for y in (3, 4, 5)] == ["测试0", "测试1", "测试2"]
    assert sheet.cell(3, 4).value == "户主"


def test_a_long_list_gets_a_sheet_a_community_that_is_printed_and_not_filled(
    tmp_path: Path,
) -> None:
    write_workbook(tmp_path / "a.xlsx", _street([_household(n) for n in range(1, 50)]))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [sheet.title for sheet in book.worksheets] == [
        "说明", LIST_SHEET, ROUTES_SHEET, MEMBERS_SHEET, "第0社区", "第1社区", "第2社区", "选项",
    ]  # fmt: skip
    community = book["第1社区"]
    ranks = [community.cell(y, 1).value for y in range(5, community.max_row + 1)]
    assert ranks == list(range(1, 50, 3))
    assert not community.data_validations.dataValidation
    assert all(cell.protection.locked for row in community.iter_rows() for cell in row)


def test_reasons_of_one_source_and_day_share_a_line_and_none_is_lost() -> None:
    reasons = (
        "多项严重情况同时存在：住房不安全、没有享受低保或特困；名单（2026-10-31）：风险未消除；"
        "医保（2026-10-13）：个人负担12万元以上；名单（2026-10-31）：名册记为危房户；"
        "名单（2026-09-30，数据未更新）：脱贫享受政策家庭；上月颜色更重，每月最多降一级"
    )
    assert by_source(reasons) == [
        "多项严重情况同时存在：住房不安全、没有享受低保或特困",
        "名单（2026-10-31）：风险未消除；名册记为危房户",
        "医保（2026-10-13）：个人负担12万元以上",
        "名单（2026-09-30，数据未更新）：脱贫享受政策家庭",
        "上月颜色更重，每月最多降一级",
    ]


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, _street([_household(n) for n in range(1, 50)]))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_household_of_which_little_is_known_is_written_too(tmp_path: Path) -> None:
    unknown = dict.fromkeys(
        ("head_name", "phone", "address", "community_name", "grid_code", "already_receives",
         "data_gaps")
    )  # fmt: skip
    bare = _household(1, **unknown, is_provisional=True, status="new", months_listed=1)
    write_workbook(tmp_path / "a.xlsx", _street([bare], street_name="未匹配"))
    row = openpyxl.load_workbook(tmp_path / "a.xlsx")[LIST_SHEET][5]
    assert row[2].value == "（姓名不详）\n（无电话）"
    assert row[3].value == "社区不详"
    assert "暂立户" in row[7].value
    assert row[8].value == "无"


def _policies_of(tmp_path: Path, told: str | None) -> str:
    write_workbook(tmp_path / "a.xlsx", _street([_household(1, likely_policies=told)]))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[LIST_SHEET]
    headings = _headings(sheet)
    place = headings.index("可能符合的政策")
    assert headings[place - 1] == "已享受的救助"
    return str(sheet[5][place].value)


def test_likely_policies_stand_numbered_beside_what_is_received(tmp_path: Path) -> None:
    told = _policies_of(
        tmp_path, "低保（标准未公布，按暂定值估算）｜可能每月至多约900元\n测试乙：护理补贴"
    )
    assert told == ("1. 低保（标准未公布，按暂定值估算）｜可能每月至多约900元\n2. 测试乙：护理补贴")


def test_without_a_likely_policy_the_visitor_asks_all_the_same(tmp_path: Path) -> None:
    assert _policies_of(tmp_path, None) == "没有查到；请照常询问"


def test_the_guide_says_that_a_likely_policy_is_a_lead_and_no_decision(
    book: openpyxl.Workbook,
) -> None:
    guide = "".join(str(c.value) for row in book["说明"].iter_rows() for c in row if c.value)
    for said in ("也只是线索，不是决定", "以受理部门审核为准", "照常受理", "不要对群众承诺"):
        assert said in guide, said


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_community_name_makes_a_sheet_name(wanted: list[str]) -> None:
    taken: set[str] = set()
    for name in wanted:
        made = sheet_name(name, taken)
        assert 1 <= len(made) <= 31
        assert not set(made) & set("[]:*?/\\'")
        assert made.lower() not in {other.lower() for other in taken}
        taken.add(made)
