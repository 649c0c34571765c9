"""The workbook that goes back: first what is wrong and what to do, then the department's own rows.

Cells are written as text whatever they look like, so that no cell of a received file can become a
formula or a link, and an identity number that is typed in stays whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from pipelines.formats import NotReadable
from pipelines.return_numbers import GUIDE_SHEET
from pipelines.returns.guide import Told, write_guide
from pipelines.returns.look import Look
from pipelines.returns.received import ReceivedSheet, received_sheets
from pipelines.returns.table import TableSheet, write_table
from pipelines.workbook.lists import sheet_name

# A workbook holds no date: its bytes are those of the rows in it.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's own time has no zone
_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


@dataclass(frozen=True)
class Listed:
    """What a written workbook holds: rows by sheet that it lists as kept out, and those that are
    too many to be listed."""

    rows: frozenset[tuple[str, int]]
    beyond: int


def write_book(
    path: Path, told: Told, raw: Path | None, numbers: Mapping[tuple[str, int], str]
) -> Listed:
    """Write the workbook of one received file; the same rows give the same bytes.

    `numbers` are return numbers that rows bear already, by sheet and row: those of a returned
    file that comes back with faults left in it.
    """
    by_sheet = _by_sheet(told.problems)
    sheets = _sheets_to_write(raw, told, by_sheet)
    options = {**_SAFE, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {"title": "退回更正", "author": "三色 Sanse", "created": _CREATED},
        )
        look = Look(book)
        names = _names(sheets)
        listed = _listed(sheets, by_sheet)
        write_guide(look, told, [(names[s.index], s) for s in sheets], listed.beyond)
        for sheet in sheets:
            write_table(
                look,
                TableSheet(
                    names[sheet.index], sheet, told.file_id, by_sheet.get(sheet.name, {}), numbers
                ),
            )
    return listed


def _by_sheet(problems: pl.DataFrame) -> dict[str, dict[int | None, list[dict[str, Any]]]]:
    found: dict[str, dict[int | None, list[dict[str, Any]]]] = {}
    for row in problems.iter_rows(named=True):
        found.setdefault(row["sheet"], defaultdict(list))[row["row_number"]].append(row)
    return found


def _sheets_to_write(
    raw: Path | None, told: Told, by_sheet: Mapping[str, Mapping[int | None, Any]]
) -> list[ReceivedSheet]:
    """The sheets of the file that go back: those that were read, and short ones beside them."""
    if raw is None or told.problems.is_empty():
        return []
    wanted = {name: [row for row in rows if row is not None] for name, rows in by_sheet.items()}
    try:
        sheets = list(received_sheets(raw, wanted, told.passwords, told.entries))
    except NotReadable:
        return []
    return [sheet for sheet in sheets if sheet.blocks]


def _names(sheets: Iterable[ReceivedSheet]) -> dict[int, str]:
    taken, names = {GUIDE_SHEET}, {}
    for sheet in sheets:
        names[sheet.index] = sheet_name(sheet.name or "数据", taken)
        taken.add(names[sheet.index])
    return names


def _listed(
    sheets: Sequence[ReceivedSheet], by_sheet: Mapping[str, Mapping[int | None, Any]]
) -> Listed:
    rows: set[tuple[str, int]] = set()
    beyond = 0
    for sheet in sheets:
        there = {number for number, _ in sheet.lines}
        bad = {
            row
            for row, found in by_sheet.get(sheet.name, {}).items()
            if row is not None and any(one["level"] == "block" for one in found)
        }
        rows.update((sheet.name, row) for row in bad & there)
        beyond += len(bad - there)
    return Listed(frozenset(rows), beyond)
