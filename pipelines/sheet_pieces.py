"""A worksheet's XML cut at its rows into pieces, so that no sheet is ever held whole.

The reading library lays out a sheet as a full rectangle from its first to its last cell: one cell
in the last corner would ask for half a terabyte. Pieces are cut so that no rectangle gets large.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import ge, sub

from pipelines.formats import DAMAGED, NotReadable
from pipelines.merged import Range
from pipelines.tag_cuts import check_length, last_start, whole_tags

MAX_COLUMNS = 2_000
_FIRST_PIECE = 256 << 10
_PIECE = 32 << 20
_MAX_CELLS = 4_000_000

# Every pattern twice: as nearly all programs write, found ten times faster, and as XML allows.
# A row's one group is the number that it says it has.
_USUAL_ROW = re.compile(rb'<row(?=[\s/>])(?:[^<>]*?\sr="(\d{1,9})")?[^<>]*>')
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])(?:[^<>]*?\sr\s*=\s*[\"'](\d{1,9})[\"'])?[^<>]*>")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_CELL_NUMBER = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"'][A-Za-z]{1,3}\d")
# Only cells with a value count: a whole row may be coloured up to the last column.
_USUAL_FAR_CELL = re.compile(rb'r="([A-Za-z]{2,})(\d+)"[^<>]*(?<!/)>')
_FAR_CELL = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{2,})(\d+)[\"'][^<>]*(?<!/)>")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*[\"']"
    rb"\$?([A-Z]{1,3})\$?(\d{1,9}):\$?([A-Z]{1,3})\$?(\d{1,9})[\"']"
)
_DATA = re.compile(rb"<(?:\w+:)?sheetData\s*>")
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
MIXED_ROWS = (
    "工作表内部的行号前后错乱，无法确定各行的位置，没有读取。"
    "请用 Excel 或 WPS 打开后另存为新的 xlsx，再重新提交。"
)
_TOO_WIDE = (
    "第 {row} 行附近用到了第 {column} 列，超过 {limit} 列，不是正常的名册，没有读取。"
    "请删除名册右边多余的列（选中整列后点“删除”，不要只清空内容），保存后重新提交。"
)


@dataclass
class Survey:
    """What a whole sheet has to be asked before its rows are read: 1-based row numbers,
    merged ranges as ((top, left), (bottom, right)), 0-based.
    """

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)


@dataclass(frozen=True)
class Piece:
    """Some whole rows of a sheet. `before` is the number of rows that stand before it where its
    own rows do not say their numbers, else 0. `is_usual`: attributes are written as name="value".
    """

    xml: bytes
    before: int
    is_usual: bool


def survey(stretches: Iterable[bytes]) -> Survey:
    """Go through a sheet once for what stands beside its rows.

    Raises:
        NotReadable: it is damaged, has an entity declaration, or a cell beyond all measure.
    """
    found = Survey()
    before = 0
    for text in whole_tags(stretches):
        if b"<!" in text and _DECLARATION.search(text):
            raise NotReadable(DAMAGED)
        if b"hidden" in text:
            found.hidden_rows.update(_hidden_rows(text, before))
        if b"mergeCell" in text:
            found.merged += map(_range, _MERGED.finditer(text))
        before += _unnumbered(text)
    return found


def _hidden_rows(xml: bytes, before: int) -> Iterator[int]:
    for number, row in enumerate(row_tags(xml), start=before + 1):
        if _HIDDEN.search(row[0]):
            yield int(row[1] or number)


def _range(merged: re.Match[bytes]) -> Range:
    left, top, right, bottom = merged.groups()
    return (int(top) - 1, _column(left)), (int(bottom) - 1, _column(right))


def _unnumbered(xml: bytes) -> int:
    """How many rows there are, where they do not say their numbers."""
    first = next(row_tags(xml), None)
    if first is None or first[1]:
        return 0
    return sum(1 for _ in row_tags(xml))


def row_tags(xml: bytes) -> Iterator[re.Match[bytes]]:
    """The opening tags of rows."""
    is_usual = b":row" not in xml and b"r='" not in xml and b"r =" not in xml
    return (_USUAL_ROW if is_usual else _ROW).finditer(xml)


def _column(letters: bytes) -> int:
    """The 0-based place of a column: A is 0, AA 26."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place - 1


