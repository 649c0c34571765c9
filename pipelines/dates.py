"""Dates and months as departments write them.

The ISO forms, nearly all rows, are parsed column-wise. Of the rest, each distinct day and each
distinct time of day is read once. A two-digit year, or a day and a month that could change
places, is never guessed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

import polars as pl

from pipelines.cells import (
    INVISIBLE,
    Problem,
    blank_to_null,
    no_problems,
    read_each_distinct,
    where_null,
)

Precision = Literal["date", "month", "time"]

_DATE_AMBIGUOUS: Final = Problem("date_ambiguous")
_DATE_IMPOSSIBLE: Final = Problem("date_impossible")
_DATE_INCOMPLETE: Final = Problem("date_incomplete")
_DATE_UNREADABLE: Final = Problem("date_unreadable")
_TIME_UNREADABLE: Final = Problem("time_unreadable")

_FIRST_YEAR, _LAST_YEAR = 1850, 2199
_FAR_YEARS: Final = (2999, 9999)  # systems write these for "no end"
_SERIAL_ZERO: Final = date(1899, 12, 30)  # day 0 of spreadsheet serials after February 1900
_SERIALS: Final = range(10_000, 73_051)  # 1927 to 2099
_PLAIN_FORMS: Final = {
    "%Y-%m-%d %H:%M:%S": "",
    "%Y-%m-%d": "",
    "%Y/%m/%d %H:%M:%S": "",
    "%Y/%m/%d %H:%M": "",
    "%Y/%m/%d": "",
    "%Y-%m-%dT%H:%M:%S": "",
    "%Y-%m-%d %H:%M:%S%.f": "",
    "%Y%m%d%H%M%S": r"^\d{14}$",
    "%Y%m%d": r"^\d{8}$",
    "%Y年%m月%d日": "",
}
"""Forms in which year, month and day cannot change places, and what a text must match first."""
_SAMPLE: Final = 100

_ENGLISH_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip

_CLOCK: Final = (
    r"(?:上午|下午|晚上|中午|凌晨|[AaPp][Mm])?\s*\d{1,2}[:时点]\d{1,2}"
    r"(?:[:分]\d{1,2}(?:[.,]\d+)?)?秒?分?\s*(?:[AaPp][Mm])?"
)
_ZONE: Final = r"(?:Z|[+-]\d{2}:?\d{2})"
_DAY_AND_CLOCK: Final = rf"^(.+?)[T\s]+({_CLOCK}\s*{_ZONE}?)$"


def read_dates(
    values: pl.Series, precision: Precision, *, words: Mapping[str, Sequence[str]] | None = None
) -> pl.DataFrame:
    """Read cells as columns value and problem (a rule of `pipelines.reasons`, or null).

    `date` and `month` give Date (a month's value is its first day, also where a date was
    written; a date of which only the month was written is its first day), `time` gives
    Datetime in microseconds without a zone, in China's time. `words` names words that
    stand for a date: {"9999-12-31": ("长期", …)}. Blank cells give null without a problem.
    One row out per cell in.
    """
    cells = _spell_out(values.cast(pl.String), words or {})
    days = _read_plain(cells, _expected_form(cells))
    rest = where_null(cells, days)
    problems = no_problems(len(cells))
    if len(rest):
        others = _read_others(cells.gather(rest))
        days = days.scatter(rest, others["value"])
        problems = problems.scatter(rest, others["problem"])
    return pl.DataFrame({"value": _at_precision(days, precision), "problem": problems})


def _spell_out(cells: pl.Series, words: Mapping[str, Sequence[str]]) -> pl.Series:
    spelt = {word: day for day, synonyms in words.items() for word in synonyms}
    if not spelt:
        return cells
    frame = cells.alias("c").to_frame()
    word = pl.col("c").str.strip_chars()
    return frame.select(word.replace_strict(spelt, default=pl.col("c"))).to_series()


def _at_precision(moments: pl.Series, precision: Precision) -> pl.Series:
    if precision == "time":
        return moments
    days = moments.cast(pl.Date)
    return days.dt.month_start() if precision == "month" else days


def _expected_form(cells: pl.Series) -> str:
    """The ISO form, with a time or without, that the first cell suggests."""
    first = cells.is_not_null().arg_max()
    is_day = first is None or len(cells[first] or "") <= len("2023-05-01")
    return "%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M:%S"


def _read_plain(cells: pl.Series, form: str) -> pl.Series:
    """Parse one form, as Datetime; null where it is another or the year is not plausible."""
    moments = cells.str.to_datetime(form, time_unit="us", strict=False, cache=form == "%Y-%m-%d")
    first, end = datetime(_FIRST_YEAR, 1, 1), datetime(_LAST_YEAR + 1, 1, 1)  # noqa: DTZ001
    frame = moments.alias("m").to_frame()
    plausible = pl.col("m").is_between(first, end, closed="left")
    return frame.select(pl.when(plausible).then(pl.col("m"))).to_series()


def _read_others(cells: pl.Series) -> pl.DataFrame:
    """Read cells that are not in the expected form: other plain forms, then one by one."""
    texts = blank_to_null(cells, "value")
    moments = pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, len(texts))
    for form, shape in _PLAIN_FORMS.items():
        rest = where_null(texts, moments)
        if not len(rest):
            break
        # Failing to parse is slow, and a file rarely mixes forms: a few cells tell what to try.
        if _read_shaped(texts.gather(rest[:_SAMPLE]), form, shape).null_count() < len(
            rest[:_SAMPLE]
        ):
            moments = moments.scatter(rest, _read_shaped(texts.gather(rest), form, shape))
    rest = where_null(texts, moments)
    if not len(rest):
        return pl.DataFrame({"value": moments, "problem": no_problems(len(texts))})
    free = _read_free(texts.gather(rest))
    return pl.DataFrame(
        {
            "value": moments.scatter(rest, free["value"]),
            "problem": no_problems(len(texts)).scatter(rest, free["problem"]),
        }
    )


def _read_shaped(texts: pl.Series, form: str, shape: str) -> pl.Series:
    if not shape:
        return _read_plain(texts, form)
    shaped = pl.when(pl.col("c").str.contains(shape)).then("c")
    return _read_plain(texts.alias("c").to_frame().select(shaped).to_series(), form)


def _read_free(texts: pl.Series) -> pl.DataFrame:
    """Split day and time of day, and read each distinct one."""
    text = pl.col("text")
    parts = texts.alias("text").to_frame().select(_respelled(text))
    is_timed = text.str.contains(_DAY_AND_CLOCK)
    parts = parts.select(
        day=pl.when(is_timed).then(text.str.extract(_DAY_AND_CLOCK, 1)).otherwise(text),
        clock=pl.when(is_timed).then(text.str.extract(_DAY_AND_CLOCK, 2)),
    )
    days = read_each_distinct(parts["day"], _read_day, pl.Datetime("us"))
    clocks = read_each_distinct(parts["clock"], _read_clock, pl.Duration("us"))
    both = pl.DataFrame([days["value"].alias("day"), clocks["value"].alias("clock")])
    problem = pl.DataFrame([days["problem"].alias("a"), clocks["problem"].alias("b")])
    value = both.select(pl.col("day") + pl.col("clock").fill_null(timedelta())).to_series()
    rule = problem.select(pl.coalesce("a", "b")).to_series()
    return pl.DataFrame({"value": value, "problem": rule}).with_columns(
        value=pl.when(pl.col("problem").is_null()).then(pl.col("value"))
    )


def _respelled(text: pl.Expr) -> pl.Expr:
    """Bring forms without separators between day and time to `day time`."""
    return (
        text.str.normalize("NFKC")
        .str.replace_all(INVISIBLE, " ")
        .str.replace_all("−|–|—|‐|‑", "-")
        .str.replace(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?", " ")
        .str.replace(r"^'+", "")
        .str.replace(r"([日号])\s*(\S)", "$1 $2")
        .str.replace(r"^(\d{8})[T ]?(\d{2})(\d{2})(\d{2})(\d{3})?(Z|[+-]\d{4})?$", "$1 $2:$3:$4$6")
        .str.replace(r"^(\d{8})[T ]?(\d{2})(\d{2})$", "$1 $2:$3")
        .str.replace(
            r"^[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2}) (\d\d:\d\d:\d\d) (?:CST|GMT\+08:00) (\d{4})$",
            "$1 $3 $2",
        )
        .str.strip_chars()
    )


def _read_day(text: str) -> datetime | Problem:
    """Read one day; a rule's name where it is none."""
    if re.search("[〇零一二三四五六七八九十]", text):
        text = _with_digits(text)
    found = _read_number(text) if re.fullmatch(r"\d+(\.0*)?|\d{5}\.\d+", text) else None
    return found or _read_separated(text)


