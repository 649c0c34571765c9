"""The national calendar as a table, so that SQL can count working days."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from pipelines.workdays import CalendarNotAnnounced, workdays_of

TABLE = "reference.workdays"
SCHEMA = {"day": pl.Date, "is_workday": pl.Boolean, "ordinal": pl.Int32}


def workday_table(first_year: int, last_year: int) -> pl.DataFrame:
    """Return one row a day of the years: whether people work, and how many such days so far.

    The difference of two ordinals is the number of working days after the one day up to the
    other. Raises CalendarNotAnnounced where a year is neither announced nor entered.
    """
    return pl.DataFrame(list(_rows(first_year, last_year)), schema=SCHEMA, orient="row")


def announced_until(year: int) -> int:
    """Return the year after, where it is announced already; else the year itself."""
    try:
        workdays_of(year + 1)
    except CalendarNotAnnounced:
        return year
    return year + 1


def _rows(first_year: int, last_year: int) -> Iterator[tuple[date, bool, int]]:
    ordinal = 0
    for year in range(first_year, last_year + 1):
        is_workday, day = workdays_of(year), date(year, 1, 1)
        while day.year == year:
            works = is_workday(day)
            ordinal += works
            yield day, works, ordinal
            day += timedelta(days=1)
