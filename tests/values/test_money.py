from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.money import read_money

CASES = yaml.safe_load((Path(__file__).parent / "money.yaml").read_text("utf-8"))
FEN = Decimal("0.01")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_amount_is_read_to_the_fen_or_says_why_not(case: dict[str, Any]) -> None:
    assert case.keys() <= {"单元格", "表头单位", "元", "原因"}
    cells = pl.Series([case["单元格"]], dtype=pl.String)
    value, problem = read_money(cells, case.get("表头单位", 1)).row(0)
    assert (None if value is None else f"{value:.2f}", problem) == (
        case.get("元"),
        case.get("原因"),
    )


@pytest.mark.parametrize("scale", [1, 1000, 10000])
def test_cells_do_not_change_one_another(scale: int) -> None:
    cells = pl.Series([case["单元格"] for case in CASES], dtype=pl.String)
    alone = [read_money(cells[i : i + 1], scale).row(0) for i in range(len(cells))]
    assert read_money(cells, scale).rows() == alone


amounts = st.decimals(min_value=-(10**13), max_value=10**13, places=2)


@given(st.lists(amounts, max_size=10))
def test_every_amount_is_read_as_it_stands(written: list[Decimal]) -> None:
    frame = read_money(pl.Series([f"{a:f}" for a in written], dtype=pl.String))
    assert frame["value"].to_list() == written
    assert frame["problem"].null_count() == len(written)


@given(amounts)
def test_separators_and_signs_of_money_do_not_matter(amount: Decimal) -> None:
    size = abs(amount)
    sign, wrapped = ("-", f"({size:,})") if amount < 0 else ("", f"{size:,}")
    cells = [f"{amount:,}", f"{sign}¥{size:,}", f"{amount}元", f" {amount}\t", wrapped]
    assert read_money(pl.Series(cells))["value"].to_list() == [amount] * 5


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=6), st.sampled_from([1000, 10000]))
def test_a_unit_in_the_header_multiplies_exactly(shown: Decimal, scale: int) -> None:
    value, problem = read_money(pl.Series([f"{shown:f}"]), scale).row(0)
    exact = shown * scale
    if abs(exact - exact.quantize(FEN)) <= Decimal("0.000001"):
        assert (value, problem) == (exact.quantize(FEN), None)
    else:
        assert (value, problem) == (None, "money_precision")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_a_spreadsheet_adds_in_binary_is_taken_off(amount: Decimal) -> None:
    tail = f"{float(amount):.17g}"
    if "e" not in tail:
        assert read_money(pl.Series([tail])).row(0) == (amount, None)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_quotient_is_rounded_only_where_asked(amount: Decimal) -> None:
    cells = pl.Series([f"{amount:f}"])
    rounded = amount.quantize(FEN, ROUND_HALF_UP)
    assert read_money(cells, whole_fen=False).row(0) == (rounded, None)
    exact = (amount, None) if amount == rounded else (None, "money_precision")
    assert read_money(cells).row(0) == exact


@given(st.text(max_size=16))
def test_any_text_is_an_amount_a_blank_or_a_problem(text: str) -> None:
    value, problem = read_money(pl.Series([text])).row(0)
    assert value is None or problem is None


@pytest.mark.parametrize("cells", [[], [None], ["", None]])
def test_empty_columns_keep_their_type(cells: list[str | None]) -> None:
    frame = read_money(pl.Series(cells, dtype=pl.String), 10000)
    assert frame.schema == {"value": pl.Decimal(16, 2), "problem": pl.String}
    assert frame.height == len(cells)
