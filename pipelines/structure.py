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
from functools import lru_cache
from itertools import islice

from pipelines.header_rows import (
    has_parts_below,
    is_code_row,
    is_header_word,
    is_label,
    is_label_row,
    is_run,
)
from pipelines.headers import (
    Cells,
    is_any_unit_row,
    join_levels,
    numbers_columns,
    tidy,
)
from pipelines.line_words import NOTE, TOTAL, kind_of_words, without_page

_MOST_HEADER_ROWS = 4
_HEADER_SEARCH_ROWS = 120
_BODY_ROWS = 30
_MOST_LABELS = 4
# Numbers that rise from cell to cell number the columns right beneath a header, or where they are
# many; elsewhere two or three of them may be values.
_ROWS_UNDER_HEADER = 3
_SURELY_NUMBERS = 5
_ROWS_HELD = 50_000
# A list in one column has so many cells or more; its titles are among the first ones.
_FEWEST_NAMES = 4
_MOST_TITLES = 4
_LONGEST_NAME = 40
_NAMES = re.compile(r"(?:名称|姓名|单位|企业|学校|机构|代码|编号|号码|证号|地址|地区|区划)$")
# So many known words make a header even of a row over nothing.
_FEWEST_KNOWN = 3
_UNIT_IN_CORNER = re.compile(r"\(?(?:计量)?单位:\S{1,6}\)?")
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")
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

