"""The records of a delimited text, line by line, where quotes and counts cannot be trusted.

The rule that keeps a stray quote from swallowing its neighbours: a line that has the right number
of cells by itself is a record by itself. Lines are joined to one record only if the first does not
close its quote, the whole is well-formed with the right number of cells, and no line between is a
record of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_MOST_LINES = 100
_MOST_CHARACTERS = 1 << 20
_END = "\x1f"


class Record(NamedTuple):
    """One record: the place of its first line, its cells as written, and how many lines it has."""

    start: int
    cells: list[str]
    lines: int


def records(
    lines: Sequence[str], delimiter: str, width: int | None, *, at_end: bool
) -> Iterator[Record]:
    """Yield every record of `lines`; stop before one that may go on in lines to come.

    `width` is the expected number of cells, None while the header is still unknown.
    """
    index = 0
    while index < len(lines):
        record = record_at(lines, index, delimiter, width, at_end=at_end)
        if record is None:
            return
        yield record
        index += record.lines


def record_at(
    lines: Sequence[str], index: int, delimiter: str, width: int | None, *, at_end: bool
) -> Record | None:
    """The record that begins on line `index`, or None if the lines end before it is certain."""
    line = lines[index]
    plain = line.split(delimiter)
    if '"' not in line:
        return Record(index, plain, 1)
    cells = _parse_closed(line, delimiter)
    if cells is not None and width in {None, len(cells)}:
        return Record(index, cells, 1)
    if cells is not None:
        return Record(index, plain if len(plain) == width else cells, 1)
    count = _joined_lines(lines, index, delimiter, width)
    if count > 1:
        return Record(index, _parse_strictly(_join(lines, index, count), delimiter) or plain, count)
    if count == 0 and not at_end:
        return None
    return Record(index, plain, 1)


def _joined_lines(lines: Sequence[str], index: int, delimiter: str, width: int | None) -> int:
    """How many lines make one well-formed record; 1 if they never do, 0 if more lines may tell."""
    is_whole = lines[index].count(delimiter) + 1 == width
    last = min(len(lines), index + _MOST_LINES)
    size = len(lines[index])
    for end in range(index + 1, last):
        stands_alone = width != 1 and _stands_alone(lines[end], delimiter, width)
        if is_whole and stands_alone:
            return 1
        size += len(lines[end])
        if '"' in lines[end]:
            text = _join(lines, index, end - index + 1)
            cells = _parse_strictly(text, delimiter)
            if cells is not None and width in {None, len(cells)}:
                return end - index + 1
            if cells is not None or not _is_open(text, delimiter):
                return 1  # no further line can mend it
        if stands_alone or size > _MOST_CHARACTERS:
            return 1
    return 1 if last < len(lines) else 0


def _stands_alone(line: str, delimiter: str, width: int | None) -> bool:
    cells = _parse_closed(line, delimiter) if '"' in line else line.split(delimiter)
    return cells is not None and len(cells) == width


def _join(lines: Sequence[str], index: int, count: int) -> str:
    return "\n".join(lines[index : index + count])


def _parse_closed(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line read leniently, or None if a quote stays open at its end."""
    try:
        cells = next(csv.reader([f"{line}{delimiter}{_END}"], delimiter=delimiter))
    except csv.Error:
        return None
    return cells[:-1] if cells[-1] == _END else None


def _is_open(text: str, delimiter: str) -> bool:
    """Whether a text that is not well-formed only lacks the end of a quoted cell."""
    try:
        list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as problem:
        return "unexpected end of data" in str(problem)
    return False


def _parse_strictly(text: str, delimiter: str) -> list[str] | None:
    """The cells of a well-formed record of one or more lines, or None."""
    try:
        parsed = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return parsed[0] if len(parsed) == 1 else None
