"""What a table of no known kind looks like: its header, its columns, its records, its totals.

No contract says anything here. A header is told by its shape: the first row of words that is
about as wide as what stands beneath it, and unlike it. The rest follows from words that every
office uses for totals, notes and signatures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from pipelines.header_rows import (
    has_parts_below,
    is_header_word,
    is_label,
    is_label_row,
)
from pipelines.headers import Cells, is_any_unit_row, join_levels, numbers_columns, squeeze
from pipelines.line_words import NOTE, TOTAL, kind_of_words

_MOST_HEADER_ROWS = 4
_HEADER_SEARCH_ROWS = 120
_BODY_ROWS = 30
_MOST_LABELS = 4
# Numbers that rise from cell to cell number the columns right beneath a header, or where they are
# many; elsewhere two or three of them may be values.
_ROWS_UNDER_HEADER = 3
_SURELY_NUMBERS = 5
_ROWS_HELD = 50_000
# Shares of ours: how much of a header may be no word, how much of what stands beneath is named.
_LEAST_WORDS = 0.8
_LEAST_NAMED = 0.6
_VALUE = re.compile(
    r"[-+(¥]?[\d,]*\.?\d+\)?(?:%|‰|元|万元|人|户|亩|年|岁)?|\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?月?"
    r"|[\dx*]{6,}|\d{17}[\dx]|[-—/…]+"
)
_HEADER_WORD = re.compile(
    r"^(?:序号|编号|合计|总计|小计|项目|指标|地区|名称|单位|数量|规格|备注|姓名|性别|年龄|民族|日期|时间|科目|"
    r"类别|类型|金额|村|组|乡镇|镇街|街道|社区|区县|县区|市县|区市|年份|月份|年度|总数|人数|户数|本年|上年|"
    r"行次|栏次|代码|性质|内容|依据|地址|电话|学校|企业|部门|职务|户主|关系|其中.*|no\.?|id)$"
    r"|(?:号|号码|编号|编码|代码|名称|姓名|类别|类型|等级|级别|金额|标准|人数|户数|面积|总额|总数|日期|时间|年月|"
    r"电话|地址|住址|单位|方式|状态|情况|原因|比例|占比|比重|增长|数量|费用|收入|支出|预算|决算|资金|补助|补贴|"
    r"备注|说明|内容|依据|机关|部门|负责人|联系人|责任人|代表人|与否|关系|街道|乡镇|社区|村|%|率)(?:\([^()]*\))?$"
    r"|^是否|^(?:19|20)\d\d年?度?$"
)


@dataclass(frozen=True)
class Structure:
    """A table as its shape shows it; all row numbers are 1-based rows of the sheet.

    `header_row` is the header's first row and `header_rows` how many there are; `columns` are
    their joined names, an unnamed column "". `data_rows` counts the records. `total_rows` and
    `note_rows` name the rows beneath the header that are none. `others` are further tables of
    the same sheet.
    """

    header_row: int
    header_rows: int
    columns: tuple[str, ...]
    data_rows: int
    total_rows: tuple[int, ...] = ()
    note_rows: tuple[int, ...] = ()
    others: tuple[Structure, ...] = ()


@dataclass
class _Found:
    """A table while its rows are gone through; places are 0-based."""

    top: int
    bottom: int
    levels: list[list[str]]
    columns: list[str]
    is_valued: list[bool]
    """Whether a column holds numbers, dates and the like, as its first records show."""
    data: int = 0
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)


def describe(rows: Iterable[Cells], first_row: int = 1) -> Structure | None:
    """Tell the tables of a sheet by their shape alone; None where there is none.

    `rows` begin with the sheet's row `first_row`.
    """
    iterator = iter(rows)
    held = [_texts(row) for row in islice(iterator, _ROWS_HELD)]
    tables = list(_tables(held))
    if not tables:
        return None
    for number, row in enumerate(iterator, start=len(held)):
        _take(tables[-1], number, _texts(row))
    found = [_structure(table, first_row) for table in tables]
    return replace(found[0], others=tuple(found[1:]))


def _texts(row: Cells) -> list[str]:
    """A row's texts; where one title fills all cells of a merged row, it stands once."""
    texts = [squeeze(cell) for cell in row]  # a label keeps its colon: 审核：
    filled = [text for text in texts if text]
    if len(filled) > 1 and len(set(filled)) == 1 and not _VALUE.fullmatch(filled[0]):
        first = texts.index(filled[0])
        return ["" if x != first else text for x, text in enumerate(texts)]
    return texts


