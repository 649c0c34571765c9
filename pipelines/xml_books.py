"""Workbooks as Excel 2003 wrote them in one XML file, which exports still name .xls."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pipelines.cell_places import PlacedCells
from pipelines.formats import DAMAGED, NotReadable
from pipelines.grid import Grid
from pipelines.tag_cuts import check_length

_STRETCH = 1 << 20
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']""")
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
# Between the namespace and the name of a tag or attribute.
_JOIN = "\t"
_ENTITIES = "文件里有自定义的实体声明，为安全起见没有读取。请用 Excel 打开后另存为 xlsx 再提交。"


def read_xml_book(file: Path | io.BytesIO) -> Iterator[Grid]:
    """The sheets of the workbook in their order.

    Raises:
        NotReadable: the XML is damaged, declares entities, or holds more than any table.
    """
    book = _Book()
    parser = expat.ParserCreate("utf-8", _JOIN)
    parser.buffer_text = True
    parser.StartElementHandler = book.start
    parser.EndElementHandler = book.end
    parser.CharacterDataHandler = book.data
    parser.StartDoctypeDeclHandler = _refuse_entities
    try:
        for text in _utf8(file):
            parser.Parse(text, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise NotReadable(DAMAGED) from None
    for sheet in book.sheets:
        cells = sheet.cells
        yield Grid(
            sheet.name, iter(cells.rows), "xml", sheet.is_hidden,
            frozenset(cells.hidden_rows), tuple(cells.merged),
        )  # fmt: skip


def _refuse_entities(*_: Any) -> None:
    raise NotReadable(_ENTITIES)


def _utf8(file: Path | io.BytesIO) -> Iterator[bytes]:
    """The text in UTF-8 whatever its declaration says: the parser knows few encodings."""
    opened = file if isinstance(file, io.BytesIO) else file.open("rb")
    with opened:
        start = opened.read(_STRETCH)
        decoder = codecs.getincrementaldecoder(_encoding(start))("replace")
        while start:
            yield decoder.decode(start).encode()
            start = opened.read(_STRETCH)
        yield decoder.decode(b"", final=True).encode()


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARED.search(start[:400])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name.startswith(("gb", "cp936", "x-gbk")):
        return "gb18030"
    try:
        return codecs.lookup(name).name if name.startswith(("utf", "big5")) else "utf-8-sig"
    except LookupError:
        return "utf-8-sig"


class _Sheet:
    def __init__(self, name: str) -> None:
        self.name = name
        self.is_hidden = False
        self.cells = PlacedCells()


class _Book:
    """What the parser tells, taken in order."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self._text: list[str] | None = None
        self._size = 0
        self._kind = ""
        self._value: Any = None
        self._cell: tuple[int | None, int, int] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        told = {_local(key): value for key, value in attributes.items()}
        if name == "Worksheet":
            self.sheets.append(_Sheet(told.get("Name", "")))
        elif not self.sheets:
            return
        elif name == "Row":
            is_hidden = told.get("Hidden") == "1"
            self.sheets[-1].cells.start_row(_place(told.get("Index")), is_hidden=is_hidden)
        elif name == "Cell":
            spans = (_number(told.get("MergeAcross")), _number(told.get("MergeDown")))
            self._cell, self._value = (_place(told.get("Index")), *spans), None
        elif name in ("Data", "Visible"):
            self._text, self._kind, self._size = [], told.get("Type", "String"), 0

    def data(self, text: str) -> None:
        if self._text is not None:
            self._size += len(text)
            check_length(self._size)
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in ("Data", "Visible") and self._text is not None:
            text, self._text = "".join(self._text), None
            if name == "Data":
                self._value = _typed(self._kind, text)
            else:
                self.sheets[-1].is_hidden = text.strip() in ("SheetHidden", "SheetVeryHidden")
        elif name == "Cell" and self._cell:
            index, right, down = self._cell
            self.sheets[-1].cells.add(self._value, index, right=right, down=down)
            self._cell = None


def _local(name: str) -> str:
    return name.rpartition(_JOIN)[2]


def _place(index: str | None) -> int | None:
    return max(_number(index) - 1, 0) if index else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _typed(kind: str, text: str) -> Any:
    """A value as its type says; an error stays the text of the error."""
    try:
        return _TYPES[kind](text) if kind in _TYPES else text
    except (ValueError, OverflowError):
        return text


def _moment(text: str) -> dt.datetime | dt.time:
    """A time of day stands on the day before all others."""
    moment = dt.datetime.fromisoformat(text.strip())
    return moment.time() if moment.date() == dt.date(1899, 12, 31) else moment


_TYPES: dict[str, Callable[[str], Any]] = {
    "Number": float,
    "Boolean": lambda text: text.strip() == "1",
    "DateTime": _moment,
}
