"""Grids as an official reads them: a line a row, cells parted by strokes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from tests.read.contracts import made_up_id

_TIMES = re.compile(r"(\d+)×")


def rows_of(text: str, numbers: Iterator[int] | None = None) -> list[list[str | None]]:
    """The rows; `3×` repeats a row, 身份证 becomes another person's number each time."""
    numbers = numbers or itertools.count(1)
    rows = []
    for line in text.rstrip("\n").split("\n"):
        found = _TIMES.match(line)
        for _ in range(int(found[1]) if found else 1):
            cells = (line[found.end() :] if found else line).split("|")
            rows.append([_cell(cell, numbers) for cell in cells])
    return rows


def _cell(text: str, numbers: Iterator[int]) -> str | None:
    return made_up_id(sequence=next(numbers)) if text.strip() == "身份证" else text or None