def cut(stretches: Iterable[bytes]) -> Iterator[Piece]:
    """The sheet's rows in pieces, each small enough to be laid out at once, in order.

    Raises:
        NotReadable: a row is too long or too wide, or the rows are out of order.
    """
    before = 0
    for xml in _row_groups(stretches):
        if not _VALUE.search(xml):
            before += _unnumbered(xml)
            continue
        rows = list(row_tags(xml))
        if not rows:
            continue
        starts = [row.start() for row in rows]
        check_length(max(map(sub, [*starts[1:], len(xml)], starts)))
        is_usual = not any(sign in xml for sign in (b"='", b" =", b"= "))
        far_cells = _USUAL_FAR_CELL if is_usual else _FAR_CELL
        if rows[0][1] or _CELL_NUMBER.search(xml):
            for start, end in _small_enough(xml, rows, far_cells):
                yield Piece(xml[start:end], 0, is_usual)
        else:
            yield Piece(xml, before, is_usual)
        before += len(rows)


def _row_groups(stretches: Iterable[bytes]) -> Iterator[bytes]:
    """What stands between the sheetData tags, cut before rows."""
    target = _FIRST_PIECE
    gathered: list[bytes] = []
    for text in _sheet_data(stretches):
        gathered.append(text)
        if sum(map(len, gathered)) < target:
            continue
        xml = b"".join(gathered)
        last = max(last_start(xml, "row"), 0)
        check_length(len(xml) - last)
        if last:
            yield xml[:last]
            target = _PIECE
        gathered = [xml[last:]]
    yield b"".join(gathered)


def _sheet_data(stretches: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes between the sheetData tags."""
    is_inside = False
    for text in whole_tags(stretches):
        start = None if is_inside else _DATA.search(text)
        is_inside = is_inside or start is not None
        if not is_inside:
            continue
        end = _DATA_END.search(text)
        yield text[start.end() if start else 0 : end.start() if end else len(text)]
        if end:
            return


def _small_enough(
    xml: bytes, rows: Sequence[re.Match[bytes]], far_cells: re.Pattern[bytes]
) -> Iterator[tuple[int, int]]:
    """Where to cut so that each part spans a rectangle of no more than some million cells."""
    numbers = [int(row[1]) for row in rows if row[1]]
    if any(map(ge, numbers, numbers[1:])):
        raise NotReadable(MIXED_ROWS)
    waiting = [(0, len(rows))]
    while waiting:
        first, last = waiting.pop()
        start = rows[first].start()
        end = rows[last].start() if last < len(rows) else len(xml)
        if _rectangle(numbers[first:last], far_cells.finditer(xml, start, end)) <= _MAX_CELLS:
            yield start, end
        elif last - first == 1:
            raise NotReadable(MIXED_ROWS)
        else:
            middle = (first + last) // 2
            waiting += [(middle, last), (first, middle)]


def _rectangle(rows: Sequence[int], far_cells: Iterable[re.Match[bytes]]) -> int:
    """The cells of the rectangle between the first and the last cell of a part."""
    numbers = [*rows[:1], *rows[-1:]]
    width = 26
    for cell in far_cells:
        width = max(width, _column(cell[1][:9]) + 1)
        numbers.append(int(cell[2][:9]))
        if width > MAX_COLUMNS:
            raise NotReadable(_TOO_WIDE.format(row=numbers[-1], column=width, limit=MAX_COLUMNS))
    return width * (max(numbers) - min(numbers) + 1) if numbers else 0