def _read_number(text: str) -> datetime | Problem | None:
    """Read 20230501, 202305, or a spreadsheet's serial; None for other numbers."""
    whole, _, fraction = text.partition(".")
    if len(whole) == 8:
        return _read_eight(whole)
    if len(whole) == 6:
        return _read_six(whole)
    if len(whole) == 5:
        return _read_serial(int(whole), float(f"0.{fraction or 0}"))
    return None


def _read_eight(digits: str) -> datetime | Problem:
    year_first = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    year_last = _day_month_year(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    if isinstance(year_first, Problem) and year_last != _DATE_IMPOSSIBLE:
        return _DATE_AMBIGUOUS
    return year_first


def _read_six(digits: str) -> datetime | Problem:
    month = _day(int(digits[:4]), int(digits[4:]), 1)
    if isinstance(month, Problem) and not isinstance(
        _day(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:])), Problem
    ):
        return _DATE_AMBIGUOUS
    return month


def _read_serial(days: int, fraction: float) -> datetime | Problem:
    if 19_000 <= days < 21_000:  # 20235 may be a serial of 1955 or a hurried 2023-5
        return _DATE_AMBIGUOUS
    if days not in _SERIALS:
        return _DATE_UNREADABLE
    seconds = round(fraction * 86_400)
    return datetime.combine(_SERIAL_ZERO, time()) + timedelta(days=days, seconds=seconds)


