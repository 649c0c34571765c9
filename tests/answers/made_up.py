"""A made-up street's list, filled as an office fills it, and what staging makes of it."""

from __future__ import annotations

import functools
import io
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from pipelines.months import Month
from pipelines.settings import Home
from pipelines.stage import Entry, Unreadable, stage_content
from pipelines.workbook import StreetList, write_workbook
from pipelines.workbook.lists import ADDED_ROWS, COLUMNS, LIST_SHEET, TOP

SOURCE = "field__visit_results"
HOUSEHOLDS = 6
KEY = b"answers of a made-up street only"
DELIVERED = date(2026, 11, 30)
HEADINGS = [column.heading for column in COLUMNS]
# What stands in a given row of the sheet (1-based): households first, then the rows to add to.
FIRST = TOP + 1


def household_id(number: int) -> str:
    return f"H{number:010d}A"


def added_row(number: int, households: int = HOUSEHOLDS) -> int:
    """The sheet's row in which the n-th household is written by hand."""
    assert 1 <= number <= ADDED_ROWS
    return TOP + households + 1 + number


def _household(number: int) -> dict[str, Any]:
    return {
        "month": "2026-10",
        "household_id": household_id(number),
        "community_name": f"第{number % 3}社区居民委员会",
        "grid_code": "G1",
        "head_name": f"测试户{number}",
        "address": f"兰亭路{number}号",
        "phone": f"1990000{number:04d}",
        "members_count": 2,
        "colour": ("red", "orange", "yellow")[number % 3],
        "rank_in_street": number,
        "status": "new",
        "months_listed": 1,
        "reasons": "残联（2026-09-01）：精神一级残疾",
        "already_receives": None,
        "likely_policies": None,
        "data_gaps": None,
        "is_provisional": False,
        "next_visit_by": date(2026, 12, 2),
        "verify_by": date(2026, 11, 16),
    }


@functools.cache
def sent(households: int = HOUSEHOLDS) -> bytes:
    """The workbook as a street office gets it."""
    rows = [_household(number) for number in range(1, households + 1)]
    listed = StreetList(
        Month(2026, 10), "黄岛街道", date(2026, 11, 2), date(2026, 11, 16), rows, []
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent.xlsx"
        write_workbook(path, listed)
        return path.read_bytes()


def filled(
    path: Path, edits: Iterable[tuple[int, Mapping[str, Any]]], households: int = HOUSEHOLDS
) -> Path:
    """The workbook with some cells written: (row of the sheet, heading → value)."""
    book = openpyxl.load_workbook(io.BytesIO(sent(households)))
    sheet = book[LIST_SHEET]
    for row, cells in edits:
        for heading, value in cells.items():
            sheet.cell(row, HEADINGS.index(heading) + 1).value = value
    book.save(path)
    return path


@dataclass(frozen=True)
class Taken:
    """What came of one file: the counts, the rows taken and those sent back, and the words."""

    entry: Entry
    rows: pl.DataFrame
    rejects: pl.DataFrame
    words: pl.DataFrame
    unread: tuple[Unreadable, ...]

    def of(self, **values: Any) -> dict[str, Any]:
        """The one row taken in which these columns have these values."""
        (row,) = self.rows.filter(**values).to_dicts()
        return row


def taken(path: Path, folder: Path, delivered: date = DELIVERED) -> Taken:
    """Stage a file and read what was laid down."""
    home, sha256 = Home(folder), "a" * 64
    staged = stage_content(home, path, sha256, delivered, KEY)
    (entry,) = staged.entries
    assert entry.source == SOURCE
    assert entry.received == entry.accepted + entry.rejected + entry.repeated
    rows, rejects, words = (
        pl.read_parquet(kept / SOURCE / f"{sha256}.parquet")
        for kept in (home.staging, home.rejects, home.identities)
    )
    assert rows.height == entry.accepted
    return Taken(entry, rows, rejects, words, staged.unread)
