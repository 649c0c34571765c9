"""The words of a header: one spelling for each, whatever typist, font or unit came with it."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

Cells = Sequence[str | None]

# No header is longer; what is, is a sentence above or a value below.
_LONGEST = 120
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x1f\x7f\u00ad]+")
_BRACKETS = str.maketrans("［］【】〔〕{}[]", "()()()()()")
_MARKS = "*★☆※▲△●:：。、,'\"“”="
# Footnote marks: ① and ⑴ would otherwise become digits of the word they follow.
_FOOTNOTES = re.compile(r"[①-⓿❶-➓⁰¹²³⁴-⁹†‡]+|[(（\[]注\s?\d{0,2}[)）\]]$|(?<![备附])注\d{1,2}$")
_ORDINAL = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、)(?=[^\d\W])")
_OTHER_TONGUE = re.compile(r"^([\u4e00-\u9fff][\u4e00-\u9fff()/]*?)[/(]?[a-z][a-z_. ]*\)?$")
_SCALES = {"元": 1, "千元": 1000, "万元": 10000}
_UNIT = r"(?:人民币)?(?P<unit>元|千元|万元)(?:/?[月年人户])*"
_UNIT_SUFFIX = re.compile(rf"\((?:金额)?(?:单位:?)?{_UNIT}\)$|[/,:_-](?P<bare>元|千元|万元)$")
# A unit is followed by no other word, else 单位：开元社区 would be one.
_UNIT_LINE = re.compile(
    r"单位\s*:?\s*\(?(?:(?:人民币|人次|人|户|个)\s*[、,/;:]?\s*)*"
    r"(?P<unit>元|千元|万元)(?![\u4e00-\u9fff])"
)
_UNIT_CELL = re.compile(
    r"\(?(?:单位:?)?(?:元|千元|万元|亿元|人|户|个|岁|月|个月|年|天|次|人次|亩|公顷|吨|公斤|平方米|件|家|所|张|"
    r"%|‰)(?:/[月年人户亩])?\)?"
)
_BRACKET_SUFFIX = re.compile(r"\((?P<inside>[^()]*)\)$")
_BRACKET_PREFIX = re.compile(r"^\([^()]*\)(?=.)")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,3})\)?(?:=[\d+\-*/()%]+)?")
_COLUMN_LETTER = re.compile(r"[A-Z](?:=[A-Z\d+\-*/()%]+)?")
_BEFORE_NUMBERS = frozenset(
    {"甲", "乙", "丙", "丁", "戊", "栏次", "行次", "序号", "列次", "栏目", "a", "b", "c"}
    | {"公式", "计算公式", "关系", "*", "**", "***", "-", "—", "--", "——", "×"}
)
# Between words of Latin letters a space stays, between all else it is only for looks.
_SPACE_FOR_LOOKS = re.compile(r"(?<![A-Za-z),.;&]) +| +(?![A-Za-z(&])")
# Words that say that what stands beneath or behind is about somebody else than the row is.
_OTHERS = (
    "监护人 联系人 代理人 委托人 经办人 照料人 法定代表人 代领人 配偶 女方 父亲 母亲 父母 子女 "
    "抚养人 赡养人 扶养人 护理人 担保人 共有人 紧急联系人 帮扶人 帮扶责任人 代办人 领取人 收款人 "
    "开户人 丈夫 妻子"
)
_ASIDES = ("", "信息", "情况", "基本信息", "基本情况", "资料")
SOMEBODY_ELSE = frozenset(word + aside for word in _OTHERS.split() for aside in _ASIDES)
# The head of a household is the person of a list of heads, and somebody else in a list of all.
PERHAPS_ELSE = frozenset("户主" + aside for aside in _ASIDES)


@lru_cache(maxsize=1 << 16)
def squeeze(text: str | None) -> str:
    """The text in compatibility form without any white space or invisible character."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text or ""))


@lru_cache(maxsize=1 << 16)
def normalise(text: str | None) -> str:
    """A header's words for comparing: width, case, brackets, spaces and marks unified."""
    if not text:
        return ""
    if len(text) > _LONGEST:
        return squeeze(text[:_LONGEST])
    plain = _FOOTNOTES.sub("", text) if not text.isascii() else text
    return squeeze(plain or text).translate(_BRACKETS).strip(_MARKS).casefold()


def tidy(text: str | None) -> str:
    """A text as it was written, without white space that is only for looks.

    >>> tidy(" 合　计 (Total  Population)")
    '合计(Total Population)'
    """
    return _SPACE_FOR_LOOKS.sub("", _INVISIBLE.sub(" ", unicodedata.normalize("NFKC", text or "")))