def _tables(rows: Sequence[list[str]]) -> Iterator[_Found]:
    table = _find_header(rows, 0, min(len(rows), _HEADER_SEARCH_ROWS))
    if table is None:
        return
    place = table.bottom
    while place < len(rows):
        following = _next_table(rows, place, table)
        if following:
            yield table
            table = following
            place = table.bottom
            continue
        _take(table, place, rows[place])
        place += 1
    yield table


def _find_header(rows: Sequence[list[str]], start: int, end: int) -> _Found | None:
    """The first row of words that names most of what stands beneath, with all rows of it."""
    doubtful: _Found | None = None
    for top in range(start, end):
        if not _may_be_header(rows[top]):
            continue
        table = _header_at(rows, top)
        if table is None:
            continue
        if _differs(table):
            return table
        doubtful = doubtful or table
    return doubtful


def _may_be_header(row: Sequence[str]) -> bool:
    texts = [text for text in row if text]
    if len(texts) < 2 or is_label_row(row) or numbers_columns(texts):
        return False
    if len(texts) <= _MOST_LABELS and kind_of_words(tuple(texts)) == NOTE:
        return False
    return sum(map(is_header_word, texts)) >= _LEAST_WORDS * len(texts)


def _header_at(rows: Sequence[list[str]], top: int) -> _Found | None:
    """The header that begins here, if what stands beneath it is named by it."""
    bottom = top + 1
    while bottom - top < _MOST_HEADER_ROWS and has_parts_below(rows, bottom):
        bottom += 1
    levels = [list(row) for row in rows[top:bottom]]
    width = max(map(len, levels))
    joined = ["/".join(texts) for texts in join_levels(levels, width)]
    columns = joined if len(levels) > 1 else list(levels[0])
    body = _body(rows, bottom)
    if not body:
        return None
    used = Counter(x for row in body for x, text in enumerate(row) if text)
    usual = [x for x, n in used.items() if n * 2 >= len(body)] or list(used)
    named = sum(x < width and bool(columns[x]) for x in usual)
    unused = sum(bool(name) for x, name in enumerate(columns) if x not in used)
    if named < _LEAST_NAMED * len(usual) or unused > max(named, 2) * 2:
        return None
    while columns and not columns[-1]:
        columns.pop()
    return _Found(top, bottom, levels, columns, _valued(body, width))


def _body(rows: Sequence[list[str]], bottom: int) -> list[list[str]]:
    """The first records beneath a header, as far as the next gap of two blank rows."""
    body: list[list[str]] = []
    blank = 0
    for row in rows[bottom : bottom + _BODY_ROWS]:
        filled = sum(map(bool, row))
        blank = blank + 1 if not filled else 0
        if blank > 1:
            break
        words = tuple(text for text in row if text)
        if filled > 1 and not numbers_columns(words) and not is_any_unit_row(row):
            body.append(list(row))
    return body


def _valued(body: Sequence[Sequence[str]], width: int) -> list[bool]:
    """Which columns hold mostly values: numbers, dates, identity numbers, strokes for none."""
    columns = [[row[x] for row in body if x < len(row) and row[x]] for x in range(width)]
    return [bool(cells) and sum(map(_is_value, cells)) * 2 > len(cells) for cells in columns]


def _is_value(text: str) -> bool:
    return bool(_VALUE.fullmatch(text))


