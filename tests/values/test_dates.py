from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates import Precision, read_dates

# Every scalar as text: an unquoted 2023-05-01 is meant as it is written.
CASES = yaml.load((Path(__file__).parent / "dates.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


def cell_of(case: dict[str, str]) -> str | None:
    return None if case["单元格"] == "null" else case["单元格"]


def moment_of(case: dict[str, str]) -> datetime | None:
    written = case.get("时") or case.get("日")
    return datetime.fromisoformat(written) if written else None


def read_one(cell: str | None, precision: Precision) -> tuple[Any, str | None]:
    row = read_dates(pl.Series([cell], dtype=pl.String), precision).row(0)
    return (row[0], row[1])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_date_is_read_or_says_why_not(case: dict[str, str]) -> None:
    assert case.keys() <= {"单元格", "日", "时", "原因"}
    cell, problem = cell_of(case), case.get("原因")
    day = date.fromisoformat(case["日"]) if "日" in case else None
    assert read_one(cell, "date") == (day, problem)
    assert read_one(cell, "month") == (day.replace(day=1) if day else None, problem)
    moment, why = read_one(cell, "time")
    assert moment.replace(microsecond=0) == moment_of(case) if moment else moment_of(case) is None
    assert why == problem


@pytest.mark.parametrize("precision", ["date", "month", "time"])
def test_cells_do_not_change_one_another(precision: Precision) -> None:
    cells = [cell_of(case) for case in CASES]
    together = read_dates(pl.Series(cells, dtype=pl.String), precision)
    assert together.rows() == [read_one(cell, precision) for cell in cells]


def test_words_of_a_contract_stand_for_a_date() -> None:
    words = {"9999-12-31": ("长期", "永久有效")}
    frame = read_dates(pl.Series(["长期", " 永久有效", "2030-01-01", None]), "date", words=words)
    assert frame["value"].to_list() == [date(9999, 12, 31)] * 2 + [date(2030, 1, 1), None]
    assert frame["problem"].null_count() == 4


days = st.dates(min_value=date(1850, 1, 1), max_value=date(2199, 12, 31))
recent = st.dates(min_value=date(1960, 1, 1), max_value=date(2099, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%d-%b-%Y", "%b %d, %Y")
SHORT_FORMS = (
    "{0.year}-{0.month}-{0.day}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
)
CLOCK_FORMS = (
    " %H:%M:%S",
    "T%H:%M:%S",
    " %H:%M:%S.0",
    "  %H:%M:%S",
    " %H时%M分%S秒",
    " %I:%M:%S %p",
)


@given(st.lists(days, max_size=10), st.sampled_from(DAY_FORMS))
def test_every_day_is_read_in_every_form(written: list[date], form: str) -> None:
    frame = read_dates(pl.Series([f"{d:{form}}" for d in written], dtype=pl.String), "date")
    assert frame["value"].to_list() == written


@given(st.lists(days, max_size=10), st.sampled_from(SHORT_FORMS))
def test_leading_zeros_may_be_left_out(written: list[date], form: str) -> None:
    frame = read_dates(pl.Series([form.format(d) for d in written], dtype=pl.String), "date")
    assert frame["value"].to_list() == written


@given(days, clocks, st.sampled_from(DAY_FORMS), st.sampled_from(CLOCK_FORMS))
def test_every_moment_is_read_in_every_form(
    day: date, clock: time, day_form: str, clock_form: str
) -> None:
    moment = datetime.combine(day, clock)
    cell = pl.Series([f"{moment:{day_form}}" + f"{moment:{clock_form}}"])
    assert read_dates(cell, "time").row(0) == (moment, None)
    assert read_dates(cell, "date").row(0) == (day, None)


@given(recent)
def test_spreadsheet_serials_count_days(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert (
        read_dates(pl.Series([str(serial), f"{serial}.0"]), "date")["value"].to_list() == [day] * 2
    )


@given(days)
def test_a_two_digit_year_is_never_guessed(day: date) -> None:
    cells = pl.Series([f"{day:%y-%m-%d}", f"{day:%y/%m/%d}", f"{day:%d/%m/%y}", f"{day:%y年%m月}"])
    assert read_dates(cells, "date")["problem"].to_list() == ["date_ambiguous"] * 4


@given(days)
def test_day_and_month_are_read_only_where_they_cannot_change_places(day: date) -> None:
    value, problem = read_dates(pl.Series([f"{day:%d/%m/%Y}"]), "date").row(0)
    if day.day > 12 or day.day == day.month:
        assert (value, problem) == (day, None)
    else:
        assert (value, problem) == (None, "date_ambiguous")


@given(st.lists(days, min_size=1, max_size=3), st.text(max_size=12))
def test_a_mixed_column_is_read_cell_by_cell(written: list[date], odd: str) -> None:
    cells = [f"{d:%Y-%m-%d}" for d in written]
    frame = read_dates(pl.Series([*cells, odd, *cells, f"{written[0]:%Y年%m月}"]), "date")
    count = len(written)
    assert frame["value"][:count].to_list() == written
    assert frame["value"][count + 1 : -1].to_list() == written
    assert frame["value"][-1] == written[0].replace(day=1)
    assert frame.row(count) == read_one(odd, "date")


@given(st.text(max_size=16), st.sampled_from(["date", "month", "time"]))
def test_any_text_is_a_value_a_blank_or_a_problem(text: str, precision: Precision) -> None:
    value, problem = read_one(text, precision)
    assert value is None or problem is None


@pytest.mark.parametrize(
    ("precision", "dtype"), [("date", pl.Date), ("month", pl.Date), ("time", pl.Datetime("us"))]
)
@pytest.mark.parametrize("cells", [[], [None], ["", None]])
def test_empty_columns_keep_their_type(
    precision: Precision, dtype: pl.DataType, cells: list[str | None]
) -> None:
    frame = read_dates(pl.Series(cells, dtype=pl.String), precision)
    assert frame.schema == {"value": dtype, "problem": pl.String}
    assert frame.height == len(cells)
