"""The national calendar as a table, so that SQL can count working days."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from pipelines.workdays import is_workday

TABLE = "reference.workdays"
SCHEMA = {"day": pl.Date, "is_workday": pl.Boolean, "ordinal": pl.Int32}


def workday_table(first_year: int, last_year: int) -> pl.DataFrame:
    """Return one row a day of the years: whether people work, and how many such days so far.

    The difference of two ordinals is the number of working days after the one day up to the
    other. Raises CalendarNotAnnounced where a year is neither announced nor entered.
    """
    return pl.DataFrame(list(_rows(first_year, last_year)), schema=SCHEMA, orient="row")


def _rows(first_year: int, last_year: int) -> Iterator[tuple[date, bool, int]]:
    day, ordinal = date(first_year, 1, 1), 0
    while day.year <= last_year:
        works = is_workday(day)
        ordinal += works
        yield day, works, ordinal
        day += timedelta(days=1)