def _differs(table: _Found) -> bool:
    """Whether the header is unlike its records: words over values, or words that headers have."""
    lowest = ["" for _ in table.is_valued]
    for level in table.levels:
        lowest = [a or b for a, b in zip(level + [""] * len(lowest), lowest, strict=False)]
    over_values = sum(
        bool(name) and not _is_value(name) and valued
        for name, valued in zip(lowest, table.is_valued, strict=False)
    )
    known = sum(bool(_HEADER_WORD.search(name)) for name in lowest if name)
    return over_values >= 1 or known * 3 >= len([name for name in lowest if name]) or known >= 3


def _take(table: _Found, place: int, row: Sequence[str]) -> None:
    """Count a row beneath the header for what it is."""
    words = tuple(text for text in row if text)
    if not words:
        return
    if numbers_columns(words) and (
        place - table.bottom < _ROWS_UNDER_HEADER or len(words) >= _SURELY_NUMBERS
    ):
        table.notes.append(place)
        return
    kind = _kind(table, row, words)
    if kind == TOTAL:
        table.totals.append(place)
    elif kind == NOTE:
        table.notes.append(place)
    else:
        table.data += 1


def _kind(table: _Found, row: Sequence[str], words: tuple[str, ...]) -> str | None:
    if _repeats_header(table, row) or is_any_unit_row(row):
        return NOTE
    kind = kind_of_words(words)
    if kind == TOTAL:
        return kind
    width = sum(map(bool, table.columns))
    if len(words) == 1:
        return NOTE if width > 1 and not _is_value(words[0]) else None
    is_sparse = len(words) * 2 <= width + 1
    if is_sparse and (kind == NOTE or is_label_row(row)):
        return NOTE
    if all(map(is_label, words)):
        return NOTE
    return None


def _repeats_header(table: _Found, row: Sequence[str]) -> bool:
    texts = [(x, text) for x, text in enumerate(row) if text]
    return len(texts) >= 2 and any(
        all(x < len(level) and level[x] == text for x, text in texts) for level in table.levels
    )


def _next_table(rows: Sequence[list[str]], place: int, table: _Found) -> _Found | None:
    """A further table that begins here: a header after a gap or title, unlike the records."""
    row = rows[place]
    before = rows[place - 1]
    if sum(map(bool, before)) > 1 and not is_label_row(before):
        return None
    if len([t for t in row if t]) < 2 or not _may_be_header(row):
        return None
    if _repeats_header(table, row) and not _has_title_before(rows, place, table):
        return None
    found = _header_at(rows, place)
    if found is None or not _differs(found):
        return None
    return found if _breaks_columns(row, table) or _repeats_header(table, row) else None


def _has_title_before(rows: Sequence[list[str]], place: int, table: _Found) -> bool:
    """Whether the header printed again has a title of its own, unlike the one over the first."""
    above = {text for row in rows[: table.top] for text in row if text}
    for row in reversed(rows[max(0, place - 4) : place]):
        texts = [text for text in row if text]
        if len(texts) == 1 and not is_label_row(row):
            return texts[0] not in above and kind_of_words((texts[0],)) is None
        if len(texts) > 1 and not is_label_row(row):
            return False
    return False


def _breaks_columns(row: Sequence[str], table: _Found) -> bool:
    """Whether words stand where the table so far has values, or mostly words of headers."""
    texts = [text for text in row if text]
    over_values = any(
        text and not _is_value(text) and x < len(table.is_valued) and table.is_valued[x]
        for x, text in enumerate(row)
    )
    known = sum(bool(_HEADER_WORD.search(text)) for text in texts)
    return known * 2 >= len(texts) or (over_values and known >= 1)


def _structure(table: _Found, first_row: int) -> Structure:
    return Structure(
        header_row=table.top + first_row,
        header_rows=table.bottom - table.top,
        columns=tuple(table.columns),
        data_rows=table.data,
        total_rows=tuple(place + first_row for place in table.totals),
        note_rows=tuple(place + first_row for place in table.notes),
    )
