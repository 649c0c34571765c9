"""Dates in three columns, as old registries export them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from pipelines.recognise import Recognised, recognise
from schemas.sources import all_sources
from tests.stage.files import made_up_id, stage_rows

A, B, C, D, E = map(made_up_id, range(1, 6))
Rows = Sequence[Sequence[str]]

HEADERS: list[Rows] = [
    [["姓名", "身份证号", "死亡日期", "", ""], ["", "", "年", "月", "日"]],
    [["姓名", "身份证号", "死亡日期年", "死亡日期月", "死亡日期日"]],
    [["姓名", "身份证号", "死亡日期（年）", "死亡日期（月）", "死亡日期（日）"]],
    [["姓名", "身份证号", "死亡年", "死亡月", "死亡日"]],
]


@pytest.mark.parametrize("header", HEADERS)
def test_year_month_and_day_become_one_date(tmp_path: Path, header: Rows) -> None:
    rows = [
        ["甲", A, "2023", "5", "1"],
        ["乙", B, "2023年", "05月", "01日"],
        ["丙", C, "2023", "5", ""],
        ["丁", D, "2023", "", "5"],
        ["戊", E, "", "", ""],
    ]
    outcome = stage_rows(tmp_path, [*header, *rows])
    assert outcome.counts == (5, 3, 2, 0)
    assert outcome.rows["death_date"].unique().to_list() == [date(2023, 5, 1)]
    assert outcome.entry.reasons == {"date_unreadable": 1, "value_missing": 1}


def test_the_parts_are_no_columns_of_their_own() -> None:
    found = recognise(HEADERS[0], all_sources())
    assert isinstance(found, Recognised)
    assert list(found.headers) == ["name", "id_number", "death_date"]
    assert found.extra == []
