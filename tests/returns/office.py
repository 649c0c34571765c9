"""A department and a clerk: files handed in, returned workbooks opened, mended, handed in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import xlsxwriter

from pipelines.ingest import IngestReport, ingest
from pipelines.months import parse_month
from pipelines.received import Delivery, deliveries_for, sources_for
from pipelines.returns import ReturnsReport, write_returns
from pipelines.settings import Home
from pipelines.stage import Entry

Rows = Sequence[Sequence[object]]
Edit = Callable[[Any], None]


class Office:
    """An inbox and a home, and what a clerk does with them."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.inbox.mkdir(parents=True)
        self.home = Home(folder / "home")
        self.report: ReturnsReport | None = None

    def put(self, path: str, rows: Rows | Mapping[str, Rows] | bytes) -> Path:
        """Lay a file into the inbox: csv or xlsx by its name, sheets by theirs."""
        target = self.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(rows, bytes):
            target.write_bytes(rows)
        elif target.suffix == ".xlsx":
            sheets = rows if isinstance(rows, Mapping) else {"名册": rows}
            _write_workbook(target, sheets)
        else:
            target.write_bytes(_csv_bytes(rows))  # type: ignore[arg-type]
        return target

    def receive(self, month: str = "2026-10", workers: int = 1) -> IngestReport:
        """Take what is new, and bring the tray of returned workbooks in line."""
        when = parse_month(month)
        report = ingest(self.home, self.inbox, when, workers=workers)
        self.report = write_returns(self.home, when)
        return report

    @property
    def returned(self) -> list[str]:
        """The returned workbooks, by their paths in the tray."""
        files = self.home.returns.rglob("*.xlsx")
        return sorted(path.relative_to(self.home.returns).as_posix() for path in files)

    def open(self, name: str) -> Any:
        """A returned workbook, as a clerk opens it."""
        return openpyxl.load_workbook(self.home.returns / name)

    def mend(self, name: str, path: str, edit: Edit, sheet: str = "名册") -> Path:
        """Open a returned workbook, edit a sheet, save it into the inbox under another name."""
        book = self.open(name)
        edit(book[sheet])
        target = self.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        book.save(target)
        return target

    def delivery(self, path: str, month: str = "2026-10") -> Delivery:
        return next(
            one
            for one in deliveries_for(self.home, parse_month(month))
            if one.path == path and one.status != "superseded"
        )

    def entry(self, path: str, month: str = "2026-10") -> Entry:
        [entry] = self.delivery(path, month).entries
        return entry

    def counts(self, path: str, month: str = "2026-10") -> tuple[int, int, int, int]:
        """Received, accepted, rejected, repeated of a delivery."""
        entries = self.delivery(path, month).entries
        told = [(e.received, e.accepted, e.rejected, e.repeated) for e in entries]
        received, accepted, rejected, repeated = map(sum, zip(*told, strict=True))
        return received, accepted, rejected, repeated

    def staged(self, source: str, month: str = "2026-10") -> pl.DataFrame:
        """The rows of a source that a month works with."""
        from contextlib import closing

        from pipelines.inputs import create_staging_view
        from pipelines.warehouse import open_warehouse
        from schemas.sources import source_named

        status = sources_for(self.home, parse_month(month))[source]
        with closing(open_warehouse(None)) as con:
            con.execute("create schema staging")
            con.execute("create schema inputs")
            create_staging_view(con, self.home, source_named(source), status.files)
            return con.sql(f"select * from staging.{source}").pl()

    def people(self, source: str, month: str = "2026-10") -> list[str]:
        """The persons that a month knows of a source, once for every row."""
        return sorted(self.staged(source, month)["person_id"].drop_nulls().to_list())


def cell_of(sheet: Any, row_with: str, heading: str) -> Any:
    """The cell under a heading, in the first row that has a cell of this content."""
    x = heading_place(sheet, heading)
    for row in sheet.iter_rows():
        if any(cell.value == row_with for cell in row):
            return row[x]
    raise AssertionError(f"no row with {row_with}")


def heading_place(sheet: Any, heading: str) -> int:
    """Where a heading stands (0-based)."""
    for row in sheet.iter_rows():
        values = [cell.value for cell in row]
        if heading in values:
            return len(values) - 1 - values[::-1].index(heading)
    raise AssertionError(f"no heading {heading}")


def _write_workbook(path: Path, sheets: Mapping[str, Rows]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for y, row in enumerate(rows):
                for x, value in enumerate(row):
                    page.write(y, x, value)


def _csv_bytes(rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
