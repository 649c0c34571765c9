"""Deadlines of 2021 to 2026 against a second calendar, copied from the yearly notices by hand."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines.months import Month
from pipelines.policy import policy_at
from pipelines.release import list_dates
from pipelines.workday_table import workday_table
from pipelines.workdays import CalendarNotAnnounced, add_workdays

NOTICES = yaml.safe_load((Path(__file__).parent / "国务院放假通知.yaml").read_text("utf-8"))
HOLIDAYS = [holiday for notice in NOTICES for holiday in notice["放假"]]
OFF = {
    told["起"] + timedelta(days=after)
    for told in HOLIDAYS
    for after in range((told["止"] - told["起"]).days + 1)
}
MADE_UP_FOR = {day for told in HOLIDAYS for day in told.get("上班", ())}
FIRST, LAST = date(2021, 1, 1), date(2026, 12, 31)


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=after) for after in range((last - first).days + 1))


def works(day: date) -> bool:
    return day in MADE_UP_FOR or (day.isoweekday() <= 5 and day not in OFF)


def nth_workday_after(start: date, count: int) -> date:
    return [day for day in days(start + timedelta(days=1), LAST) if works(day)][count - 1]


def test_the_notices_are_copied_with_make_up_days_on_weekends_only() -> None:
    assert [notice["年份"] for notice in NOTICES] == list(range(2021, 2027))
    assert all(day.isoweekday() > 5 for day in MADE_UP_FOR)
    assert not MADE_UP_FOR & OFF
    assert all(str(notice["年份"]) in notice["通知"] for notice in NOTICES)


def test_every_day_of_six_years_is_a_working_day_in_both_calendars_or_in_neither() -> None:
    table = workday_table(2021, 2026)
    assert table["day"].to_list() == list(days(FIRST, LAST))
    differing = [day for day, told, _ in table.iter_rows() if told != works(day)]
    assert differing == []


def test_the_working_days_of_the_table_are_counted_through() -> None:
    table, count = workday_table(2021, 2026), 0
    for day, _, ordinal in table.iter_rows():
        count += works(day)
        assert ordinal == count


def test_every_month_is_to_be_verified_by_the_day_that_the_notices_give() -> None:
    for month in (Month(year, number) for year in range(2021, 2027) for number in range(1, 13)):
        if month >= Month(2026, 12):
            continue  # Listed in 2027, which nobody has announced.
        dates = list_dates(month.as_of_date, policy_at(month.as_of_date).parameters)
        listed = nth_workday_after(month.as_of_date, 1)
        assert dates["list_date"] == listed, month
        assert dates["verify_by"] == nth_workday_after(listed, 10), month


@pytest.mark.parametrize("count", [1, 10])
def test_any_fifth_day_and_any_number_of_working_days_give_the_same_deadline(count: int) -> None:
    worked = [day for day in days(FIRST, LAST) if works(day)]
    for start in list(days(FIRST, date(2026, 12, 1)))[::5]:
        passed = bisect_right(worked, start)
        assert add_workdays(start, count) == worked[passed + count - 1], start


def test_sql_counts_the_same_working_days_as_the_notices() -> None:
    with duckdb.connect() as con:
        con.register("workdays", workday_table(2021, 2026))
        counted = con.execute(
            "select later.ordinal - earlier.ordinal from workdays as earlier, workdays as later "
            "where earlier.day = date '2026-09-18' and later.day = date '2026-10-12'"
        ).fetchall()
    # 20, 21 to 24 and 28 to 30 September; 8 to 10 and 12 October.
    assert counted == [(12,)]


def test_a_year_that_nobody_announced_asks_for_its_notice() -> None:
    with pytest.raises(CalendarNotAnnounced, match=r"policy/calendar/2030\.yaml"):
        workday_table(2030, 2031)
