"""Working days by the national calendar, make-up days (调休) included."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import yaml

from pipelines.errors import SanseError
from pipelines.policy_folder import policy_folder

_SATURDAY = 5
_CALENDAR_KEYS = {"title", "reference", "holidays", "workdays"}


class CalendarNotAnnounced(SanseError):
    """The State Council has not announced the year, or nobody has entered it yet."""


class CalendarNotReadable(SanseError):
    """A file of policy/calendar is not of the form that its folder explains."""


def is_workday(day: date) -> bool:
    """Tell whether people work on a day; raises CalendarNotAnnounced for an unknown year.

    A file `policy/calendar/<year>.yaml` stands for its whole year; for other years the
    announcements that the library chinesecalendar carries are used.
    """
    return workdays_of(day.year)(day)


def workdays_of(year: int) -> Callable[[date], bool]:
    """Return what tells of a year's days whether people work; see `is_workday`."""
    entered = policy_folder() / "calendar" / f"{year}.yaml"
    text = entered.read_text(encoding="utf-8") if entered.is_file() else None
    return _workdays_of(year, text)


def first_workday_after(as_of_date: date) -> date:
    """Return the first working day after a date: the day on which a month's list is dated."""
    return add_workdays(as_of_date, 1)


def add_workdays(start: date, count: int) -> date:
    """Return the `count`-th working day after `start`; `start` itself is not counted."""
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while not is_workday(day):
            day += timedelta(days=1)
    return day


def add_months(start: date, count: int) -> date:
    """Return the same day `count` months later, or that month's last day where it has none."""
    years, zero_based = divmod(start.year * 12 + start.month - 1 + count, 12)
    month = zero_based + 1
    return date(years, month, min(start.day, calendar.monthrange(years, month)[1]))


@cache
def _workdays_of(year: int, entered: str | None) -> Callable[[date], bool]:
    return _library_year(year) if entered is None else _entered_year(entered, year)


def _library_year(year: int) -> Callable[[date], bool]:
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        raise CalendarNotAnnounced(
            f"{year} 年的放假安排还没有录入，名单日期和核查期限算不出来。"
            f"请按《国务院办公厅关于{year}年部分节假日安排的通知》"
            f"新建 policy/calendar/{year}.yaml，写法见 policy/calendar/README.md。"
        ) from None
    return chinese_calendar.is_workday  # type: ignore[no-any-return]


def _entered_year(text: str, year: int) -> Callable[[date], bool]:
    holidays, workdays = read_calendar(text, year)

    def is_entered_workday(day: date) -> bool:
        return day in workdays or (day.weekday() < _SATURDAY and day not in holidays)

    return is_entered_workday


def read_calendar(text: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Read a year's announcement: the days off, and the weekend days on which people work.

    `text` is YAML with the keys title, reference (title, href), holidays, workdays (lists of
    dates). Raises CalendarNotReadable where a key is unknown or missing, a date lies in
    another year or stands twice, or a make-up day is no weekend day.
    """
    entered = _read_yaml(text, year)
    holidays, workdays = (_dates(entered[key], key, year) for key in ("holidays", "workdays"))
    if holidays & workdays:
        raise _unreadable(year, "同一天既写成放假又写成上班")
    if any(day.weekday() < _SATURDAY for day in workdays):
        raise _unreadable(year, "workdays 只写调休上班的周六、周日")
    return holidays, workdays


def _read_yaml(text: str, year: int) -> dict[str, object]:
    try:
        entered = yaml.safe_load(text)
    except yaml.YAMLError:
        raise _unreadable(year, "不是合格的 YAML") from None
    if not isinstance(entered, dict) or set(entered) != _CALENDAR_KEYS:
        raise _unreadable(year, "应当恰好有 title、reference、holidays、workdays 四项")
    return entered


def _dates(listed: object, key: str, year: int) -> frozenset[date]:
    if not isinstance(listed, list) or not all(type(day) is date for day in listed):
        raise _unreadable(year, f"{key} 应当是日期的列表，例如 - {year}-01-01")
    if any(day.year != year for day in listed):
        raise _unreadable(year, f"{key} 里有别的年份的日期")
    if len(set(listed)) != len(listed):
        raise _unreadable(year, f"{key} 里有重复的日期")
    return frozenset(listed)


def _unreadable(year: int, fault: str) -> CalendarNotReadable:
    return CalendarNotReadable(
        f"policy/calendar/{year}.yaml 写得不对：{fault}。"
        "名单日期和核查期限要靠它计算，请照 policy/calendar/README.md 改正。"
    )
