"""What of a file is still to be mended: its problems without what has come back since.

A row goes back in the workbook of the newest file that holds it. Where it has come back mended it
is closed; where it has come back still wrong, it goes back with the file in which it came; a
doubtful row that came back as it was has been looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.mended import PLACE_SCHEMA, corrections_among, rows_by_correction
from pipelines.months import Month
from pipelines.received import Delivery
from pipelines.return_numbers import return_number
from pipelines.returns.problems import as_problems, in_order, problems_of
from pipelines.settings import Home, make_private_folder
from pipelines.stage import Staged
from schemas.sources import source_named

_ORIGIN = ["origin_file_id", "origin_sheet", "origin_row_number"]
_PLACE = list(PLACE_SCHEMA)

CHECKS_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "rule": pl.String(),
    "level": pl.String(),
    "reason": pl.String(),
    "file_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "column_name": pl.String(),
}
"""A doubt that comparing sources has raised."""


def keep_checks(home: Home, month: Month, checks: pl.DataFrame) -> None:
    """Keep the doubts that comparing sources has raised in a month."""
    path = _checks_path(home, month)
    make_private_folder(home.doubts)
    make_private_folder(path.parent)
    rows = checks.select(pl.col(name).cast(dtype) for name, dtype in CHECKS_SCHEMA.items())
    aside = path.with_name(f".{path.stem}.building")
    aside.touch(mode=0o600)
    rows.sort(rows.columns).write_parquet(aside)
    aside.replace(path)


def _checks_path(home: Home, month: Month | str) -> Path:
    return home.doubts / "checks" / f"{month}.parquet"


class OpenProblems:
    """What is open of each file, and under which numbers its rows go back."""

    def __init__(self, home: Home, deliveries: Sequence[Delivery]) -> None:
        self._home = home
        self._returned = {
            source: rows_by_correction(
                home,
                source,
                [(one.file_id, one.sha256) for one in corrections_among(deliveries, source)],
            )
            for source in sorted({e.source for one in deliveries for e in one.entries})
        }
        self._settled = {source: _settled(rows) for source, rows in self._returned.items()}

    def of(self, one: Delivery) -> pl.DataFrame:
        """The problems of a file that are to go back, in the columns of PROBLEM_SCHEMA."""
        problems = self._found(one)
        if checks := self._checks(one):
            problems = in_order([problems, *checks])
        return problems.join(self._settled_places(one), on=["sheet", "row_number"], how="anti")

    def _found(self, one: Delivery) -> pl.DataFrame:
        return problems_of(self._home, one.sha256, Staged(one.entries, one.unread))

    def _settled_places(self, one: Delivery) -> pl.DataFrame:
        settled = [self._settled[entry.source] for entry in one.entries]
        places = pl.concat([pl.DataFrame(schema=PLACE_SCHEMA), *settled])
        return places.filter(pl.col("file_id") == one.file_id).unique()

    def settled_rejects(self, one: Delivery) -> int:
        """How many rejected rows of a file have come back since, mended or not."""
        places = self._settled_places(one)
        if places.is_empty():
            return 0
        bad = self._found(one).filter(pl.col("level") == "block")
        places_of_bad = bad.select("sheet", "row_number").unique()
        return places_of_bad.join(places, on=["sheet", "row_number"], how="semi").height

    def _checks(self, one: Delivery) -> list[pl.DataFrame]:
        """Doubts by comparing sources, with the headers under which the file has the columns."""
        path = _checks_path(self._home, one.delivery_month)
        if not path.is_file():
            return []
        found = pl.read_parquet(path).filter(pl.col("file_id") == one.file_id)
        return [
            as_problems(
                found.filter(pl.col("source") == entry.source)
                .rename({"column_name": "column"})
                .with_columns(header=_headers(entry.source, entry.blocks)),
                entry.source,
            )
            for entry in one.entries
        ]

    def numbers(self, one: Delivery) -> dict[tuple[str, int], str]:
        """The numbers that rows of a returned file bear: those of their first origin."""
        found = {}
        for entry in one.entries:
            rows = self._returned[entry.source].filter(
                (pl.col("correction_file_id") == one.file_id) & (pl.col("outcome") != "displaced")
            )
            for row in rows.iter_rows(named=True):
                origin = (row["origin_file_id"], row["origin_sheet_index"])
                number = return_number(*origin, row["origin_row_number"])
                found[row["sheet"], row["row_number"]] = number
        return found


def _headers(source: str, blocks: Sequence[dict[str, Any]]) -> pl.Expr:
    names = {spec.name: spec.title for spec in source_named(source).columns}
    for block in blocks:
        names |= block["columns"]
    return pl.col("column").replace_strict(names, default=None, return_dtype=pl.String)


def _settled(returned: pl.DataFrame) -> pl.DataFrame:
    """Rows of all files that have come back in a later one."""
    here = ["correction_file_id", "sheet", "row_number"]
    again = returned.filter(pl.col("turn") < pl.col("turn").max().over(_ORIGIN))
    return pl.concat(
        [
            returned.select(_ORIGIN).rename(dict(zip(_ORIGIN, _PLACE, strict=True))),
            again.select(here).rename({"correction_file_id": "file_id"}),
        ]
    ).unique()
