"""Made-up identity numbers (GB 11643-1999) and the ways in which they arrive damaged."""

import numpy as np
import polars as pl

COUNTY = 370299
"""Unassigned, so that no number made here can belong to anybody."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SEQUENCES_PER_SEX = 500


def check_character(body: str) -> str:
    """Return the check character of the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def has_sound_check(number: str) -> bool:
    """Say whether eighteen characters end with the check character that they should."""
    return check_character(number[:17]) == number[17]


def number_people(births: np.ndarray, males: np.ndarray) -> pl.Series:
    """Give everyone a number of their own from birth date (datetime64[D]) and sex.

    The sequence code's last digit is odd for men. Up to 500 people of one sex can share a
    birth date; more raise ValueError.
    """
    rank = _rank_within(births.astype("int64") * 2 + males)
    if len(rank) and rank.max() >= SEQUENCES_PER_SEX:
        raise ValueError("more than 500 people of one sex were born on one day")
    scattered = (rank * 137 + births.astype("int64") * 7) % SEQUENCES_PER_SEX
    body = COUNTY * 10**11 + _yyyymmdd(births) * 1000 + scattered * 2 + males
    return _with_check_characters(body)


def spread_births(births: np.ndarray, males: np.ndarray) -> np.ndarray:
    """Move as few births as must be to earlier days, so that everyone's day has a number left.

    One county's numbers are enough for 500 people of one sex a day; a city has more on some days.
    """
    spread = births.copy()
    while (crowded := _rank_within(spread.astype("int64") * 2 + males) >= SEQUENCES_PER_SEX).any():
        spread[crowded] -= np.timedelta64(1, "D")
    return spread


def _rank_within(groups: np.ndarray) -> np.ndarray:
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(groups) else order
    lengths = np.diff(np.r_[starts, len(groups)])
    rank = np.empty(len(groups), dtype="int64")
    rank[order] = np.arange(len(groups)) - np.repeat(starts, lengths)
    return rank


def _yyyymmdd(days: np.ndarray) -> np.ndarray:
    months = days.astype("datetime64[M]").astype("int64")
    day_of_month = (days - days.astype("datetime64[M]")).astype("int64") + 1
    return np.asarray((1970 + months // 12) * 10000 + (months % 12 + 1) * 100 + day_of_month)


def _with_check_characters(bodies: np.ndarray) -> pl.Series:
    remaining = bodies.copy()
    total = np.zeros(len(bodies), dtype="int64")
    for weight in reversed(WEIGHTS):
        remaining, digit = np.divmod(remaining, 10)
        total += weight * digit
    checks = pl.Series(list(CHECKS)).gather(pl.Series(total % 11))
    return pl.Series("id_number", bodies).cast(pl.String) + checks


def old_form(number: str) -> str:
    """Return the fifteen digits of before 1999; only for people born in the 1900s."""
    if number[6:8] != "19":
        raise ValueError("only people born in the 1900s have a number of fifteen digits")
    return number[:6] + number[8:17]


def with_wrong_check(number: str) -> str:
    """Return the number with a check character that does not fit."""
    return number[:17] + ("7" if number[17] != "7" else "4")


def rounded(number: str) -> str:
    """Return what a spreadsheet shows after keeping fifteen digits."""
    return number[:15] + "000"


def in_scientific_notation(number: str) -> str:
    """Return what a spreadsheet shows in a narrow column, e.g. 3.70299E+17."""
    return f"{number[0]}.{number[1:6]}E+17"


def with_impossible_birth(number: str) -> str:
    """Return a number with a right check character whose month of birth is 13."""
    body = number[:10] + "13" + number[12:17]
    return body + check_character(body)
