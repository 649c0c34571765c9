"""What is wrong with the rows of one received file: rejects and doubts in one form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pipelines.settings import Home
    from pipelines.stage import Staged

PROBLEM_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "column": pl.String(),
    "header": pl.String(),
    "rule": pl.String(),
    "level": pl.String(),
    "reason": pl.String(),
}
"""One problem: `row_number` null means the table as a whole, `column` null the row as a whole.
`level` is block (the row was kept out), warn or note (it was taken)."""

LEVELS = ("block", "warn", "note")

_ORDER = ("sheet", "row_number", "rank", "place")


def problems_of(home: Home, sha256: str, staged: Staged) -> pl.DataFrame:
    """All problems of a staged content, by sheet and row, what keeps a row out before the rest."""
    return in_order(
        [frame for entry in staged.entries for frame in _of_source(home, sha256, entry.source)]
    )


def in_order(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Problems of several kinds in one total order; the same one is told once."""
    rank = pl.col("level").replace_strict({name: i for i, name in enumerate(LEVELS)})
    told = pl.concat([pl.DataFrame(schema=PROBLEM_SCHEMA), *frames]).unique(maintain_order=True)
    placed = told.with_columns(rank=rank).with_row_index("place")
    return placed.sort(_ORDER, nulls_last=False).drop("rank", "place")


def as_problems(frame: pl.DataFrame, source: str, level: str | None = None) -> pl.DataFrame:
    """Records of rejects (their level given) or of doubts (with a level of their own)."""
    told = pl.lit(level) if level else pl.col("level")
    return frame.with_columns(source=pl.lit(source), level=told).select(
        pl.col(name).cast(dtype) for name, dtype in PROBLEM_SCHEMA.items()
    )


def _of_source(home: Home, sha256: str, source: str) -> list[pl.DataFrame]:
    rejects = home.rejects / source / f"{sha256}.parquet"
    doubts = home.doubts / source / f"{sha256}.parquet"
    return [
        as_problems(pl.read_parquet(path), source, level)
        for path, level in ((rejects, "block"), (doubts, None))
        if _is_there(path)
    ]


def _is_there(path: Path) -> bool:
    return path.is_file()
