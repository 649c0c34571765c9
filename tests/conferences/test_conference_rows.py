"""What a row of the conference record must say, and what is staged of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.reasons import REASONS
from tests.stage.files import stage_rows

HEADER = [
    "户编号", "会商日期", "牵头部门", "会商决定", "涉及人数", "责任部门", "任务", "办结期限",
    "落实结果", "完成日期", "备注",
]  # fmt: skip
HELD = [
    "H00000000001", "2026-10-12", "民政局", "纳入救助", "2", "医保局", "医疗救助", "2026-10-31",
    "", "", "",
]  # fmt: skip


def changed(**cells: str) -> list[str]:
    return [cells.get(header, cell) for header, cell in zip(HEADER, HELD, strict=True)]


def test_a_task_is_staged_in_the_words_of_the_ledger(tmp_path: Path) -> None:
    [row] = stage_rows(tmp_path, [HEADER, HELD]).rows.to_dicts()
    assert row["household_id"] == "H00000000001"
    assert (row["lead_department"], row["department"]) == ("民政部门", "医疗保障部门")
    assert (row["decision"], row["task"]) == ("一事一议纳入救助", "医疗救助")
    assert (row["task_due"], row["is_filled"]) == (date(2026, 10, 31), True)


def test_a_row_nobody_filled_is_received_and_says_nothing(tmp_path: Path) -> None:
    outcome = stage_rows(tmp_path, [HEADER, ["H00000000001", *[""] * 10]])
    assert outcome.counts == (1, 1, 0, 0)
    assert outcome.rows["is_filled"].to_list() == [False]


def test_a_remark_stands_apart(tmp_path: Path) -> None:
    outcome = stage_rows(tmp_path, [HEADER, changed(备注="请某某帮忙")])
    assert outcome.people["remark"].to_list() == ["请某某帮忙"]
    assert "某某" not in outcome.rows.write_csv()


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"户编号": ""}, "household_id", "conference_of_nobody"),
        ({"户编号": "村东头第三家"}, "household_id", "household_id_form"),
        ({"会商日期": ""}, "conference_date", "conference_undated"),
        ({"会商日期": "2026-11-02"}, "conference_date", "conference_in_future"),
        ({"会商决定": ""}, "decision", "conference_undecided"),
        ({"会商决定": "看情况"}, "decision", "code_unknown"),
        ({"责任部门": ""}, "department", "task_without_department"),
        ({"办结期限": "2026-10-11"}, "task_due", "task_due_before_conference"),
        ({"完成日期": "2026-10-11"}, "done_date", "task_done_before_conference"),
        ({"完成日期": "2026-11-11"}, "done_date", "task_done_in_future"),
        ({"落实结果": "已办结"}, "done_date", "task_result_undated"),
        ({"涉及人数": "0"}, "persons_count", "value_out_of_range"),
    ],
)
def test_a_row_that_cannot_be_is_sent_back(
    tmp_path: Path, cells: dict[str, str], column: str, rule: str
) -> None:
    outcome = stage_rows(tmp_path, [HEADER, changed(**cells)])
    assert outcome.counts == (1, 0, 1, 0)
    assert {"column": column, "rule": rule} in outcome.told("column", "rule")
    assert rule in REASONS
