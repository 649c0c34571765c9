"""Answers come in any file, under any name, again and again: each counts, in its own month."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.check import NOTHING_TO_MEND, check_paths
from pipelines.ingest import ingest
from pipelines.inputs import load_staging
from pipelines.months import Month
from pipelines.received import deliveries_for, sources_for
from pipelines.settings import Home
from pipelines.warehouse import open_warehouse
from pipelines.workbook.choices import CHOICES, CHOICES_SHEET
from pipelines.workbook.guide import GUIDE_SHEET
from pipelines.workbook.lists import COMMUNITY_SHEETS_FROM, LIST_SHEET, TO_BE_FILLED
from pipelines.workbook.members import MEMBERS_SHEET
from pipelines.workbook.routes import ROUTES_SHEET
from schemas.sources import source_named
from schemas.sources.field__visit_results import CONCLUSIONS, HELPS, VisitResults
from tests.answers.made_up import FIRST, SOURCE, filled, household_id, taken

NOVEMBER = Month(2026, 11)
MET = {"走访日期": dt.date(2026, 11, 5), "走访结果": "已见到"}
NOT_MET = {"走访日期": dt.date(2026, 11, 5), "走访结果": "未遇到"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def answers(home: Home, month: Month) -> list[dict[str, Any]]:
    """What a month's SQL would read of what was answered."""
    con = open_warehouse(None, threads=1)
    status = sources_for(home, month)[SOURCE]
    assert status.status == ("present" if status.delivery_month else "missing")
    load_staging(con, home, {SOURCE: status.files})
    rows = con.sql(f"select * from staging.{SOURCE} where is_answered order by delivery_rank").pl()
    return rows.select("household_id", "visit_result", "delivery_month").to_dicts()


def test_a_file_named_after_its_list_belongs_to_the_month_in_which_it_came(
    home: Home, inbox: Path
) -> None:
    filled(inbox / "走访名单2026年10月.xlsx", [(FIRST, MET)])
    ingest(home, inbox, NOVEMBER)
    assert answers(home, Month(2026, 10)) == []
    (row,) = answers(home, NOVEMBER)
    assert row["delivery_month"] == "2026-11"
    ingest(home, inbox, Month(2026, 12))
    assert answers(home, NOVEMBER) == [row]


def test_a_file_that_came_late_keeps_the_month_that_its_folder_names(
    home: Home, inbox: Path
) -> None:
    (inbox / "2026-11").mkdir()
    filled(inbox / "2026-11" / "名单.xlsx", [(FIRST, MET)])
    ingest(home, inbox, Month(2027, 1))
    assert [row["delivery_month"] for row in answers(home, NOVEMBER)] == ["2026-11"]


def test_the_same_workbook_edited_and_sent_again_leaves_what_it_said_before(
    home: Home, inbox: Path
) -> None:
    filled(inbox / "名单.xlsx", [(FIRST, MET)])
    ingest(home, inbox, NOVEMBER)
    filled(inbox / "名单.xlsx", [(FIRST, NOT_MET)])
    ingest(home, inbox, NOVEMBER)
    said = {row["visit_result"] for row in answers(home, NOVEMBER)}
    assert said == {"已见到", "未遇到"}
    assert [one.status for one in deliveries_for(home, NOVEMBER)] == ["used", "used"]


def test_the_same_content_under_another_name_counts_once(home: Home, inbox: Path) -> None:
    first = filled(inbox / "名单.xlsx", [(FIRST, MET)])
    (inbox / "名单 再报.xlsx").write_bytes(first.read_bytes())
    ingest(home, inbox, NOVEMBER)
    assert len(answers(home, NOVEMBER)) == 1


def test_blank_lists_two_months_running_are_no_stale_feed(home: Home, inbox: Path) -> None:
    for month in (NOVEMBER, NOVEMBER.next()):
        (inbox / str(month)).mkdir()
        filled(inbox / str(month) / "名单.xlsx", [(FIRST + month.month - 11, MET)])
        ingest(home, inbox, month)
    status = sources_for(home, NOVEMBER.next())[SOURCE]
    assert (status.status, status.findings, len(status.files)) == ("present", (), 2)


@pytest.mark.parametrize("wrong", [1, 6])
def test_what_cannot_be_read_goes_back_however_much_and_the_rest_counts(
    home: Home, inbox: Path, wrong: int
) -> None:
    edits = [(FIRST + n, {**MET, "走访日期": "上周三"}) for n in range(wrong)]
    filled(inbox / "名单.xlsx", [*edits, (FIRST + 5, MET)] if wrong < 6 else edits)
    ingest(home, inbox, NOVEMBER)
    status = sources_for(home, NOVEMBER)[SOURCE]
    assert (status.status, status.rejected) == ("present", wrong)
    assert len(answers(home, NOVEMBER)) == (1 if wrong < 6 else 0)


