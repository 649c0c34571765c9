"""Months: what a run speaks of, and what a delivery belongs to."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from pipelines.errors import SanseError

_WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class MonthNotReadable(SanseError):
    """The text given as a month is not one."""


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; orders by time, and `str()` gives the form 2026-10."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise MonthNotReadable(
                f"没有 {self.year} 年 {self.month} 月这个月份。请写成 2026-10 的形式。"
            )

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_date(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def as_of_date(self) -> date:
        """The month's last day: the day that a run of this month speaks of."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> "Month":
        """Return the month that lies `months` later (earlier where negative)."""
        years, zero_based = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(years, zero_based + 1)

    def next(self) -> "Month":
        """Return the month after."""
        return self.plus(1)

    def previous(self) -> "Month":
        """Return the month before."""
        return self.plus(-1)

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month in which a day lies."""
        return cls(day.year, day.month)


def parse_month(text: str) -> Month:
    """Read `2026-10`; any other form raises MonthNotReadable.

    Months in file names come in many forms: those are read by `pipelines.deliveries`.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise MonthNotReadable("月份读不懂。请写成“年-月”四位加两位数字，例如 2026-10。")
    return Month(int(written[1]), int(written[2]))