_MARK: Final = r"\s*[-/.\\_、,\s]\s*"
_YEAR_FIRST: Final = re.compile(
    rf"(\d{{4}})(?:\s*年\s*|{_MARK})(\d{{1,2}})(?:\s*月\s*|{_MARK})(\d{{1,2}})\s*[日号]?[.,]?"
)
_YEAR_MONTH: Final = re.compile(rf"(\d{{4}})(?:\s*年\s*|{_MARK})(\d{{1,2}})\s*(?:月份?)?\.?")
_YEAR_LAST: Final = re.compile(rf"(\d{{1,2}}){_MARK}(\d{{1,2}}){_MARK}(\d{{4}})")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_NAMED: Final = (
    re.compile(r"(?P<d>\d{1,2})[-\s/]*(?P<m>[A-Za-z]{3,9}|\d{1,2}月)[-\s/,.]+(?P<y>\d{4})"),
    re.compile(r"(?P<m>[A-Za-z]{3,9})\.?\s*(?P<d>\d{1,2})(?:st|nd|rd|th)?[,\s]+(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[-\s/]+(?P<m>[A-Za-z]{3,9})[-\s/]+(?P<d>\d{1,2})"),
)
_SHORT_YEAR: Final = re.compile(
    rf"'?\d{{2}}(?:\s*年\s*|{_MARK})\d{{1,2}}(?:(?:\s*月\s*|{_MARK})\d{{1,2}}\s*[日号]?|\s*月份?)"
    rf"|\d{{1,2}}{_MARK}\d{{1,2}}{_MARK}'?\d{{2}}"
    r"|\d{1,2}[-\s](?:[A-Za-z]{3,9}|\d{1,2}月)[-\s]+\d{2}|[A-Za-z]{3,9}[-\s]\d{2}"
)
_INCOMPLETE: Final = re.compile(rf"\d{{4}}\s*年?(?:\.0)?|\d{{1,2}}(?:\s*月\s*|{_MARK})\d{{1,2}}日?")


