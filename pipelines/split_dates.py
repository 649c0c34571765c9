"""Dates that a table gives in three columns: 年, 月, 日 beneath one header, or behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

_PARTS = ("年", "月", "日")
_MONTH, _DAY = "__month", "__day"
_FLAT = re.compile(r"(?P<stem>.+?)[/(_-]?(?P<part>[年月日])\)?")


def find_split_dates(columns: Sequence[Sequence[str]]) -> dict[int, list[str]]:
    """The place of each 年 that 月 and 日 follow, and the headers that the three may go by.

    `columns` are the texts over each column, the lowest level last.
    """
    told = [_stem_and_part(texts) for texts in columns]
    return {
        x: [stem, f"{stem}日期", f"{stem}时间"]
        for x, (stem, _) in enumerate(told)
        if stem and told[x : x + 3] == [(stem, part) for part in _PARTS]
    }


def _stem_and_part(texts: Sequence[str]) -> tuple[str, str]:
    if len(texts) > 1 and texts[-1] in _PARTS:
        return texts[-2], texts[-1]
    flat = _FLAT.fullmatch(texts[-1]) if texts else None
    return (flat["stem"], flat["part"]) if flat else ("", "")


def with_parts(positions: dict[str, int], split: dict[int, list[str]]) -> dict[str, int]:
    """The places of the columns, those of month and day beside each split date's year."""
    parts = {
        name + part: x + step
        for name, x in positions.items()
        if x in split
        for step, part in ((1, _MONTH), (2, _DAY))
    }
    return positions | parts


def is_part(name: str) -> bool:
    """Whether a placed column is only the month or the day of another."""
    return name.endswith((_MONTH, _DAY))


def join_split_dates(batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same batches, each split date as one text (2020-5-1) in the column of its year."""
    for batch in batches:
        split = [name.removesuffix(_MONTH) for name in batch.columns if name.endswith(_MONTH)]
        joined = batch.with_columns(_joined(name).alias(name) for name in split)
        yield joined.drop([name + part for name in split for part in (_MONTH, _DAY)])


def _joined(name: str) -> pl.Expr:
    """A part left out in the middle stays visible, so that no day is read as a month."""
    cells = [pl.col(name + part).str.strip_chars(" \t　年月日") for part in ("", _MONTH, _DAY)]
    year, month, day = (pl.when(cell != "").then(cell) for cell in cells)
    rest = (
        pl.when(day.is_not_null())
        .then("-" + month.fill_null("") + "-" + day)
        .when(month.is_not_null())
        .then("-" + month)
        .otherwise(pl.lit(""))
    )
    text = year.fill_null("") + rest
    return pl.when(text != "").then(text)
