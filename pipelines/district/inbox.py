"""The inbox that is being filled: files as the departments name them, and what is true of each."""

import csv
import dataclasses
import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from pipelines.district.draft import Draft, Fate
from pipelines.district.files import (
    CREATED,
    Line,
    Sheet,
    write_csv,
    write_web_page,
    write_workbook,
)


@dataclass(frozen=True)
class Layout:
    """How a department lays a table out: headers by column, and the lines around the data.

    `groups` is a first header line over the headers (blank cells belong to the group before).
    """

    headers: dict[str, str]
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    groups: Line = ()
    interrupted: bool = False
    numbered: bool = True


@dataclass(frozen=True)
class Page:
    """One table of a file and its layout."""

    name: str
    draft: Draft
    layout: Layout


@dataclass(frozen=True)
class Delivered:
    """What is true of one file: its rows, and how many of them count."""

    path: str
    delivery_month: str
    source: str
    received: int
    rejected: int
    repeated: int
    sha256: str
    state: str = "recognised"

    @property
    def accepted(self) -> int:
        """Received rows that are neither rejected nor repeated."""
        return self.received - self.rejected - self.repeated


@dataclass
class Inbox:
    """Files written so far under `folder`, with their counts and the damage done in them."""

    folder: Path
    files: list[Delivered] = field(default_factory=list)
    damages: list[tuple[str, str, int, str, str, str]] = field(default_factory=list)

    def workbook(self, path: str, month: str, pages: Sequence[Page], notes: str = "") -> None:
        """Write an xlsx file of one or more tables, with a sheet of notes where given."""
        sheets = [self._sheet(page) for page in pages]
        if notes:
            empty = pl.DataFrame({"说明": []}, schema={"说明": pl.String})
            sheets.append(Sheet("说明", ((notes,),), empty))
        write_workbook(self.folder / path, sheets)
        self._record(path, month, pages, sheets)

    def text(self, path: str, month: str, page: Page, encoding: str, separator: str = ",") -> None:
        """Write a csv file."""
        sheet = self._sheet(page)
        write_csv(self.folder / path, sheet, encoding, separator)
        self._record(path, month, [page], [sheet])

    def web_page(self, path: str, month: str, page: Page) -> None:
        """Write a web page with one table, which readers call 表1."""
        named = dataclasses.replace(page, name="表1")
        sheet = self._sheet(named)
        write_web_page(self.folder / path, sheet)
        self._record(path, month, [named], [sheet])

    def pack(self, archive: str, paths: Sequence[str]) -> None:
        """Put files into a zip archive instead: each is a delivery of its own."""
        inside = {path: f"{archive}/{path.rpartition('/')[2]}" for path in paths}
        with zipfile.ZipFile(self.folder / archive, "w", zipfile.ZIP_STORED) as packed:
            for path in paths:
                member = zipfile.ZipInfo(path.rpartition("/")[2], CREATED.timetuple()[:6])
                packed.writestr(member, (self.folder / path).read_bytes())
                (self.folder / path).unlink()
        self.files = [
            dataclasses.replace(file, path=inside.get(file.path, file.path)) for file in self.files
        ]
        self.damages = [(inside.get(one[0], one[0]), *one[1:]) for one in self.damages]

    def foreign(self, path: str, month: str, content: bytes, state: str) -> None:
        """Put a file there that no source is: `unreadable` or `unrecognised`."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.files.append(Delivered(path, month, "", 0, 0, 0, _sha256(target), state))

    def copy(self, original: str, path: str, month: str) -> None:
        """Deliver the same bytes once more under another name: every row is repeated."""
        source = next(f for f in self.files if f.path == original)
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((self.folder / original).read_bytes())
        received = source.received
        self.files.append(
            Delivered(path, month, source.source, received, 0, received, source.sha256, "copy")
        )

    @staticmethod
    def _sheet(page: Page) -> Sheet:
        layout, frame = page.layout, page.draft.frame
        headers = list(layout.headers.values())
        shown = frame.select(list(layout.headers))
        lines = (tuple(layout.groups), tuple(headers)) if layout.groups else (tuple(headers),)
        breaks: dict[int, tuple[Line, ...]] = {}
        if layout.interrupted and frame.height > 12:
            breaks = {frame.height // 3: (tuple(headers),), frame.height // 2: ((),)}
        return Sheet(
            page.name, lines, shown, layout.above, layout.below, breaks, page.draft.numbers
        )

    def _record(
        self, path: str, month: str, pages: Sequence[Page], sheets: Sequence[Sheet]
    ) -> None:
        fates = np.concatenate([page.draft.fates for page in pages])
        # A sheet of notes, standing last, belongs to no page.
        for page, sheet in zip(pages, sheets, strict=False):
            self._note_damages(path, page, sheet)
        self.files.append(
            Delivered(
                path,
                month,
                pages[0].draft.source,
                len(fates),
                int((fates == Fate.REJECTED).sum()),
                int((fates == Fate.REPEATED).sum()),
                _sha256(self.folder / path),
            )
        )

    def _note_damages(self, path: str, page: Page, sheet: Sheet) -> None:
        lines = sheet.line_numbers()
        name = page.name if path.endswith((".xlsx", ".xls")) else ""
        for damage in page.draft.damages:
            self.damages.append(
                (
                    path,
                    name,
                    int(lines[damage.row]),
                    damage.column,
                    damage.kind,
                    damage.fate.name.lower(),
                )
            )

    def write_tables(self, folder: Path) -> None:
        """Write `files.csv` and `damage.csv` of the truth."""
        counts = ("received", "accepted", "rejected", "repeated")
        header = ("path", "delivery_month", "source", *counts, "state", "sha256")
        rows = [
            [getattr(file, column) for column in header]
            for file in sorted(self.files, key=lambda file: (file.delivery_month, file.path))
        ]
        write_rows(folder / "files.csv", header, rows)
        columns = ("path", "sheet", "row_number", "column", "kind", "fate")
        write_rows(folder / "damage.csv", columns, sorted(self.damages))


def write_rows(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a small table of the truth as UTF-8 csv."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
