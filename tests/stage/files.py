"""Small files of made-up people, and what staging makes of them."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.settings import Home
from pipelines.stage import Entry, stage_content

AS_OF = date(2026, 10, 31)
KEY = b"k" * 32

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def made_up_id(sequence: int, birth: str = "19700101") -> str:
    """An identity number of the unassigned county 370299."""
    body = f"370299{birth}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def wrong_check(number: str) -> str:
    return number[:17] + ("1" if number[17] != "1" else "2")


def csv_bytes(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@dataclasses.dataclass
class Outcome:
    """The three files and the counts of one staged content with one source."""

    home: Home
    sha256: str
    entry: Entry

    def _read(self, folder: Path) -> pl.DataFrame:
        return pl.read_parquet(folder / self.entry.source / f"{self.sha256}.parquet")

    @property
    def rows(self) -> pl.DataFrame:
        return self._read(self.home.staging)

    @property
    def people(self) -> pl.DataFrame:
        return self._read(self.home.identities)

    @property
    def rejects(self) -> pl.DataFrame:
        return self._read(self.home.rejects)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Received, accepted, rejected, repeated."""
        entry = self.entry
        return entry.received, entry.accepted, entry.rejected, entry.repeated

    def told(self, *columns: str) -> list[dict[str, Any]]:
        """Rejects as dictionaries, the row's text unpacked."""
        rows = self.rejects.to_dicts()
        for row in rows:
            row["row_text"] = json.loads(row["row_text"])
        return [{name: row[name] for name in columns} if columns else row for row in rows]


def stage_rows(folder: Path, rows: Sequence[Sequence[object]]) -> Outcome:
    """Write a csv, stage it into a home in `folder`, and expect one source in it."""
    content = csv_bytes(rows)
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / "received"
    path.write_bytes(content)
    home = Home(folder / "home")
    staged = stage_content(home, path, sha256, AS_OF, KEY)
    assert not staged.unread, staged.unread
    assert len(staged.entries) == 1
    return Outcome(home, sha256, staged.entries[0])
