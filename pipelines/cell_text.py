"""The text of a workbook's cell, as a spreadsheet shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

_EXACT_INTEGERS = 2**53


def cell_text(value: Any) -> str | None:
    """A cell as it is shown: numbers without exponent, dates as 2023-05-01, blank as None.

    >>> cell_text(30000.1), cell_text(12.0), cell_text(dt.date(2023, 5, 1)), cell_text("")
    ('30000.1', '12', '2023-05-01', None)
    """
    if type(value) is str:
        return value or None
    return _TEXT[type(value)](value) if type(value) in _TEXT else _other_text(value)


def short_text(value: Any) -> str | None:
    """The same, but a number too long to be exact as spreadsheets show it: 3.70200202610010E+17.

    So nobody takes its last digits, which are lost, for digits of a reference number.
    """
    if type(value) is float and abs(value) > _EXACT_INTEGERS:
        return format(value, ".14E")
    return cell_text(value)


def _other_text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number_text(value: float) -> str:
    """Whole numbers in full; others to the fifteen digits that a spreadsheet keeps.

    Programs write more digits of a long number than a spreadsheet does. They are cut, not
    rounded, as a spreadsheet cuts what is typed: the first fifteen stay the ones meant.
    """
    if value == int(value) and abs(value) <= _EXACT_INTEGERS:
        return str(int(value))
    shown = format(value, ".15g")
    if abs(value) > _EXACT_INTEGERS and float(shown) != value:
        return _cut(Decimal(repr(value)))
    return format(Decimal(shown), "f")


def _cut(number: Decimal) -> str:
    """A long whole number with zeros after its fifteenth digit."""
    unit = Decimal(1).scaleb(number.adjusted() - 14)
    return format((number // unit) * unit, "f")


def _moment_text(value: dt.datetime) -> str:
    if value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds")


_TEXT: dict[type, Callable[[Any], str]] = {
    float: _number_text,
    int: _number_text,
    bool: lambda value: str(value).upper(),
    dt.datetime: _moment_text,
    dt.date: dt.date.isoformat,
    dt.time: lambda value: value.isoformat("seconds"),
}
