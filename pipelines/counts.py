"""Whole numbers and small decimals as departments write them: `3人`, `2026年度`, `6.5个月`."""

from typing import Final

import polars as pl

from pipelines.cells import blank_to_null, without_invisible

# What may follow a count: its unit, which the column already says.
_UNITS: Final = r"(?:个月|年度|平方米|m2|[人口个月年岁户])$"


def read_integers(values: pl.Series) -> pl.DataFrame:
    """Read cells as columns value (Int32 or null) and problem (`number_unreadable` or null)."""
    return _read(values, r"^[-−]?\d{1,9}(?:\.0+)?$", pl.Int32())


def read_decimals(values: pl.Series, precision: int, scale: int) -> pl.DataFrame:
    """Read cells as columns value (Decimal of the precision and scale, or null) and problem.

    More decimals than the scale are refused, not rounded.
    """
    whole = precision - scale
    form = rf"^[-−]?\d{{1,{whole}}}(?:\.\d{{1,{scale}}}0*)?$"
    return _read(values, form, pl.Decimal(precision, scale))


def _read(values: pl.Series, form: str, dtype: pl.DataType) -> pl.DataFrame:
    cells = blank_to_null(values, "value").alias("cell").to_frame()
    number = without_invisible(pl.col("cell")).str.replace(_UNITS, "").str.replace("−", "-")
    cells = cells.with_columns(number=number)
    is_number = pl.col("number").str.contains(form)
    # A whole number may arrive as `3.0`; Int32 does not parse the fraction.
    text = pl.col("number").str.replace(r"\.0+$", "")
    return cells.select(
        value=pl.when(is_number).then(text).cast(dtype, strict=False),
        problem=pl.when(pl.col("cell").is_not_null() & ~is_number).then(
            pl.lit("number_unreadable")
        ),
    )
