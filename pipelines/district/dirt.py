"""The dirt of real deliveries: harmless forms that must be read, and damage that must be refused.

The catalogue follows the kinds seen in practice: spreadsheets that round identity numbers,
old fifteen-digit numbers, full-width digits, dates of every form, amounts with separators.
"""

import math
from collections.abc import Callable

import numpy as np

from pipelines.district import identity
from pipelines.district.draft import Draft, Fate

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
OLD_LENGTH = 15
EXCEL_EPOCH = np.datetime64("1899-12-30")

Write = Callable[[str], str]


def in_full_width(text: str) -> str:
    """Return the text with full-width digits."""
    return text.translate(WIDE)


def _old_or_spaced(number: str) -> str:
    return identity.old_form(number) if number[6:8] == "19" else _spaced(number)


def _spaced(number: str) -> str:
    return f" {number[:6]} {number[6:14]} {number[14:]}"


def _lower(number: str) -> str:
    return number.lower() if number.endswith("X") else f"{number}\t"


HARMLESS_IDS: tuple[tuple[str, Write], ...] = (
    ("id_full_width", in_full_width),
    ("id_spaces", _spaced),
    ("id_leading_quote", lambda number: f"'{number}"),
    ("id_fifteen_digits", _old_or_spaced),
    ("id_lower_x", _lower),
    ("id_zero_width_space", lambda number: f"\u200b{number}"),
)


def _rounded(number: str) -> str:
    shown = identity.rounded(number)
    return identity.in_scientific_notation(number) if identity.has_sound_check(shown) else shown


BROKEN_IDS: tuple[tuple[str, Write], ...] = (
    ("id_rounded", _rounded),
    ("id_check", identity.with_wrong_check),
    ("id_scientific", identity.in_scientific_notation),
    ("id_length", lambda number: number[:17]),
    ("id_missing", lambda _number: ""),
    ("id_birth", identity.with_impossible_birth),
    ("id_not_resident_card", lambda number: f"E{number[9:17]}"),
)


def choose(
    draft: Draft, share: float, at_least: int, rng: np.random.Generator, free: np.ndarray
) -> list[int]:
    """Rows for one kind of dirt: a share of the file's, untouched and `free` ones only."""
    height = len(draft.people)
    count = max(at_least, math.floor(height * share))
    candidates = np.flatnonzero(free & ~draft.touched)
    if count * 8 < len(candidates):
        drawn = np.unique(rng.integers(0, len(candidates), count))
        return [int(row) for row in rng.permutation(candidates[drawn])]
    return [int(row) for row in rng.permutation(candidates)[:count]]


def write_ids_oddly(draft: Draft, rows: list[int], *, is_workbook: bool = False) -> None:
    """Write identity numbers in forms that must be read all the same."""
    for index, row in enumerate(rows):
        kind, write = HARMLESS_IDS[index % len(HARMLESS_IDS)]
        written = write(draft.text(row, "id_number"))
        draft.edit(row, "id_number", written, kind)
        if is_workbook and len(written) == OLD_LENGTH and written.isdecimal():
            # Fifteen digits are exact in a spreadsheet's number.
            draft.store_as_number(row, "id_number", float(written))


def break_ids(
    draft: Draft,
    rows: list[int],
    fate: Fate,
    offset: int = 0,
    *,
    is_workbook: bool = False,
    also: Callable[[int, str], None] | None = None,
) -> None:
    """Damage identity numbers beyond reading; `also` spoils what else would tell the number."""
    for index, row in enumerate(rows):
        kind, write = BROKEN_IDS[(index + offset) % len(BROKEN_IDS)]
        number = draft.text(row, "id_number")
        broken = write(number)
        draft.edit(row, "id_number", broken, kind, fate)
        if is_workbook and kind == "id_rounded" and number.isdecimal():
            draft.store_as_number(row, "id_number", float(number))
        if also:
            also(row, broken)


def repeat_rows(draft: Draft, rows: list[int], column: str, word: str) -> None:
    """Write rows twice: every other copy differs in one cell that decides nothing."""
    for index, row in enumerate(rows):
        draft.repeat(row, {column: word} if index % 2 else None)


def date_forms(day: np.datetime64) -> tuple[str, ...]:
    """Every unambiguous way in which a date arrives."""
    year, month, of_month = str(day).split("-")
    short_month, short_day = str(int(month)), str(int(of_month))
    serial = int((day - EXCEL_EPOCH).astype("int64"))
    return (
        f"{year}-{month}-{of_month}",
        f"{year}/{short_month}/{short_day}",
        f"{year}.{short_month}.{short_day}",
        f"{year}{month}{of_month}",
        f"{year}年{short_month}月{short_day}日",
        f"{year}年{month}月{of_month}日",
        f"{year}-{month}-{of_month} 00:00:00",
        in_full_width(f"{year}-{month}-{of_month}"),
        str(serial),
        f"{year}/{month}/{of_month} 08:30",
    )


def month_forms(day: np.datetime64) -> tuple[str, ...]:
    """Every way in which a month arrives."""
    year, month, _ = str(day).split("-")
    return (
        f"{year}{month}",
        f"{year}年{month}月",
        f"{year}.{int(month)}",
        f"{year}-{month}",
        f"{year}年{int(month)}月",
    )


def dates_as(days: np.ndarray, form: int) -> list[str]:
    """Write dates in the form of this index; NaT becomes an empty cell."""
    return ["" if np.isnat(day) else date_forms(day)[form] for day in days]


BROKEN_DATES: tuple[tuple[str, Callable[[np.datetime64], str]], ...] = (
    ("date_ambiguous", lambda day: f"03/04/{str(day)[:4]}"),
    ("date_ambiguous", lambda day: f"{str(day)[2:4]}-{str(day)[5:7]}-{str(day)[8:10]}"),
    ("date_unreadable", lambda day: f"{str(day)[:4]}年13月45日"),
)


def yuan(fen: int) -> str:
    """Write fen as yuan with two decimals."""
    sign, size = ("-" if fen < 0 else ""), abs(int(fen))
    return f"{sign}{size // 100}.{size % 100:02d}"


def ten_thousands(fen: int) -> str:
    """Write fen in 万元, exact."""
    sign, size = ("-" if fen < 0 else ""), abs(int(fen))
    return f"{sign}{size // 1_000_000}.{size % 1_000_000:06d}"


def money_forms(fen: int) -> tuple[str, ...]:
    """Every way in which an amount in yuan arrives."""
    plain = yuan(fen)
    negative = fen < 0
    grouped = f"{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
    return (
        f"-{grouped}" if negative else grouped,
        f"({grouped})" if negative else f"¥{grouped}",
        f"{plain}元",
        in_full_width(plain),
        f" {plain} ",
    )
