"""Records of a sheet as frames of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from pipelines.cell_text import cell_text, short_text
from pipelines.grids import Row
from pipelines.recognise import Recognised


def frame_of(header: Recognised, records: Sequence[tuple[int, Row]]) -> pl.DataFrame:
    """The columns that the header knows, and beside them what `Block` says of every batch."""
    columns: dict[str, pl.Series] = {}
    identities = set(header.identity_columns)
    for name, x in header.positions.items():
        values = _values(records, x)
        if name in header.others:
            values = _first_filled(values, [_values(records, y) for y in header.others[name]])
        shown = cell_text if name in identities else short_text
        texts = [(v or None) if type(v) is str else shown(v) for v in values]
        columns[name] = pl.Series(name, texts, pl.String)
        if name in identities:
            flags = [isinstance(value, float | int) for value in values]
            columns[f"{name}__is_number"] = pl.Series(flags, dtype=pl.Boolean)
    return pl.DataFrame(columns).with_columns(
        pl.Series("row_number", [number for number, _ in records], pl.UInt32),
        pl.lit(None, pl.String).alias("row_fault"),
        pl.lit(None, pl.String).alias("row_text"),
    )


def batches_of(frames: Iterator[pl.DataFrame], batch_rows: int) -> Iterator[pl.DataFrame]:
    """The same rows in frames of `batch_rows`, the last one shorter."""
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        waiting.append(frame)
        if sum(part.height for part in waiting) < batch_rows:
            continue
        together = pl.concat(waiting)
        whole = together.height // batch_rows * batch_rows
        for offset in range(0, whole, batch_rows):
            yield together.slice(offset, batch_rows)
        waiting = [together.slice(whole)] if whole < together.height else []
    if waiting:
        yield pl.concat(waiting)


def _values(records: Sequence[tuple[int, Row]], x: int) -> list[Any]:
    return [row[x] if x < len(row) else None for _, row in records]


def _first_filled(values: list[Any], others: Sequence[list[Any]]) -> list[Any]:
    """Row by row the first value that is not blank, of columns with the same header."""
    for other in others:
        values = [b if _is_blank(a) else a for a, b in zip(values, other, strict=True)]
    return values


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
