"""To which month answers from the field belong: their file is often named after the list.

走访名单2026年10月.xlsx holds the list of October and what was found in November. A file that
speaks of its own month's list, or of a later visit, cannot have come in the month that its name
tells: it belongs to the month of the run that first took it.
"""

from __future__ import annotations

import dataclasses

import polars as pl

from pipelines.register import Register, Taken
from pipelines.settings import Home
from schemas.sources import source_named


def date_answers(home: Home, register: Register) -> int:
    """Move deliveries of answers to the month in which they came; how many those were.

    Running it again changes nothing.
    """
    moved = 0
    for place, taken in enumerate(register.deliveries):
        if taken.first_taken_month > taken.delivery_month and _is_too_early(home, register, taken):
            later = dataclasses.replace(taken, delivery_month=taken.first_taken_month)
            register.deliveries[place] = later
            moved += 1
    return moved


def _is_too_early(home: Home, register: Register, taken: Taken) -> bool:
    content = register.contents.get(taken.sha256)
    entries = content.staged.entries if content else ()
    names = [e.source for e in entries if source_named(e.source).subject == "household"]
    return any(_speaks_of_later(home, name, taken) for name in names)


def _speaks_of_later(home: Home, name: str, taken: Taken) -> bool:
    rows = pl.scan_parquet(home.staging / name / f"{taken.sha256}.parquet", glob=False)
    source = source_named(name)
    days = [spec.name for spec in source.staged_columns if spec.kind == "date" and spec.required]
    told = [pl.col(day).max().dt.strftime("%Y-%m") > taken.delivery_month for day in days]
    if "list_month" in source.staging_schema:
        told.append(pl.col("list_month").max() >= taken.delivery_month)
    return bool(told) and any(
        rows.select(told_of.alias(str(i)) for i, told_of in enumerate(told)).collect().row(0)
    )
