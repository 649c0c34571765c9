"""Tables of no known kind are described by their shape (unknown_tables.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.structure import Structure, describe
from tests.read.grids_in_words import rows_of

CASES = yaml.safe_load(Path(__file__).with_name("unknown_tables.yaml").read_text(encoding="utf-8"))


def check(found: Structure, expected: dict[str, Any]) -> None:
    assert [found.header_row, found.header_rows] == expected["表头"]
    assert (found.data_rows, list(found.total_rows)) == (expected["数据"], expected.get("合计", []))


@pytest.mark.parametrize("case", CASES, ids=[case["名称"] for case in CASES])
def test_layout(case: dict[str, Any]) -> None:
    found = describe(rows_of(case["表格"]))
    if case["表头"] == "无":
        assert found is None
        return
    assert found is not None
    check(found, case)
    others = case.get("其他表", [])
    assert len(found.others) == len(others)
    for other, expected in zip(found.others, others, strict=True):
        check(other, expected)


def test_names_are_joined_and_rows_counted_from_where_they_begin() -> None:
    rows = rows_of("镇街|城市低保||备注\n|户数|人数|\n甲街道|1|2|\n合计|1|2|")
    found = describe(rows, first_row=11)
    assert found is not None
    assert found.columns == ("镇街", "城市低保/户数", "城市低保/人数", "备注")
    assert (found.header_row, found.total_rows) == (11, (14,))


@given(st.integers(0, 4), st.integers(1, 40), st.integers(2, 9), st.integers(0, 3), st.data())
def test_every_row_beneath_a_header_is_counted_once(
    above: int, records: int, width: int, totals: int, data: st.DataObject
) -> None:
    names = data.draw(
        st.permutations(["序号", "姓名", "住址", "金额", "人数", "日期", "电话", "村", "镇"])
    )
    rows: list[list[str | None]] = [["某某表"] for _ in range(above)]
    rows.append([*names[:width]])
    rows += [[str(1000 + x) for x in range(width)] for _ in range(records)]
    rows += [["合计", *["9"] * (width - 1)]] * totals
    found = describe(rows)
    assert found is not None
    assert found.header_row == above + 1
    assert (found.data_rows, len(found.total_rows)) == (records, totals)
    assert not found.note_rows


def test_names_of_columns_stand_as_they_were_written() -> None:
    rows = rows_of("镇 街|GDP (亿元)|\n|本 年|Last Year\n甲街道|1|2\n乙街道|1|2")
    found = describe(rows)
    assert found is not None
    assert found.columns == ("镇街", "GDP (亿元)/本年", "GDP (亿元)/Last Year")