def test_a_clerk_can_try_the_filled_list_before_sending_it(tmp_path: Path) -> None:
    sound = filled(tmp_path / "走访名单2026年10月.xlsx", [(FIRST, MET)])
    (checked,) = check_paths([sound], tmp_path / "out", dt.date(2026, 11, 20))
    assert checked.exit_code == NOTHING_TO_MEND
    assert checked.unread == ()


def test_a_mended_row_comes_back_in_the_returned_workbook(
    home: Home, inbox: Path, tmp_path: Path
) -> None:
    sent = filled(inbox / "名单.xlsx", [(FIRST, {**MET, "走访日期": "上周三"})])
    ingest(home, inbox, NOVEMBER)
    (checked,) = check_paths([sent], tmp_path / "out", dt.date(2026, 11, 20))
    assert checked.returned is not None
    book = openpyxl.load_workbook(checked.returned)
    sheet = book[LIST_SHEET]
    (row,) = [c.row for c in sheet["S"] if c.value == household_id(1)] or [FIRST]
    (column,) = [c.column for c in sheet[4] if c.value == "走访日期"]
    sheet.cell(row, column).value = "2026-11-04"
    book.save(inbox / "名单-退回.xlsx")
    ingest(home, inbox, NOVEMBER)
    assert [row["visit_result"] for row in answers(home, NOVEMBER)] == ["已见到"]
    assert sources_for(home, NOVEMBER)[SOURCE].rejected == 0


def test_copies_to_print_are_not_blank_answers_but_what_is_written_into_them_counts(
    tmp_path: Path,
) -> None:
    many = COMMUNITY_SHEETS_FROM
    path = filled(tmp_path / "名单.xlsx", [(FIRST, MET)], households=many)
    book = openpyxl.load_workbook(path)
    copy = book["第2社区"]
    headings = [cell.value for cell in copy[4]]
    for heading, value in NOT_MET.items():
        copy.cell(5, headings.index(heading) + 1).value = value
    book.save(path)
    found = taken(path, tmp_path / "home")
    assert found.entry.received == many + 1
    assert found.rows.filter("is_answered")["sheet"].to_list() == [LIST_SHEET, "第2社区"]


def test_a_released_list_as_parquet_with_answers_added_is_taken_back(tmp_path: Path) -> None:
    listed = pl.DataFrame(
        {
            "month": ["2026-10"] * 3,
            "street_code": ["370211001"] * 3,
            "household_id": [household_id(n) for n in (1, 2, 3)],
            "head_name": ["测试户"] * 3,
            "score": [50, 40, 30],
            "visited_date": [dt.date(2026, 11, 5), None, dt.date(2026, 11, 6)],
            "visit_result": ["已见到", None, "未遇到"],
            "conclusion": ["no_risk", None, None],
        }
    )
    chinese = {"visited_date": "走访日期", "visit_result": "走访结果", "conclusion": "核实结论"}
    for number, frame in enumerate((listed, listed.rename(chinese))):
        path = tmp_path / f"{number}.parquet"
        frame.write_parquet(path)
        found = taken(path, tmp_path / str(number))
        assert found.entry.accepted == 3
        assert found.of(household_id=household_id(1))["conclusion"] == "no_risk"
        assert found.of(household_id=household_id(3))["visited_date"] == dt.date(2026, 11, 6)


def test_the_contract_and_the_workbook_say_the_same_words() -> None:
    form = source_named(SOURCE).sent_as
    assert form is not None
    assert form.sheet == LIST_SHEET
    assert form.others == {GUIDE_SHEET, ROUTES_SHEET, MEMBERS_SHEET, CHOICES_SHEET}
    titles = {source_named(SOURCE).column(name).title for name in form.filled}
    assert titles == {column.heading for column in TO_BE_FILLED}
    assert CHOICES["核实结论"] == tuple(words[0] for words in CONCLUSIONS.values())
    results = source_named(SOURCE).column("visit_result").words or {}
    assert CHOICES["走访结果"] == tuple(results)
    assert all(word in HELPS or word in HELPS["其他"] for word in CHOICES["需要的帮扶"])
    assert "id_number" not in VisitResults.to_schema().columns
