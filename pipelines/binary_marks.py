"""What the reading library leaves out of binary workbooks: failed formulas and hidden rows.

A failed formula would come as a blank, and a blank says that nothing was meant. The records of
xls (BIFF8) and xlsb (BIFF12) are gone through for these two alone.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import olefile

from pipelines.package_parts import relations
from pipelines.zipped import Zipped

MAX_SHEETS = 500
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_BOUND_SHEET, _ROW, _BOOL_OR_ERROR, _FORMULA, _END = 0x85, 0x208, 0x205, 0x06, 0x0A
_BUNDLE_SHEET, _WIDE_ROW, _CELL_ERROR, _FORMULA_ERROR = 156, 0, 3, 11


@dataclass
class Marks:
    """One sheet's failed formulas by (row, column), 0-based, and its hidden rows, 1-based."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


def marks_of_xls(file: Path | io.BytesIO) -> list[Marks]:
    """The marks of every sheet of an xls, in its order; none where it is of an older make."""
    with olefile.OleFileIO(file) as document:
        name = next((n for n in ("Workbook", "Book") if document.exists(n)), None)
        content = document.openstream(name).read() if name else b""
    starts = [
        struct.unpack_from("<I", data)[0]
        for kind, data in _records(content, 0)
        if kind == _BOUND_SHEET and len(data) >= 6
    ]
    return [_marks(_records(content, start)) for start in starts[:MAX_SHEETS]]


def _records(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on, up to the end of the part they belong to."""
    while start + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, start)
        yield kind, content[start + 4 : start + 4 + size]
        start += 4 + size
        if kind == _END:
            return


def _marks(records: Iterable[tuple[int, bytes]]) -> Marks:
    marks = Marks()
    for kind, data in records:
        if kind == _ROW and len(data) >= 14:
            if data[12] & 0x20:
                marks.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        elif kind == _BOOL_OR_ERROR and len(data) >= 8 and data[7]:
            marks.errors[struct.unpack_from("<HH", data)] = _error(data[6])
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
            marks.errors[struct.unpack_from("<HH", data)] = _error(data[8])
    return marks


def _error(code: int) -> str:
    return ERRORS.get(code, "#ERROR!")


def marks_of_xlsb(file: Path | io.BytesIO) -> list[Marks]:
    """The marks of every sheet of an xlsb, in its order.

    Raises:
        NotReadable: it is damaged or larger than any table.
    """
    zipped = Zipped(file)
    parts = relations(zipped, "xl/workbook.bin")
    members = [
        parts.get(_wide(data, 8), ("", ""))[1]
        for kind, data in _wide_records(zipped.stretches("xl/workbook.bin"))
        if kind == _BUNDLE_SHEET
    ]
    return [
        _wide_marks(_wide_records(zipped.stretches(member))) if member in zipped else Marks()
        for member in members[:MAX_SHEETS]
    ]


def _wide_records(stretches: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Records whose kind and size stand in groups of seven bits."""
    rest = b""
    for stretch in stretches:
        content = rest + stretch
        at = 0
        while at + 6 < len(content):
            kind, start = _number(content, at, 2)
            size, start = _number(content, start, 4)
            if start + size > len(content):
                break
            yield kind, content[start : start + size]
            at = start + size
        rest = content[at:]
    if rest:
        kind, start = _number(rest + bytes(6), 0, 2)
        size, start = _number(rest + bytes(6), start, 4)
        yield kind, rest[start : start + size]


def _number(content: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number, and the place after it; in a kind of two bytes the first keeps its mark."""
    value = 0
    for step in range(longest):
        byte = content[at + step]
        value |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            return value, at + step + 1
    return value, at + longest


def _wide_marks(records: Iterable[tuple[int, bytes]]) -> Marks:
    marks = Marks()
    row = 0
    for kind, data in records:
        if kind == _WIDE_ROW and len(data) >= 12:
            row = struct.unpack_from("<I", data)[0]
            if data[11] & 0x10:
                marks.hidden_rows.add(row + 1)
        elif kind in (_CELL_ERROR, _FORMULA_ERROR) and len(data) >= 9:
            marks.errors[row, struct.unpack_from("<I", data)[0]] = _error(data[8])
    return marks


def _wide(data: bytes, at: int) -> str:
    size = struct.unpack_from("<I", data, at)[0] if len(data) >= at + 4 else 0
    return data[at + 4 : at + 4 + 2 * size].decode("utf-16-le", "replace")