def _read_separated(text: str) -> datetime | Problem:
    if m := _YEAR_FIRST.fullmatch(text):
        return _day(int(m[1]), int(m[2]), int(m[3]))
    if m := _YEAR_MONTH.fullmatch(text):
        return _day(int(m[1]), int(m[2]), 1)
    if m := _YEAR_LAST.fullmatch(text):
        return _day_month_year(int(m[1]), int(m[2]), int(m[3]))
    if m := _MONTH_YEAR.fullmatch(text):
        return _day(int(m[2]), int(m[1]), 1)
    for form in _NAMED:
        if m := form.fullmatch(text):
            return _day(int(m["y"]), _named_month(m["m"]), int(m["d"]))
    return _why_not(text)


def _why_not(text: str) -> Problem:
    if _SHORT_YEAR.fullmatch(text):
        return _DATE_AMBIGUOUS
    return _DATE_INCOMPLETE if _INCOMPLETE.fullmatch(text) else _DATE_UNREADABLE


def _named_month(name: str) -> int:
    """Return 1..12, or 0 (no month) for an unknown name."""
    if name.endswith("月"):
        return int(name[:-1])
    short = name[:3].lower()
    return _ENGLISH_MONTHS.index(short) + 1 if short in _ENGLISH_MONTHS else 0


def _day(year: int, month: int, day: int) -> datetime | Problem:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR or year in _FAR_YEARS):
        return _DATE_IMPOSSIBLE
    try:
        return datetime(year, month, day)  # noqa: DTZ001 - the cells carry no zone
    except ValueError:
        return _DATE_IMPOSSIBLE


def _day_month_year(first: int, second: int, year: int) -> datetime | Problem:
    """Read a day and a month in unknown order: only where one order is possible."""
    orders = {_day(year, first, second), _day(year, second, first)} - {_DATE_IMPOSSIBLE}
    if len(orders) == 2:
        return _DATE_AMBIGUOUS
    return orders.pop() if orders else _DATE_IMPOSSIBLE


def _with_digits(text: str) -> str:
    """Write Chinese numerals as digits: 二〇二三年十一月二十日 becomes 2023年11月20日."""
    text = text.translate(str.maketrans("〇零一二三四五六七八九", "00123456789"))
    text = re.sub(r"(\d)十(\d)", r"\1\2", text)
    text = re.sub(r"(\d)十", r"\g<1>0", text)
    return re.sub(r"十(\d)", r"1\1", text).replace("十", "10")


_CLOCK_PARTS: Final = re.compile(
    r"(?P<half>上午|下午|晚上|中午|凌晨|[AP]M)?\s*(?P<h>\d{1,2})[:时点](?P<m>\d{1,2})"
    r"(?:[:分](?P<s>\d{1,2})(?:[.,](?P<f>\d+))?)?秒?分?\s*(?P<end>[AP]M)?\s*"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)


def _read_clock(text: str) -> timedelta | Problem:
    """Read a time of day as the time since midnight in China; a rule's name where it is none."""
    m = _CLOCK_PARTS.fullmatch(text.upper())
    if m is None:
        return _TIME_UNREADABLE
    hours, minutes, seconds = int(m["h"]), int(m["m"]), int(m["s"] or 0)
    half = m["half"] or m["end"]
    if half in ("下午", "晚上", "PM") and hours < 12:
        hours += 12
    elif half in ("上午", "凌晨", "AM") and hours == 12:
        hours = 0
    is_day_end = (hours, minutes, seconds) == (24, 0, 0)
    if (hours > 23 and not is_day_end) or minutes > 59 or seconds > 59:
        return _TIME_UNREADABLE
    micros = int((m["f"] or "0")[:6].ljust(6, "0"))
    clock = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micros)
    return clock + _shift_to_china(m["zone"])


def _shift_to_china(zone: str | None) -> timedelta:
    """How far China's clock (UTC+8) is ahead of the zone written behind a time."""
    if zone is None:
        return timedelta()
    if zone == "Z":
        return timedelta(hours=8)
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timedelta(hours=8) - (offset if zone[0] == "+" else -offset)
