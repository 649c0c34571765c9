"""Tables of web pages, which many systems' exports are, named .xls; nothing is ever fetched."""

from __future__ import annotations

import codecs
import email
import email.policy
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from pipelines.cell_places import PlacedCells
from pipelines.formats import NotReadable
from pipelines.grid import Grid
from pipelines.tag_cuts import check_length

# Larger pages are not parsed: a table of this size belongs into a workbook or a csv.
_MAX_BYTES = 512 << 20
_STRETCH = 1 << 18
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Only numbers that are no date and no amount as shown need more than what the page shows.
_EXACT = 1e11
_TOO_LARGE = "网页格式的表格超过 512 MB，没有读取。请另存为 xlsx 或 csv 后重新提交。"
_NO_TABLE = (
    "这是网页格式的文件，里面没有表格（数据可能在同名的文件夹里）。"
    "请用 Excel 或 WPS 打开后另存为 xlsx，再重新提交。"
)
_BROKEN = "网页格式的文件读不懂，可能已损坏。请用 Excel 或 WPS 打开后另存为 xlsx，再重新提交。"


def read_web_tables(file: Path | io.BytesIO) -> Iterator[Grid]:
    """Every table of a page, in the order in which they begin; a table within another apart.

    Raises:
        NotReadable: there is none, or it is larger than any table.
    """
    yield from _grids([_bytes_of(file)], "html")


def read_web_archive(file: Path | io.BytesIO) -> Iterator[Grid]:
    """Every table of a web archive (mht): the pages in it one after another."""
    message = email.message_from_bytes(_bytes_of(file), policy=email.policy.default)
    pages = [
        content
        for part in message.walk()
        if part.get_content_type() == "text/html"
        and isinstance(content := part.get_payload(decode=True), bytes)
    ]
    yield from _grids(pages, "mht")


def _bytes_of(file: Path | io.BytesIO) -> bytes:
    content = file.getvalue() if isinstance(file, io.BytesIO) else None
    if isinstance(file, Path):
        if file.stat().st_size > _MAX_BYTES:
            raise NotReadable(_TOO_LARGE)
        content = file.read_bytes()
    return content or b""


def _grids(pages: list[bytes], kind: str) -> Iterator[Grid]:
    tables = [table for page in pages for table in _tables(page) if any(map(any, table.cells.rows))]
    if not tables:
        raise NotReadable(_NO_TABLE)
    for number, table in enumerate(tables, start=1):
        cells = table.cells
        yield Grid(
            f"表{number}", iter(cells.rows), kind, table.is_hidden,
            frozenset(cells.hidden_rows), tuple(cells.merged),
        )  # fmt: skip


def _tables(page: bytes) -> list[_Table]:
    target = _Page()
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, recover=True)
    decoder = codecs.getincrementaldecoder(_encoding(page))("replace")
    try:
        for start in range(0, len(page), _STRETCH):
            text = decoder.decode(page[start : start + _STRETCH])
            # A NUL would end the text for the parser.
            parser.feed(text.replace("\x00", "").encode())
        parser.close()
    except etree.LxmlError:
        raise NotReadable(_BROKEN) from None
    return target.tables


def _encoding(page: bytes) -> str:
    """A mark decides, then the text itself, and only then what the page says of itself."""
    if page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    told = _CHARSET.search(page[:4096])
    name = told[1].decode("ascii").lower() if told else ""
    if name.startswith("utf") or _is_utf8(page):
        return "utf-8-sig"
    return "big5" if name.startswith("big5") else "gb18030"


def _is_utf8(page: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(page), _STRETCH):
            decoder.decode(page[start : start + _STRETCH])
    except UnicodeDecodeError:
        return False
    return True


class _Table:
    def __init__(self, *, is_hidden: bool) -> None:
        self.cells = PlacedCells()
        self.is_hidden = is_hidden
        self.text: list[str] | None = None
        self.size = 0
        self.attributes: dict[str, str] = {}

    def take(self, text: str) -> None:
        """More words of the cell at hand."""
        if self.text is not None:
            self.size += len(text)
            check_length(self.size)
            self.text.append(text)


class _Page:
    """What the parser tells of a page, taken in order."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._open: list[_Table] = []

    def start(self, tag: str, attributes: Any) -> None:
        told = dict(attributes)
        if tag == "table":
            table = _Table(is_hidden=bool(_HIDDEN.search(told.get("style", ""))))
            self.tables.append(table)
            self._open.append(table)
        elif not self._open:
            return
        elif tag == "tr":
            self._end_cell()
            is_hidden = "hidden" in told or bool(_HIDDEN.search(told.get("style", "")))
            self._open[-1].cells.start_row(is_hidden=is_hidden)
        elif tag in ("td", "th"):
            self._end_cell()
            self._open[-1].text, self._open[-1].size = [], 0
            self._open[-1].attributes = told
        elif tag in ("br", "p", "div"):
            self.data(" ")

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].take(text)

    def end(self, tag: str) -> None:
        if not self._open:
            return
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table":
            self._open.pop()

    def comment(self, _: str) -> None:
        """Comments hold Excel's own settings, and no cells."""

    def close(self) -> None:
        """The page is at its end."""

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.text is None:
            return
        value = _value(" ".join("".join(table.text).split()), table.attributes)
        right = _span(table.attributes.get("colspan")) - 1
        down = _span(table.attributes.get("rowspan")) - 1
        table.cells.add(value, right=right, down=down)
        table.text = None


def _span(text: str | None) -> int:
    """How many places a cell takes; a span is not believed beyond what a page may say."""
    number = (text or "").strip()
    return max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def _value(text: str, attributes: dict[str, str]) -> str | float | None:
    """What a cell shows; a long number that Excel held as a number is one (`x:num`)."""
    if "x:num" in attributes:
        try:
            number = float(attributes["x:num"] or text)
        except ValueError:
            return text or None
        if abs(number) >= _EXACT:
            return number
    return text or None
