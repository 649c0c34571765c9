"""What a row of the clue form must say, and what is staged of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.reasons import REASONS
from tests.stage.files import made_up_id, stage_rows

HEADER = [
    "线索编号", "接收时间", "线索来源", "困难类别", "镇街", "困难群众", "身份证号", "联系电话",
    "核实日期", "核实结果", "核实结论", "需要的帮扶", "应转镇街",
]  # fmt: skip
CLUE = ["XS1", "2026-10-08 09:20", "网格员", "医疗", "珠海街道", "甲", "", "19900000001"]
NO_ANSWER = ["", "", "", "", ""]


def test_a_clue_without_number_or_answer_is_taken(tmp_path: Path) -> None:
    outcome = stage_rows(tmp_path, [HEADER, CLUE + NO_ANSWER])
    assert outcome.counts == (1, 1, 0, 0)
    [row] = outcome.rows.to_dicts()
    assert row["received_at"] == datetime(2026, 10, 8, 9, 20)  # noqa: DTZ001
    assert (row["channel"], row["topic"], row["person_id"]) == ("网格员", "医疗保障", None)


def test_a_clue_with_a_number_has_a_person(tmp_path: Path) -> None:
    clue = [*CLUE[:6], made_up_id(1), CLUE[7]]
    [row] = stage_rows(tmp_path, [HEADER, clue + NO_ANSWER]).rows.to_dicts()
    assert row["person_id"]


def test_an_answer_is_staged_in_short_words(tmp_path: Path) -> None:
    answer = ["2026-10-09", "已见到", "情况复杂，一事一议", "低保、请多去看看、医疗救助", ""]
    [row] = stage_rows(tmp_path, [HEADER, CLUE + answer]).rows.to_dicts()
    assert row["checked_date"] == date(2026, 10, 9)
    assert (row["visit_result"], row["outcome"]) == ("已见到", "complex")
    assert row["help_needed"] == "医疗救助、最低生活保障"


def test_an_unknown_channel_costs_nothing(tmp_path: Path) -> None:
    clue = [*CLUE[:2], "小区保安", *CLUE[3:]]
    [row] = stage_rows(tmp_path, [HEADER, clue + NO_ANSWER]).rows.to_dicts()
    assert row["channel"] is None


@pytest.mark.parametrize(
    ("answer", "column", "rule"),
    [
        (["", "已见到", "", "", ""], "visit_result", "visit_date_missing"),
        (["2026-10-09", "", "", "", ""], "checked_date", "visit_result_missing"),
        (["2026-10-07", "已见到", "", "", ""], "checked_date", "visit_before_clue"),
        (
            ["2026-10-09", "未遇到", "未发现风险", "", ""],
            "outcome",
            "conclusion_without_visit",
        ),
        (["", "", "未发现风险", "", ""], "outcome", "conclusion_without_visit"),
        (["2026-10-09", "看见了吧", "", "", ""], "visit_result", "code_unknown"),
    ],
)
def test_an_answer_that_cannot_be_is_sent_back(
    tmp_path: Path, answer: list[str], column: str, rule: str
) -> None:
    outcome = stage_rows(tmp_path, [HEADER, CLUE + answer])
    assert outcome.counts == (1, 0, 1, 0)
    assert {"column": column, "rule": rule} in outcome.told("column", "rule")
    assert rule in REASONS


def test_somebody_seen_without_conclusion_yet_is_taken(tmp_path: Path) -> None:
    outcome = stage_rows(tmp_path, [HEADER, [*CLUE, "2026-10-09", "已见到", "", "", ""]])
    assert outcome.counts == (1, 1, 0, 0)


def test_the_same_clue_registered_and_answered_is_two_rows(tmp_path: Path) -> None:
    answer = ["2026-10-09", "已见到", "未发现风险", "", ""]
    outcome = stage_rows(tmp_path, [HEADER, CLUE + NO_ANSWER, CLUE + answer])
    assert outcome.counts == (2, 2, 0, 0)
