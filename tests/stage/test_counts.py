from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from pipelines.counts import read_decimals, read_integers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        (" 3人", 3),
        ("３", 3),
        ("2026年度", 2026),
        ("2026年", 2026),
        ("4.0", 4),
        ("-", None),
    ],
)
def test_a_count_is_read_with_or_without_its_unit(text: str, value: int | None) -> None:
    read = read_integers(pl.Series([text, None]))
    assert read.rows() == [(value, None), (None, None)]


@pytest.mark.parametrize("text", ["3.5", "三人", "3-4", "99999999999", "1e3"])
def test_what_is_not_a_whole_number_is_a_problem(text: str) -> None:
    assert read_integers(pl.Series([text])).rows() == [(None, "number_unreadable")]


def test_a_decimal_is_exact_and_not_rounded() -> None:
    read = read_decimals(pl.Series(["6.5个月", "12", "0.25", "6.50", "100000"]), 5, 1)
    assert read["value"].to_list() == [Decimal("6.5"), Decimal(12), None, Decimal("6.5"), None]
    problem = "number_unreadable"
    assert read["problem"].to_list() == [None, None, problem, None, problem]


def test_an_area_is_read_with_its_unit() -> None:
    read = read_decimals(pl.Series(["71.06平方米", "55.5㎡", "60", "约60平方米"]), 12, 4)
    assert read["value"].to_list() == [Decimal("71.06"), Decimal("55.5"), Decimal(60), None]
