"""Workbooks of the xlsx kind as grids, a stretch of each sheet at a time.

The sheets' XML is unpacked and cut here (so that neither a bomb nor a cell in the last corner can
fill the memory); what a cell means, its number format among it, is left to calamine, which is
given each piece as a small workbook of its own.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from python_calamine import CalamineSheet, CalamineWorkbook

from pipelines.binary_marks import MAX_SHEETS
from pipelines.blocks import Unread
from pipelines.formats import DAMAGED, NotReadable
from pipelines.grid import Grid, Row
from pipelines.merged import across, fill_merged
from pipelines.package_parts import local_items, named, parsed, relations
from pipelines.panics import without_panic
from pipelines.shared_strings import STRINGS_BYTES, read_shared_strings
from pipelines.sheet_pieces import MIXED_ROWS, Piece, cut, survey
from pipelines.zipped import Zipped

# What stands before the number of a shared text: a character that no text of ours has.
_MARK = "\U0010fffd"
_SHARED = re.compile(
    rb"(<(?:\w+:)?c\b[^<>]*?\bt\s*=\s*[\"'])s([\"'][^<>]*>\s*"
    rb"(?:<(?:\w+:)?f(?=[\s/>])[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v(?:\s[^<>]*)?>)\s*"
)
_ERROR = re.compile(rb"(<(?:\w+:)?c\b[^<>]*?\bt\s*=\s*[\"'])e([\"'])")
_WORKBOOK = (
    '<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{main}" xmlns:r="{rels}">'
    '<workbookPr date1904="{is_1904:d}"/>'
    '<sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LISTING = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships">'
)
_PACKAGE = (
    f'{_LISTING}<Relationship Id="r1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_RELATIONS = (
    f"{_LISTING}"
    f'<Relationship Id="r1" Type="{_RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_RELS}/styles" Target="styles.xml"/></Relationships>'
)
# A piece may use any prefix that the sheet declared.
_SHEET = (
    f'<worksheet xmlns="{_MAIN}" xmlns:x="{_MAIN}" xmlns:r="{_RELS}"><sheetData>'.encode(),
    b"</sheetData></worksheet>",
)
_TOO_MANY_SHEETS = (
    f"工作簿有超过 {MAX_SHEETS} 张工作表，没有读取。"
    "请只把应报送的工作表另存为新的工作簿后重新提交。"
)


@dataclass(frozen=True)
class _Sheet:
    name: str
    member: str
    is_hidden: bool


def read_xlsx(file: Path | BinaryIO) -> Iterator[Grid | Unread]:
    """The sheets of the workbook in their order.

    Raises:
        NotReadable: the file is damaged, no workbook, or larger than any table.
    """
    book = _Book(Zipped(file))
    for sheet in book.sheets:
        try:
            found = survey(book.zipped.stretches(sheet.member))
            rows = _begun(fill_merged(book.rows(sheet.member), found.merged))
        except NotReadable as problem:
            yield Unread(f"工作表“{sheet.name}”：{problem}", sheet.name)
            continue
        hidden = frozenset(found.hidden_rows)
        yield Grid(sheet.name, rows, "xlsx", sheet.is_hidden, hidden, across(found.merged))


def _begun(rows: Iterator[Row]) -> Iterator[Row]:
    """The same rows, the first of them already read: most of what is wrong shows then."""
    return chain(list(islice(rows, 1)), rows)


class _Book:
    """The parts of a workbook that its sheets share."""

    def __init__(self, zipped: Zipped) -> None:
        self.zipped = zipped
        self._parts = relations(zipped, self._main_part())
        tree = parsed(zipped.whole(self._main_part()))
        dates = [local_items(element).get("date1904") for element in named(tree, "workbookPr")]
        self._is_1904 = any(value in ("1", "true") for value in dates)
        self.sheets = list(self._sheets(tree))

    def _main_part(self) -> str:
        parts = relations(self.zipped, "").values()
        return next((part for kind, part in parts if kind == "officeDocument"), "xl/workbook.xml")

    def _sheets(self, tree: ElementTree.Element) -> Iterator[_Sheet]:
        listed = list(named(tree, "sheet"))
        if len(listed) > MAX_SHEETS:
            raise NotReadable(_TOO_MANY_SHEETS)
        for element in listed:
            said = local_items(element)
            kind, member = self._parts.get(said.get("id", ""), ("", ""))
            if kind == "worksheet":  # others are charts and macros
                yield _Sheet(
                    said.get("name", ""), member, said.get("state", "visible") != "visible"
                )

    def _part(self, kind: str) -> str | None:
        return next((part for found, part in self._parts.values() if found == kind), None)

    @cached_property
    def _styles(self) -> bytes:
        part = self._part("styles")
        return self.zipped.whole(part) if part and part in self.zipped else b""

    @cached_property
    def _texts(self) -> list[str]:
        part = self._part("sharedStrings")
        if part is None or part not in self.zipped:
            return []
        return read_shared_strings(self.zipped.stretches(part, STRINGS_BYTES))

    def rows(self, member: str) -> Iterator[Row]:
        """A sheet's rows from its first to the last with a value."""
        given = 0
        for piece in cut(self.zipped.stretches(member)):
            first, rows = self._laid_out(piece)
            if rows and first < given:
                raise NotReadable(MIXED_ROWS)
            if rows:
                yield from ([] for _ in range(first - given))
                yield from rows
                given = first + len(rows)

    def _laid_out(self, piece: Piece) -> tuple[int, list[Row]]:
        """The piece's first row with a value (0-based) and the rows from there."""
        xml = _with_marks(_with_errors(piece.xml, piece.is_usual), piece.is_usual)
        sheet = without_panic(lambda: _open(self._workbook(xml)))
        if sheet.start is None:
            return 0, []
        top, left = sheet.start
        rows = sheet.to_python()
        if _MARK.encode() in xml:
            rows = _with_texts(rows, self._texts)
        return top + piece.before, [[None] * left + row for row in rows] if left else rows

    def _workbook(self, rows: bytes) -> io.BytesIO:
        """A workbook of one sheet with these rows, in the formats of this workbook."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(
                "xl/workbook.xml", _WORKBOOK.format(main=_MAIN, rels=_RELS, is_1904=self._is_1904)
            )
            archive.writestr("_rels/.rels", _PACKAGE)
            archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
            if self._styles:
                archive.writestr("xl/styles.xml", self._styles)
            archive.writestr("xl/worksheets/sheet1.xml", _SHEET[0] + rows + _SHEET[1])
        content.seek(0)
        return content


def _with_texts(rows: list[Row], texts: Sequence[str]) -> list[Row]:
    """The rows with shared texts in the place of their marked numbers."""
    try:
        return [
            [texts[int(v[1:])] if type(v) is str and v[:1] == _MARK else v for v in row]
            for row in rows
        ]
    except (ValueError, IndexError):
        raise NotReadable(DAMAGED) from None


def _open(workbook: io.BytesIO) -> CalamineSheet:
    return CalamineWorkbook.from_filelike(workbook).get_sheet_by_index(0)


def _with_errors(xml: bytes, is_usual: bool) -> bytes:
    """The rows with failed formulas as the texts of their errors (else they would be blank)."""
    if is_usual and b't="e"' not in xml:
        return xml
    return _ERROR.sub(rb"\1str\2", xml)


def _with_marks(xml: bytes, is_usual: bool) -> bytes:
    """The rows with the numbers of shared texts as texts of their own, told by a mark."""
    marked = xml.replace(b't="s"><v>', b't="str"><v>' + _MARK.encode())
    if b't="s"' in marked or not is_usual:
        return _SHARED.sub(rb"\1str\2" + _MARK.encode(), marked)
    return marked
