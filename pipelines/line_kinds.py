"""Rows of a table that are no records: blank lines, repeated headers, totals, signatures, notes.

A row with anything like an identity number is always a record. Of the others only those are set
aside that say what they are; a row that merely lacks values is a record and is judged later.
"""

from __future__ import annotations

import re

from pipelines.headers import Cells, is_any_unit_row, normalise, numbers_columns, squeeze
from pipelines.recognise import Recognised

BLANK, REPEATED_HEADER, TOTAL, NOTE = "blank", "repeated_header", "total", "note"

# Numbers of 14 and more digits, what a spreadsheet made of them, other documents, masked numbers.
IDENTITY_LIKE = (
    r"^[\s='\"`‘’“”]*"
    r"(?:\d[\d\s]{12,}|\d(?:\.\d+)?[Ee]\+?\d+|[A-Za-z]{1,2}\d{7,}|\d[0-9A-Za-z*]{8,}$)"
)
_IDENTITY_LIKE = re.compile(IDENTITY_LIKE)
_TOTAL = re.compile(
    r"^(?:\S{0,12}?(?:合计|小计|总计|共计|累计)|总人数|总户数|汇总|(?i:total))"
    r"(?:\([^()]*\))?(?:\S{0,4}:)?(?:金额|人数|户数)?[-+\d,.:;人次户元万条笔名个例数]*$"
    r"|^(?:以上|本表|本页|全表)?[总共](?:有|计)?\d+(?:人|户|名|笔|条|行|例|人次)[。.]?$"
)
_SIGNATURE = re.compile(
    r"^(?:制表|填表|填报|审核|复核|经办|统计|负责)人"
    r"|^(?:制表|填表|填报|报送|统计)单位"
    r"|^(?:制表|填表|填报|编制|审核|复核|审批|审签|负责|经办|主管|分管|主要领导|领导|单位|科室|部门|"
    r"联系|打印|导出|报送|上报|提取|日期|时间|盖章|签字|签章|签名|公章|数据)"
    r"\S{0,10}?(?::|\((?:盖章|公章|签字|签章|签名)\))"
)
_NOTE = re.compile(
    r"^[(*※]*(?:备?注|附?注|说明|填表说明|填报说明|备注说明|注意事项|附)\d*:"
    r"|^\(?(?:以下空白|以下无正文|以下无内容|此页无正文)\)?$"
    r"|^(?:第\d+页|共\d+页),?(?:第\d+页|共\d+页)?$"
    r"|^\S*\(?(?:盖章|公章|签字|签章)\)?$"
)
# What says enough only where it is all that stands in a row: who signs, a rule drawn with signs.
_ALONE = re.compile(
    r"^\S{2,}(?:局|残联|联合会|办事处|政府|委员会|中心|殡仪馆|民政办)$|^备?注$|^[-=—_*~]{2,}$"
)
# Cells that in no table of ours are a value: a label with a colon, a day in words, a sentence.
_CONTINUED = re.compile(r"\(?(?:续表?|接上页|第\d+页|共\d+页)\d*\)?")
_BARE_TOTAL = re.compile(r"^(?:合计|小计|总计|共计|累计|汇总):?$")
# What stands alone over the records of a village, a class, a batch: 一、城镇居民, 某某村.
_GROUP = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.])\S{1,40}$"
    r"|^第[一二三四五六七八九十\d]{1,3}(?:组|批|类|部分|网格|片)\S{0,20}$"
    r"|^\S{1,20}(?:村|社区|居委会|村委会|街道|镇|乡|办事处|小组|片区|网格|园区|学校|中心|县|区|市|队)"
    r"(?:\([^()]*\))?(?:名单|名册)?:?(?:\(?共?\d+[人户]\)?)?$"
)
_LONGEST_NAME = 3
_LABEL = re.compile(r"^[\u4e00-\u9fff()]{2,12}:|^\d{4}年\d{1,2}月\d{1,2}日$|[。;]$")


def is_identity_like(text: str | None) -> bool:
    """Whether a cell of an identity column names a person, soundly or not."""
    return bool(text and _IDENTITY_LIKE.match(text))


class LineJudge:
    """Tells a table's records from the other lines beneath its header."""

    def __init__(self, header: Recognised) -> None:
        self.identity_columns = header.identity_columns
        self.identity_places = [header.positions[name] for name in header.identity_columns]
        self._levels = [[normalise(c) for c in row] for row in header.levels]
        self._above = {_words(row) for row in header.above} - {()}
        self._columns = {x: name for name, x in header.positions.items()}
        self._name_place = header.positions.get("name")
        self._first = min(
            (x for row in header.levels for x, cell in enumerate(row) if squeeze(cell)), default=0
        )

    def kind(self, cells: Cells) -> str | None:
        """Why the row is no record (`blank`, `repeated_header`, `total`, `note`), or None."""
        if any(x < len(cells) and is_identity_like(cells[x]) for x in self.identity_places):
            return None
        words = _words(cells)
        if not words:
            return BLANK
        if self._repeats_header(cells):
            return REPEATED_HEADER
        if self._stands_above(words) or numbers_columns(words) or is_any_unit_row(cells):
            return NOTE
        return _furniture(words) or self._late_total(cells)

    def is_group_title(self, cells: Cells, *, is_merged: bool = False) -> bool:
        """Whether one cell alone names a group of the records beneath it, or a new table.

        `is_merged`: the cell spans several columns, which no value of a record does. Without
        that the words decide, and a name or a place in its own column stays a record.
        """
        filled = [(x, squeeze(cell)) for x, cell in enumerate(cells) if squeeze(cell)]
        if len(filled) != 1:
            return False
        (x, text), column = filled[0], self._columns.get(filled[0][0])
        if is_merged:
            return True
        if column is None or x == self._first:
            return bool(_GROUP.match(text)) and (column != "name" or len(text) > _LONGEST_NAME)
        return column == "name" and len(text) > _LONGEST_NAME and bool(_GROUP.match(text))

    def is_title_above(self, cells: Cells) -> bool:
        """Whether the line stands over the header too, as on every printed page."""
        return self._stands_above(_words(cells))

    def _stands_above(self, words: tuple[str, ...]) -> bool:
        if words in self._above:
            return True
        bare = tuple(w for w in (_CONTINUED.sub("", word) for word in words) if w)
        return bool(words) and (not bare or bare in self._above)

    def _repeats_header(self, cells: Cells) -> bool:
        texts = [(x, normalise(c)) for x, c in enumerate(cells) if c and normalise(c)]
        return len(texts) >= 2 and any(
            all(x < len(level) and level[x] == text for x, text in texts) for level in self._levels
        )

    def _late_total(self, cells: Cells) -> str | None:
        """合计 beyond the first words, where nobody is named in the row."""
        name = self._name_place
        named = squeeze(cells[name]) if name is not None and name < len(cells) else ""
        if named and not _TOTAL.match(named) and not named.isdecimal():
            return None
        return TOTAL if any(_BARE_TOTAL.match(squeeze(cell)) for cell in cells if cell) else None


def _words(cells: Cells) -> tuple[str, ...]:
    return tuple(text for text in map(squeeze, cells) if text)


def _furniture(words: tuple[str, ...]) -> str | None:
    if any(map(_TOTAL.match, words[:3])):
        return TOTAL
    if _NOTE.match(words[0]) or _SIGNATURE.match(words[0]) or all(map(_LABEL.search, words)):
        return NOTE
    return NOTE if len(words) == 1 and _ALONE.match(words[0]) else None
