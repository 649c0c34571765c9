"""One sheet of a received workbook as rows of cells with their types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Row = list[Any]


@dataclass(frozen=True)
class Grid:
    """One sheet. `rows` are all its rows from the first, each as wide as it may be, and can be
    read once; a cell is a str, float, int, bool, date, datetime, time, or blank (None or "").

    A cell merged over several rows stands in each of them. `hidden_rows` (1-based) are among the
    rows: what is hidden was sent all the same. A cell whose formula failed is the text of its
    error (#N/A). `merged` are cells merged over several columns, as (top, left, bottom, right),
    0-based. Rows that turn out to be unreadable while they are read raise NotReadable.
    """

    name: str
    rows: Iterator[Row]
    format: str
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
