"""What is told of an estimate lets nobody work out what a person paid for treatment."""

from decimal import Decimal

import pytest

from pipelines.estimates import told_bounds
from pipelines.explain_policies import amount_text
from pipelines.household_page.dues import amount_text as amount_on_page

CASES = [
    ("3500.01", "7000.01", "3500", "7100"),
    ("14.57", "20.82", None, "100"),
    ("50000.00", "50000.00", "50000", "50000"),
    ("44438.41", "44438.41", "44400", "44500"),
]


@pytest.mark.parametrize(("low", "high", "told_low", "told_high"), CASES)
def test_what_is_made_of_bills_is_told_in_hundreds(
    low: str, high: str, told_low: str | None, told_high: str
) -> None:
    told = told_bounds("relief", Decimal(low), Decimal(high))
    assert told == (told_low and Decimal(told_low), Decimal(told_high))


def test_set_amounts_are_told_to_the_fen() -> None:
    assert told_bounds("monthly", Decimal("199.44"), None) == (Decimal("199.44"), None)


def test_neither_the_page_nor_the_explanation_tells_more() -> None:
    low, high = Decimal("10044.64"), Decimal("20089.27")
    assert amount_text("relief", low, high) == "可能减免约10000至20100元"
    assert amount_on_page("relief", low, high) == "可能约10,000—20,100元"