# Words that end no value of a record, so that a row of them is a header wherever it stands.
_SURE_WORD = re.compile(
    r"^(?:序号|编号|项目|指标|地区|名称|数量|规格|备注|姓名|性别|年龄|日期|时间|科目|类别|类型|金额|乡镇|"
    r"镇街|街道|社区|区县|县区|市县|区市|年份|月份|年度|总数|人数|户数|合计|代码|职务|其中.*)$"
    r"|(?:号码|编号|编码|代码|名称|姓名|类别|类型|等级|级别|金额|标准|人数|户数|面积|总额|总数|日期|时间|年月|"
    r"电话|地址|住址|比例|占比|比重|数量|费用|负责人|联系人|证号)(?:\([^()]*\))?$"
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
    lone_column: int | None = None
    """Where most records have their only cell: a list of names with a column for remarks."""
    bare: int = 0
    """Rows with nothing but their number in a list: records only where there are others."""


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


@lru_cache(maxsize=1 << 14)
def is_sure_word(text: str) -> bool:
    """Whether a text is a word of headers, and no value that a record may have."""
    return bool(_SURE_WORD.search(tidy(text)))


def begins_table(row: Cells, beneath: Sequence[Cells], sure: int, *, is_apart: bool) -> bool:
    """Whether a row amid the records of another table is the header of a table of its own.

    `sure` of its words are such as only headers have; `is_apart`: a blank row, a total or a title
    stands before it. Where nothing parts it from the records, nearly all must be such words.
    """
    texts = _texts(row)
    words = [text for text in texts if text]
    if len(words) < _FEWEST_KNOWN or len(set(words)) < len(words) or is_label_row(texts):
        return False
    if not all(map(is_header_word, words)) or (not is_apart and any(map(_is_value, words))):
        return False
    table = _header_at([texts, *map(_texts, beneath)], 0)
    if table is None:
        return False
    if not is_apart:
        return sure * 5 >= len(words) * 4
    named = sum(bool(name) for name in table.columns)
    return sure * 2 >= len(words) or (sure >= 1 and sum(table.is_valued) * 2 >= named)


def _texts(row: Cells) -> list[str]:
    """A row's texts; where one title fills all cells of a merged row, it stands once."""
    texts = [tidy(cell) for cell in row]  # a label keeps its colon: 审核：
    filled = [text for text in texts if text]
    if len(filled) > 1 and len(set(filled)) == 1 and not _VALUE.fullmatch(filled[0]):
        first = texts.index(filled[0])
        return ["" if x != first else text for x, text in enumerate(texts)]
    return texts


def _tables(rows: Sequence[list[str]]) -> Iterator[_Found]:
    searched = min(len(rows), _HEADER_SEARCH_ROWS)
    table = _find_header(rows, 0, searched) or _find_bare_header(rows[:searched])
    table = table or _find_single_column(rows)
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


def _find_bare_header(rows: Sequence[list[str]]) -> _Found | None:
    """A header of nothing but known words with hardly a record beneath: of a form to be filled."""
    for top, row in enumerate(rows):
        texts = [text for text in row if text]
        known = sum(bool(_HEADER_WORD.search(text)) for text in texts)
        if known >= _FEWEST_KNOWN and known * 2 >= len(texts) and _may_be_header(row):
            return _header_over(rows, top)
    return None


def _find_single_column(rows: Sequence[list[str]]) -> _Found | None:
    """A list of names or numbers in one column: a word for names over short texts."""
    filled = [(place, x) for place, row in enumerate(rows) for x, text in enumerate(row) if text]
    columns = {x for _, x in filled}
    if len(columns) != 1 or len(filled) < _FEWEST_NAMES:
        return None
    (column,) = columns
    for index, (top, _) in enumerate(filled[:_MOST_TITLES]):
        beneath = [rows[place][column] for place, _ in filled[index + 1 :][:_BODY_ROWS]]
        is_list = len(beneath) + 1 >= _FEWEST_NAMES and all(map(_is_short, beneath))
        if is_list and _NAMES.search(rows[top][column]):
            return replace(_header_over(rows, top), lone_column=column)
    return None


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and not text.endswith(("。", ";", ":", "!"))


def _header_over(rows: Sequence[list[str]], top: int) -> _Found:
    """The header that begins here, whatever stands beneath it."""
    bottom = top + 1
    if bottom < len(rows) and is_code_row(rows[top], rows[bottom]):
        bottom += 1
    while bottom - top < _MOST_HEADER_ROWS and has_parts_below(rows, bottom):
        bottom += 1
    levels = [list(row) for row in rows[top:bottom]]
    width = max(map(len, levels))
    columns = ["/".join(texts) for texts in join_levels(levels, width, tidy)]
    while columns and not columns[-1]:
        columns.pop()
    return _Found(top, bottom, levels, columns, [False] * width)


def _may_be_header(row: Sequence[str]) -> bool:
    texts = [text for text in row if text]
    if _UNIT_IN_CORNER.fullmatch(texts[0]) if texts else False:
        texts = texts[1:]
        return len(texts) >= 2 and all(map(is_header_word, texts)) and not any(map(is_label, texts))
    if len(texts) < 2 or is_label_row(row) or numbers_columns(texts):
        return False
    if len(texts) <= _MOST_LABELS and kind_of_words(tuple(texts)) == NOTE:
        return False
    numbers = [text for text in texts if text.isdecimal()]
    days = len(numbers) if is_run(numbers) and not texts[0].isdecimal() else 0
    return sum(map(is_header_word, texts)) + days >= _LEAST_WORDS * len(texts)


def _header_at(rows: Sequence[list[str]], top: int) -> _Found | None:
    """The header that begins here, if what stands beneath it is named by it."""
    table = _header_over(rows, top)
    columns, width = table.columns, len(table.is_valued)
    body, lone = _body(rows, table)
    if not body:
        return None
    used = Counter(x for row in body for x, text in enumerate(row) if text)
    usual = [x for x, n in used.items() if n * 2 >= len(body)] or list(used)
    named = sum(x < len(columns) and bool(columns[x]) for x in usual)
    unused = sum(bool(name) for x, name in enumerate(columns) if x not in used)
    if named < _LEAST_NAMED * len(usual) or unused > max(named, 2) * 2:
        return None
    return replace(table, is_valued=_valued(body, width), lone_column=lone)


def _body(rows: Sequence[list[str]], table: _Found) -> tuple[list[list[str]], int | None]:
    """The first records beneath a header, as far as the next gap of two blank rows.

    With them the column in which most rows have their only cell, if there is one.
    """
    body: list[list[str]] = []
    lone: Counter[int] = Counter()
    blank = 0
    for row in rows[table.bottom : table.bottom + _BODY_ROWS]:
        filled = sum(map(bool, row))
        blank = blank + 1 if not filled else 0
        if blank > 1:
            break
        words = tuple(text for text in row if text)
        if filled > 1 and not numbers_columns(words) and not _is_unit_row(table, row):
            body.append(list(row))
        elif filled == 1 and _is_short(words[0]) and not is_label(words[0]):
            lone[next(x for x, text in enumerate(row) if text)] += 1
    column, times = lone.most_common(1)[0] if lone else (None, 0)
    return body, column if times > len(body) else None


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
    if kind is None and len(words) == 1 and row[0] == words[0] and words[0].isdecimal():
        table.bare += 1
    elif kind == TOTAL:
        table.totals.append(place)
    elif kind == NOTE:
        table.notes.append(place)
    else:
        table.data += 1


def _kind(table: _Found, row: Sequence[str], words: tuple[str, ...]) -> str | None:
    if _repeats_header(table, row) or _is_unit_row(table, row):
        return NOTE
    kind = kind_of_words(words)
    if kind == TOTAL:
        return kind
    width = sum(map(bool, table.columns))
    if len(words) == 1:
        return _kind_of_lone(table, row, words[0], kind) if width > 1 else kind
    is_sparse = len(words) * 2 <= width + 1
    has_number = any(map(_NUMBER.fullmatch, words))
    if is_sparse and (kind == NOTE or (is_label_row(row) and not has_number)):
        return NOTE
    if all(map(is_label, words)):
        return NOTE
    return None


def _is_unit_row(table: _Found, row: Sequence[str]) -> bool:
    """Whether a row says the units of columns, cells merged with the header's above aside."""
    lowest = table.levels[-1]
    own = [text for x, text in enumerate(row) if x >= len(lowest) or text != lowest[x]]
    return is_any_unit_row(own)


def _kind_of_lone(table: _Found, row: Sequence[str], word: str, kind: str | None) -> str | None:
    """What a cell alone in its row is: a title over records, a note, or a record lacking all."""
    if table.lone_column is not None and row[table.lone_column] == word:
        return kind
    return NOTE if not _is_value(word) or is_label(word) else None


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
            return not _goes_on(texts[0], above) and kind_of_words((texts[0],)) is None
        if len(texts) > 1 and not is_label_row(row):
            return False
    return False


def _goes_on(title: str, above: set[str]) -> bool:
    """Whether a title is one of those above again, perhaps with its number only: 12-5 续表."""
    bare = without_page(title)
    return not bare or any(text.startswith(bare) for text in above)


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
        data_rows=table.data + (table.bare if table.data else 0),
        total_rows=tuple(place + first_row for place in table.totals),
        note_rows=tuple(place + first_row for place in table.notes),
    )
