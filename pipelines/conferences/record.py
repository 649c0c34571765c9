"""The record of conferences: a workbook with every case, filled at the table and sent back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.conferences.reading import Case, Task
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.workbook.form import Form, FormColumn, write_form
from pipelines.workbook.street import Row, StreetList
from schemas.sources.field__conferences import (
    DECISIONS,
    DEPARTMENTS,
    RECORD_SHEET,
    RESULTS,
    TASKS,
)

# Rows to write on below what is proposed, a household.
BLANK_ROWS = 2


def write_record(path: Path, home: Home, cases: Sequence[Case], on: date) -> None:
    """Write the record of these cases as a workbook; the same cases give the same bytes."""
    heads = head_names(home, [case.household_id for case in cases], on)
    rows = [row for case in cases for row in _rows(case, heads.get(case.household_id))]
    write_form(path, _form(on, len(cases)), [{**row, "number": n} for n, row in enumerate(rows, 1)])
    path.chmod(0o600)


def head_names(home: Home, households: Sequence[str], on: date) -> dict[str, str]:
    """Return the heads of households by the newest list that names them."""
    found: dict[str, str] = {}
    for month in sorted(home.released_months(), reverse=True):
        if month.as_of_date > on:
            continue
        for file in sorted(home.release_path(month).glob("watchlists/*/watchlist.parquet")):
            rows = pl.read_parquet(file, hive_partitioning=False)
            own = rows.filter(pl.col("household_id").is_in(list(households)))
            for household, name in own.select("household_id", "head_name").iter_rows():
                if name is not None:
                    found.setdefault(household, name)
    return found


def _rows(case: Case, head: str | None) -> Iterator[Row]:
    told = {
        "household_id": case.household_id,
        "head": head or "（姓名不详）",
        "street_name": case.street_name or "（不在名单上）",
        "conference_date": case.conference_date,
        "lead_department": case.lead_department,
        "decision": case.decision,
        "persons_count": case.persons_count,
    }
    for task in case.tasks:
        yield {**told, "task": task}
    nothing = dict.fromkeys(("conference_date", "lead_department", "decision", "persons_count"))
    for _ in range(BLANK_ROWS):
        yield {**told, **nothing, "task": None}


def _form(on: date, count: int) -> Form:
    office = StreetList(Month.of(on), "会商牵头部门", on, on, (), ())
    return Form(
        office=office,
        sheet=RECORD_SHEET,
        title=f"一户一策会商记录（{on.year}年{on.month}月{on.day}日，{count} 户）",
        subject="会商记录，由各部门共同决定",
        word="一项任务一行，先列的部门和任务按走访填的需要给出，可改可添；没有用到的行留空。有进展时在原行改“落实结果”"
        "“完成日期”，再把本表原样传回；不要改动户编号。",
        nobody="没有需要会商的户。",
        columns=COLUMNS,
    )


def _of_task(row: Row, name: str) -> object:
    task: Task | None = row["task"]
    # A proposal that nobody has filled in is no decision: without its date the row goes back.
    return None if task is None else getattr(task, name)


def _held(row: Row, name: str) -> object:
    return row[name] if row["task"] is not None and row["conference_date"] is not None else None


COLUMNS = (
    FormColumn("序号", 5, lambda row: row["number"], "center"),
    FormColumn("镇街", 11, lambda row: row["street_name"]),
    FormColumn("户主", 10, lambda row: row["head"]),
    FormColumn("会商日期", 11, lambda row: _held(row, "conference_date"), "center", "yyyy-mm-dd",
               is_filled=True, is_date=True),
    FormColumn("牵头部门", 12, lambda row: _held(row, "lead_department"), is_filled=True,
               choices=tuple(DEPARTMENTS)),
    FormColumn("会商决定", 14, lambda row: _held(row, "decision"), is_filled=True,
               choices=tuple(DECISIONS)),
    FormColumn("涉及人数", 8, lambda row: _held(row, "persons_count"), "center", is_filled=True),
    FormColumn("责任部门", 14, lambda row: _of_task(row, "department"), is_filled=True,
               choices=tuple(DEPARTMENTS)),
    FormColumn("任务", 14, lambda row: _of_task(row, "task"), is_filled=True, choices=tuple(TASKS)),
    FormColumn("办结期限", 11, lambda row: _of_task(row, "due"), "center", "yyyy-mm-dd",
               is_filled=True, is_date=True),
    FormColumn("落实结果", 10, lambda row: _of_task(row, "result"), "center", is_filled=True,
               choices=tuple(RESULTS)),
    FormColumn("完成日期", 11, lambda row: _of_task(row, "done"), "center", "yyyy-mm-dd",
               is_filled=True, is_date=True),
    FormColumn("备注", 14, is_filled=True),
    FormColumn("户编号", 12.5, lambda row: row["household_id"], is_faint=True),
)  # fmt: skip
