from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.months import Month, MonthNotReadable, parse_month

months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


def test_a_month_is_read_and_written_in_one_form() -> None:
    assert parse_month("2026-10") == Month(2026, 10)
    assert str(Month(2026, 1)) == "2026-01"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "202610", "2026-1", "二〇二六-10"]
)
def test_any_other_form_is_an_error_that_says_the_form(text: str) -> None:
    with pytest.raises(MonthNotReadable, match="2026-10"):
        parse_month(text)


def test_the_as_of_date_is_the_last_day() -> None:
    assert parse_month("2024-02").as_of_date == date(2024, 2, 29)
    assert parse_month("2026-10").as_of_date == date(2026, 10, 31)


def test_neighbours_cross_the_year() -> None:
    assert parse_month("2026-12").next() == parse_month("2027-01")
    assert parse_month("2026-01").previous() == parse_month("2025-12")
    assert parse_month("2026-10").plus(-11) == parse_month("2025-11")


@given(months, st.integers(-600, 600))
def test_steps_undo_each_other_and_keep_the_order(month: Month, steps: int) -> None:
    assert month.plus(steps).plus(-steps) == month
    assert (month.plus(steps) > month) == (steps > 0)


@given(months)
def test_reading_gives_back_what_was_written(month: Month) -> None:
    assert parse_month(str(month)) == month
    assert Month.of(month.as_of_date) == Month.of(month.first_date) == month
