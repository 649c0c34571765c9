"""What a table of no known kind looks like: its header, its columns, its records, its totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.headers import Cells


@dataclass(frozen=True)
class Structure:
    """A table as its shape shows it; all row numbers are 1-based rows of the sheet.

    `header_row` is the header's first row and `header_rows` how many there are; `columns` are
    their joined names, an unnamed column "". `data_rows` counts the records. `total_rows` and
    `note_rows` name the rows beneath the header that are none. `others` are further tables of
    the same sheet.
    """

    header_row: int
    header_rows: int
    columns: tuple[str, ...]
    data_rows: int
    total_rows: tuple[int, ...] = ()
    note_rows: tuple[int, ...] = ()
    others: tuple[Structure, ...] = ()


def describe(rows: Iterable[Cells], first_row: int = 1) -> Structure | None:
    """Tell a table's parts by their shape alone; None where there is no table."""
    for _ in enumerate(rows, first_row):
        pass
    return None
