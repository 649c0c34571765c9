"""Returned rows that lost their number: known again by what stands in their cells.

A clerk who clears one cell too many must not make a mended row a second record. A row without a
number is the rejected row that it came from where every cell but the faulty ones still says the
same, its person or its own number among them, and where no other row could be meant. Everything
else without a number is a new row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from pipelines.origins import PLACE, TextRows, cell_keys
from schemas.sources import Source

_TELLING = {"identity_number", "name"}


def match_by_cells(
    source: Source, mine: TextRows, theirs: TextRows, faults: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """The pairs of a row without a number and a rejected row that it may have been.

    Columns: `sheet` and `row_number` of the one, `origin_sheet` and `origin_row_number` of the
    other; each may stand in several pairs. `faults` are the records of the rejected rows.
    """
    here = cell_keys(source, mine, as_of)
    there = cell_keys(source, theirs, as_of).rename({name: f"origin_{name}" for name in PLACE})
    names = [name for name in here.columns if name in there.columns]
    places = {"origin_sheet": pl.String, "origin_row_number": pl.Int32}
    empty = {"sheet": pl.String, "row_number": pl.Int32, **places}
    found = [pl.DataFrame(schema=empty)]
    for faulty, rows in _by_faulty_columns(faults):
        sound = [name for name in names if name not in faulty]
        telling = _are_telling(source, sound)
        if telling is None:
            continue
        rejected = there.join(rows, on=list(places), how="semi").filter(telling)
        pairs = here.join(rejected, on=sound, how="inner", nulls_equal=True)
        found.append(pairs.select(list(empty)))
    return pl.concat(found)


def _by_faulty_columns(faults: pl.DataFrame) -> Iterator[tuple[set[str], pl.DataFrame]]:
    """Rejected rows (origin_sheet, origin_row_number) by the columns at fault; no torn lines."""
    place = [pl.col(name).alias(f"origin_{name}") for name in PLACE]
    by_row = faults.group_by(place).agg(pl.col("column").unique())
    columns: dict[frozenset[str | None], list[int]] = {}
    for index, names in enumerate(by_row["column"]):
        columns.setdefault(frozenset(names), []).append(index)
    for faulty, indexes in columns.items():
        if None not in faulty:
            yield {name for name in faulty if name}, by_row[indexes].drop("column")


def _are_telling(source: Source, sound: Sequence[str]) -> pl.Expr | None:
    """Whether the sound cells name the person, or the record by a number of its own."""
    persons = [spec.name for spec in source.columns if spec.kind in _TELLING]
    tests = [pl.col(name).is_not_null() for name in persons if name in sound]
    # A list without a key says by what it cannot do without which record is meant.
    key = source.key or tuple(spec.name for spec in source.columns if spec.required)[:1]
    if set(key) <= set(sound):
        tests.append(pl.all_horizontal(pl.col(name).is_not_null() for name in key))
    return pl.any_horizontal(tests) if tests else None


def unmistakable(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs of which neither row could be another."""
    pairs = pairs.unique()
    origin = ("origin_file_id", "origin_sheet", "origin_row_number")
    alone = (pl.len().over(PLACE) == 1) & (pl.len().over(origin) == 1)
    return pairs.filter(alone).sort(*PLACE)
