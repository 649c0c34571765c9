"""Money, exact: decimals from the text to the value, never binary floats.

A spreadsheet's own arithmetic leaves tails such as 30000.100000000002; what lies within a
millionth of a whole fen is that fen. Any other part of a fen is a problem, not rounded.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

import polars as pl

from pipelines.cells import (
    INVISIBLE,
    Problem,
    blank_to_null,
    no_problems,
    read_each_distinct,
    where_null,
)

_MONEY: Final = pl.Decimal(16, 2)
_LIMIT: Final = Decimal(10) ** 14
_NOISE: Final = Decimal("0.000001")
_PLAIN: Final = r"^-?[0-9]{1,14}(?:\.[0-9]{1,2})?$"
_WRITTEN: Final = re.compile(
    r"(?P<open>\()?\s*(?P<before>[+-]?)\s*(?:RMB|CNY|人民币)?\s*[¥￥]?\s*(?P<after>[+-]?)"
    r"(?P<number>[\d., ]*?\d[\d., ]*?(?:E[+-]?\d{1,3})?)"
    r"\s*(?P<unit>亿元|万元|千元|万|元整?|圆整?|RMB|CNY)?\s*(?P<close>\))?"
)
_GROUPED: Final = r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$"
_DIGITS: Final = r"^-?[0-9]{1,14}(?:\.[0-9]+)?$"
_LONG: Final = pl.Decimal(38, 14)  # holds any amount times 10,000 with ten places to judge noise
_NUMBER: Final = re.compile(r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)?(?:\.\d*)?(?P<exponent>E[+-]?\d+)?")
_UNITS: Final = {"千元": 1_000, "万元": 10_000, "万": 10_000, "亿元": 100_000_000}


def read_money(values: pl.Series, scale: int = 1, *, whole_fen: bool = True) -> pl.DataFrame:
    """Read amounts as columns value (yuan, Decimal(16, 2)) and problem (rule or null).

    `scale` is what the header's unit multiplies with: 1 for 元, 10000 for 万元. A unit written
    in the cell counts there; where it contradicts a header in 万元 the cell is a problem.
    `whole_fen=False` rounds parts of a fen half up, for quotients such as income per head.
    Blank cells give null without a problem. One row out per cell in.
    """
    cells = values.cast(pl.String)
    amounts = _read_plain_money(cells, scale)
    problems = no_problems(len(cells))
    rest = where_null(cells, amounts)
    if len(rest):
        others = _read_other_money(cells.gather(rest), scale, whole_fen=whole_fen)
        amounts = amounts.scatter(rest, others["value"])
        problems = problems.scatter(rest, others["problem"])
    return pl.DataFrame({"value": amounts, "problem": problems})


def _read_plain_money(cells: pl.Series, scale: int) -> pl.Series:
    """Parse `-1234.56` in yuan; null for other forms, and for all cells in other units."""
    if scale != 1:
        return pl.repeat(None, len(cells), dtype=_MONEY, eager=True)
    cell = pl.col("c")
    amount = pl.when(cell.str.contains(_PLAIN)).then(cell.cast(_MONEY, strict=False))
    return cells.alias("c").to_frame().select(amount).to_series()


def _read_other_money(cells: pl.Series, scale: int, *, whole_fen: bool) -> pl.DataFrame:
    """Read what is not plain: numbers column-wise, then each distinct text by itself."""
    text = pl.col("c")
    texts = blank_to_null(cells, "value").alias("c").to_frame().select(_normalised(text))
    # A unit in the cell counts, so that only its absence or 元 under a header in 元 is a number.
    bare = text.str.replace(r"^¥|元$", "") if scale == 1 else text
    bare = pl.when(bare.str.contains(_GROUPED)).then(bare.str.replace_all(",", "")).otherwise(bare)
    amounts = _read_numbers(texts.select(bare), scale, rounds=not whole_fen)
    rest = where_null(texts["c"], amounts)
    table = read_each_distinct(
        texts["c"].gather(rest), lambda one: _read_amount(one, scale, whole_fen=whole_fen), _MONEY
    )
    return pl.DataFrame(
        {
            "value": amounts.scatter(rest, table["value"]),
            "problem": no_problems(len(cells)).scatter(rest, table["problem"]),
        }
    )


def _read_numbers(texts: pl.DataFrame, scale: int, *, rounds: bool) -> pl.Series:
    """Parse decimals of any length; null where the amount is no whole fen, or no number."""
    text = pl.col("c")
    number = pl.when(text.str.contains(_DIGITS)).then(text.cast(_LONG, strict=False))
    yuan = texts.select(yuan=number * pl.lit(scale))
    yuan = yuan.with_columns(fen=pl.col("yuan").round(2, mode="half_away_from_zero"))
    is_whole = (pl.col("yuan") - pl.col("fen")).abs() <= pl.lit(_NOISE)
    amount = pl.col("fen").cast(_MONEY, strict=False)
    return yuan.select(pl.when(pl.lit(rounds) | is_whole).then(amount)).to_series()


def _normalised(text: pl.Expr) -> pl.Expr:
    """Unify widths; spaces stay, because they may group digits and may part two numbers."""
    plain = text.str.normalize("NFKC").str.replace_all(INVISIBLE, " ").str.strip_chars()
    return plain.str.replace_all("[−–‐‑]", "-").str.to_uppercase()


def _read_amount(text: str, scale: int, *, whole_fen: bool) -> Decimal | Problem:
    """Read one amount as yuan: `¥1,234.50`, `3.5万元`, `（20.00）`, `1.2E-7`."""
    written = _WRITTEN.fullmatch(text)
    number = None if written is None else _exact(written["number"])
    is_negative = None if written is None else _is_negative(written)
    if written is None or number is None or is_negative is None:
        return Problem("money_unreadable")
    if "E" in written["number"] and number >= 1:
        return Problem("money_rounded")
    unit = written["unit"]
    if unit and scale != 1 and _UNITS.get(unit, 1) != scale:
        return Problem("money_unit")
    yuan = number * (_UNITS.get(unit, 1) if unit else scale)
    return _whole_fen(-yuan if is_negative else yuan, rounds=not whole_fen)


def _is_negative(written: re.Match[str]) -> bool | None:
    """Whether a sign or a pair of parentheses says so; None where they are more than one."""
    if bool(written["open"]) != bool(written["close"]):
        return None
    signs = [sign for sign in (written["before"], written["after"], written["open"]) if sign]
    return None if len(signs) > 1 else signs in (["-"], ["("])


def _exact(text: str) -> Decimal | None:
    """The number as written, or None where separators do not group thousands."""
    if not _NUMBER.fullmatch(text) or not re.search(r"\d", text.partition("E")[0]):
        return None
    return Decimal(text.replace(",", "").replace(" ", ""))


def _whole_fen(yuan: Decimal, *, rounds: bool) -> Decimal | Problem:
    if abs(yuan) >= _LIMIT:
        return Problem("money_too_large")
    with localcontext(prec=60):
        fen = yuan.quantize(Decimal("0.01"), ROUND_HALF_UP)
        is_whole = abs(yuan - fen) <= _NOISE
    return fen if is_whole or rounds else Problem("money_precision")
