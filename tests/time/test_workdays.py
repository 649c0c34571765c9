from datetime import date, timedelta

import pytest
import yaml

from pipelines.workdays import (
    CalendarNotAnnounced,
    CalendarNotReadable,
    add_months,
    add_workdays,
    first_workday_after,
    is_workday,
    read_calendar,
)


def test_the_list_of_a_month_is_dated_the_first_working_day_after_it() -> None:
    assert first_workday_after(date(2026, 10, 31)) == date(2026, 11, 2)
    # 1 to 7 October 2025 is the National Day holiday, the eighth the Mid-Autumn day off.
    assert first_workday_after(date(2025, 9, 30)) == date(2025, 10, 9)


def test_make_up_days_are_working_days() -> None:
    assert is_workday(date(2025, 9, 28))  # a Sunday, worked for the October holiday
    assert not is_workday(date(2025, 10, 8))  # a Wednesday, off


def test_ten_working_days_do_not_count_the_day_itself() -> None:
    assert add_workdays(date(2026, 11, 2), 10) == date(2026, 11, 16)
    assert add_workdays(date(2026, 11, 2), 0) == date(2026, 11, 2)


def test_an_unannounced_year_is_an_error_with_its_cure() -> None:
    with pytest.raises(CalendarNotAnnounced, match=r"policy/calendar/2031\.yaml"):
        first_workday_after(date(2030, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 2), 1, date(2026, 12, 2)),
        (date(2026, 11, 2), 6, date(2027, 5, 2)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
    ],
)
def test_months_later_falls_on_the_same_day_or_the_last(
    start: date, count: int, expected: date
) -> None:
    assert add_months(start, count) == expected


ENTERED = {
    "title": "made up",
    "reference": {"title": "made up", "href": "made up"},
    "holidays": [date(2031, 1, 1)],
    "workdays": [date(2031, 1, 4)],
}


def _written(**changes: object) -> str:
    return yaml.safe_dump(ENTERED | changes, allow_unicode=True)


def test_an_entered_year_is_read() -> None:
    holidays, workdays = read_calendar(_written(), 2031)
    assert holidays == {date(2031, 1, 1)}
    assert workdays == {date(2031, 1, 4)}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("holidays: [", "YAML"),
        (_written(note="?"), "四项"),
        ("title: t", "四项"),
        (_written(holidays="2031-01-01"), "列表"),
        (_written(holidays=[date(2030, 1, 1)]), "别的年份"),
        (_written(holidays=[date(2031, 1, 1)] * 2), "重复"),
        (_written(workdays=[date(2031, 1, 2)]), "周六"),
        (_written(holidays=[date(2031, 1, 4)]), "同一天"),
    ],
)
def test_a_badly_entered_year_says_what_is_wrong(text: str, fault: str) -> None:
    with pytest.raises(CalendarNotReadable, match=fault):
        read_calendar(text, 2031)


def test_every_year_that_the_library_knows_has_a_plausible_number_of_working_days() -> None:
    for year in (2024, 2025, 2026):
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
        assert 245 <= sum(map(is_workday, days)) <= 252
