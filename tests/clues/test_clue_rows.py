"""What a row of the clue form must say, and what is staged of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.identity import hash_identities
from pipelines.reasons import REASONS
from tests.stage.files import KEY, made_up_id, stage_rows

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
    assert (row["channel"], row["topic"]) == ("网格员", "医疗保障")
    assert row["subject_person_id"] is None


def test_a_clue_with_a_number_has_a_person(tmp_path: Path) -> None:
    clue = [*CLUE[:6], made_up_id(1), CLUE[7]]
    [row] = stage_rows(tmp_path, [HEADER, clue + NO_ANSWER]).rows.to_dicts()
    assert row["subject_person_id"] == hash_identities(pl.Series([made_up_id(1)]), KEY)[0]


def test_an_answer_is_staged_in_short_words(tmp_path: Path) -> None:
    answer = ["2026-10-09", "已见到", "情况复杂，一事一议", "低保、请多去看看、医疗救助", ""]
    [row] = stage_rows(tmp_path, [HEADER, CLUE + answer]).rows.to_dicts()
    assert row["checked_date"] == date(2026, 10, 9)
    assert (row["visit_result"], row["outcome"]) == ("已见到", "complex")
    assert row["help_needed"] == "其他、医疗救助、最低生活保障"


def test_an_unknown_channel_costs_nothing(tmp_path: Path) -> None:
    clue = [*CLUE[:2], "小区保安", *CLUE[3:]]
    [row] = stage_rows(tmp_path, [HEADER, clue + NO_ANSWER]).rows.to_dicts()
    assert row["channel"] is None


@pytest.mark.parametrize(
    ("answer", "column", "rule"),
    [
        (["", "已见到", "", "", ""], "checked_date", "clue_answer_undated"),
        (["2026-10-09", "", "", "", ""], "visit_result", "clue_answer_without_result"),
        (["", "", "未发现风险", "", ""], "visit_result", "clue_answer_without_result"),
        (["2026-11-01", "已见到", "", "", ""], "checked_date", "clue_answer_in_future"),
        (["2026-10-07", "已见到", "", "", ""], "checked_date", "visit_before_clue"),
        (["2026-10-09", "未遇到", "未发现风险", "", ""], "outcome", "concluded_unseen"),
        (["2026-10-09", "不属本镇街", "未发现风险", "", ""], "outcome", "concluded_unseen"),
        (["2026-10-09", "拒绝", "未发现风险", "", ""], "outcome", "concluded_unseen"),
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


def test_what_identifies_somebody_stands_apart(tmp_path: Path) -> None:
    outcome = stage_rows(tmp_path, [HEADER, CLUE + NO_ANSWER])
    [words] = outcome.people.to_dicts()
    assert (words["name"], words["phone"], words["row_number"]) == ("甲", "19900000001", 2)
    assert "甲" not in outcome.rows.write_csv()


def test_one_name_and_phone_is_one_subject(tmp_path: Path) -> None:
    other = ["XS2", "2026-10-09", "群众", "", "", "甲 ", "", "1990-0000-001"]
    nameless = ["XS3", "2026-10-09", "群众", "", "", "（没有姓名）", "", "19900000001"]
    rows = [HEADER, CLUE + NO_ANSWER, other + NO_ANSWER, nameless + NO_ANSWER]
    first, second, third = stage_rows(tmp_path, rows).rows["subject_key"].to_list()
    assert first == second
    assert third is None


def test_somebody_who_refused_may_have_a_conference(tmp_path: Path) -> None:
    answer = ["2026-10-09", "拒绝", "情况复杂，一事一议", "", ""]
    assert stage_rows(tmp_path, [HEADER, CLUE + answer]).counts == (1, 1, 0, 0)
