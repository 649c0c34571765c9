"""The record goes out with proposals, and comes back with what was decided."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl

from pipelines.conferences.reading import Case, Task, canonical_department
from pipelines.conferences.record import BLANK_ROWS, write_record
from pipelines.settings import Home
from pipelines.stage import Entry, stage_content
from schemas.sources.field__conferences import OTHER_DEPARTMENT
from tests.stage.files import AS_OF, KEY

ON = date(2026, 10, 31)
FIRST, SECOND = "H00000000001", "H00000000002"
PROPOSED = Case(FIRST, "黄岛街道", tasks=(Task("医疗保障部门", "医疗救助"),))
HELD = Case(
    SECOND,
    "辛安街道",
    tasks=(Task("残联", "残疾人补贴或康复", date(2026, 11, 15), None, None, date(2026, 10, 12)),),
    lead_department="民政部门",
    decision="转有关部门办理",
    persons_count=2,
    conference_date=date(2026, 10, 12),
)


def record(tmp_path: Path, *cases: Case) -> Path:
    path = tmp_path / "会商记录.xlsx"
    write_record(path, Home(tmp_path / "home"), cases, ON)
    return path


def staged(tmp_path: Path, path: Path) -> tuple[Entry, pl.DataFrame]:
    home = Home(tmp_path / "home")
    told = stage_content(home, path, "7" * 64, AS_OF, KEY)
    assert not told.unread
    [entry] = told.entries
    assert entry.source == "field__conferences"
    return entry, pl.read_parquet(home.staging / entry.source / f"{'7' * 64}.parquet")


def filled(path: Path, row: int, **cells: object) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book["会商记录"]
    headings = {cell.value: cell.column for cell in sheet[3]}
    for heading, value in cells.items():
        sheet.cell(row, headings[heading]).value = value
    book.save(path)
    return path


def test_a_record_that_nobody_filled_says_nothing_new(tmp_path: Path) -> None:
    entry, rows = staged(tmp_path, record(tmp_path, PROPOSED))
    assert (entry.received, entry.rejected) == (1 + BLANK_ROWS, 0)
    assert not rows["is_filled"].any()


def test_what_was_told_comes_back_as_it_was(tmp_path: Path) -> None:
    _, rows = staged(tmp_path, record(tmp_path, HELD))
    [row] = rows.filter(pl.col("is_filled")).to_dicts()
    assert (row["household_id"], row["decision"]) == (SECOND, "转有关部门办理")
    assert (row["department"], row["task_due"]) == ("残联", date(2026, 11, 15))
    assert row["persons_count"] == 2


def test_progress_and_decisions_are_filled_in_place(tmp_path: Path) -> None:
    path = record(tmp_path, PROPOSED, HELD)
    day = datetime(2026, 10, 20)  # noqa: DTZ001 - a cell has no zone
    filled(path, 4, 会商日期=day, 会商决定="一事一议纳入救助", 涉及人数=3, 牵头部门="民政部门")
    filled(path, 7, 落实结果="已落实", 完成日期=day)
    entry, rows = staged(tmp_path, path)
    assert entry.rejected == 0
    told = rows.filter(pl.col("is_filled")).sort("household_id")
    assert told["decision"].to_list() == ["一事一议纳入救助", "转有关部门办理"]
    assert told["result"].to_list() == [None, "已落实"]


def test_a_record_without_cases_says_so(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(record(tmp_path))["会商记录"]
    assert sheet["A4"].value == "没有需要会商的户。"


def test_departments_go_by_one_name() -> None:
    written = ("医疗保障局", "残疾人联合会", "人力资源和社会保障局", "民政局", None, "气象局")
    assert [canonical_department(one) for one in written] == [
        "医疗保障部门", "残联", "人力资源社会保障部门", "民政部门",
        OTHER_DEPARTMENT, OTHER_DEPARTMENT,
    ]  # fmt: skip