def split_unit(header: str) -> tuple[str, int | None]:
    """A normalised header without its unit of money, and the yuan in one such unit.

    >>> split_unit("月发放金额(万元)")
    ('月发放金额', 10000)
    """
    found = _UNIT_SUFFIX.search(header)
    if not found:
        return header, None
    unit = found["unit"] or found["bare"]
    return header[: found.start()].strip(_MARKS), _SCALES[unit]


@lru_cache(maxsize=1 << 14)
def spellings(header: str) -> tuple[str, ...]:
    """The forms under which a normalised header may be known, the fullest first.

    >>> spellings("1.月发放金额(必填)(元)")
    ('1.月发放金额(必填)(元)', '1.月发放金额(必填)', '1.月发放金额', '月发放金额')
    """
    forms = [header]
    for strip in (_without_unit, _without_bracket, _without_bracket, _without_ordinal,
                  _without_prefix, _without_other_tongue):  # fmt: skip
        forms.append(strip(forms[-1]).strip(_MARKS))
    return tuple(dict.fromkeys(form for form in forms if form))


def _without_unit(header: str) -> str:
    return split_unit(header)[0]


def _without_bracket(header: str) -> str:
    """Whose number it is, (监护人), is no aside; all else in brackets at the end is."""
    found = _BRACKET_SUFFIX.search(header)
    if not found or found["inside"] in SOMEBODY_ELSE:
        return header
    return header[: found.start()] or header


def _without_ordinal(header: str) -> str:
    return _ORDINAL.sub("", header)


def _without_prefix(header: str) -> str:
    return _BRACKET_PREFIX.sub("", header)


def _without_other_tongue(header: str) -> str:
    found = _OTHER_TONGUE.match(header)
    return found[1] if found else header


def stated_unit(lines: Sequence[Cells]) -> int | None:
    """The yuan in one unit of money, as a line above the header says it (单位：万元)."""
    for cells in lines:
        for cell in cells:
            found = _UNIT_LINE.search(unicodedata.normalize("NFKC", (cell or "")[:_LONGEST]))
            if found:
                return _SCALES[found["unit"]]
    return None


def is_unit_row(cells: Cells) -> bool:
    """Whether a row beneath a header only says in which units the columns are."""
    texts = [text for text in map(normalise, cells) if text]
    return any("元" in text for text in texts) and all(map(_UNIT_CELL.fullmatch, texts))


def is_any_unit_row(cells: Cells) -> bool:
    """The same for any units, of which there are two or more."""
    texts = [text for text in map(normalise, cells) if text]
    return len(texts) >= 2 and all(map(_UNIT_CELL.fullmatch, texts))


def numbers_columns(words: Sequence[str]) -> bool:
    """Whether a row's words only number the columns, as printed forms do.

    >>> numbers_columns(["甲", "1", "2", "3=1+2"]), numbers_columns(["5", "6", "7"])
    (True, True)
    """
    letters = [word for word in words if word not in _BEFORE_NUMBERS]
    if len(letters) >= 3 and all(map(_COLUMN_LETTER.fullmatch, letters)):
        return all(ord(b[0]) - ord(a[0]) == 1 for a, b in itertools.pairwise(letters))
    rest = [word for word in words if word.casefold().strip("()") not in _BEFORE_NUMBERS]
    found = [_COLUMN_NUMBER.fullmatch(word) for word in rest]
    numbers = [int(match[1]) for match in found if match]
    enough = 3 if len(rest) == len(words) else 2
    return len(numbers) == len(rest) >= enough and all(
        after - before == 1 for before, after in itertools.pairwise(numbers)
    )


def join_levels(
    levels: Sequence[Cells], width: int, form: Callable[[str | None], str] = normalise
) -> list[list[str]]:
    """The texts over each column in that form, the lowest level last.

    A blank cell of an upper level belongs to the merged cell at its left as long as something
    stands beneath it; blank cells of the lowest level leave the upper text alone.
    """
    texts = [[form(cell) for cell in cells] + [""] * (width - len(cells)) for cells in levels]
    beneath = [
        [any(row[x] for row in texts[depth + 1 :]) for x in range(width)]
        for depth in range(len(texts))
    ]
    columns: list[list[str]] = [[] for _ in range(width)]
    for row, filled in zip(texts, beneath, strict=True):
        reach = ""
        for x, column in enumerate(columns):
            reach = row[x] or (reach if filled[x] else "")
            if reach and (not column or column[-1] != reach):
                column.append(reach)
    return columns
