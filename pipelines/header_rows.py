"""Which rows around a header belong to it: groups above, parts beneath, told by their shape."""

from __future__ import annotations

import re
from collections.abc import Sequence

Texts = Sequence[Sequence[str]]

_LONGEST_WORD = 30
_LONGEST_CODE = 3
_LATIN = re.compile(r"[A-Za-z][A-Za-z .,;:()%/&'’\-]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What an index is compared with stands beneath its name: 上月=100.
_BASE = re.compile(r"=100\)?$")
_SHORTEST_RUN = 5
_CODE = re.compile(r"[A-Za-z][A-Za-z]*_?\w*", re.ASCII)
_MOST_LABELS = 4
_NUMBER = re.compile(r"[-+]?[\d,.%/]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年|年度)?")
_LABEL = re.compile(
    r"^(?!其中|其:|含|加:|减:).*:|^\(?(?:金额|计量|货币)?单位:?(?:人民币)?(?:元|千元|万元|亿元|人|户|个|亩|%)"
    r"|^(?:制表|填表|填报|报送|编报|编制|公开|公示|统计|截止|截至)(?:人|单位|部门|日期|时间|期)$"
    r"|\d{4}年\d{1,2}月\d{1,2}日|^\d{4}[-./]\d{1,2}[-./]\d{1,2}|^第\d+页|^共\d+页|盖章\)?$|公章\)?$"
)


def is_header_word(text: str) -> bool:
    """Whether a cell may stand in a header: a word or a year, not a number, not a sentence.

    >>> (
    ...     is_header_word("姓名"),
    ...     is_header_word("3.5"),
    ...     is_header_word("2023"),
    ...     is_header_word("其中:女"),
    ... )
    (True, False, True, True)
    """
    return (
        0 < len(text) <= _LONGEST_WORD
        and (not _NUMBER.fullmatch(text) or bool(_YEAR.fullmatch(text)))
        and not text.endswith(("。", ";", "!"))
    )


def is_run(texts: Sequence[str]) -> bool:
    """Whether texts are the days of a month or the like: 1 2 3 4 5 …"""
    return len(texts) >= _SHORTEST_RUN and all(
        text == str(number) for number, text in enumerate(texts, start=1)
    )


def is_label(text: str) -> bool:
    """Whether a cell belongs to the lines about a table: 单位：万元, 填报日期, 第1页."""
    return bool(_LABEL.search(text))


def is_label_row(row: Sequence[str]) -> bool:
    """Whether a row says something about the table: whose it is, of when, in which unit."""
    texts = [text for text in row if text]
    return 0 < len(texts) <= _MOST_LABELS and any(map(is_label, texts))


def is_translation(upper: Sequence[str], lower: Sequence[str], beneath: Sequence[str]) -> bool:
    """Whether a row says in Latin letters what the row above it says in Chinese.

    Beneath it (`beneath`) stand values then, or Chinese again: in a list of names in Latin letters
    the next row is like this one.
    """
    own = [x for x, text in enumerate(lower) if text and text != _at(upper, x)]
    latin = [x for x in own if _LATIN.fullmatch(lower[x]) and _CHINESE.search(_at(upper, x))]
    others = [text for text in beneath if text]
    return (
        2 <= len(latin) == len(own)
        and len(latin) * 5 >= sum(map(bool, upper)) * 3
        and any(len(lower[x]) > _LONGEST_CODE for x in latin)
        and sum(bool(_LATIN.fullmatch(text)) for text in others) * 2 <= len(others)
    )


def is_code_row(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row gives the names of fields (B001, org_name) that the next says in words."""
    filled = [x for x, text in enumerate(upper) if text]
    return (
        len(filled) >= 2
        and all(_CODE.fullmatch(upper[x]) for x in filled)
        and all(_CHINESE.search(_at(lower, x)) for x in filled)
        and all(map(is_header_word, filter(None, lower)))
    )


def has_groups_above(texts: Texts, top: int, bottom: int) -> bool:
    """Whether the row over a header holds groups of its columns, and is no title or unit.

    The header is made of the rows from `top` to before `bottom`.
    """
    if top < 1:
        return False
    upper = texts[top - 1]
    lower = [
        next((row[x] for row in texts[top:bottom] if x < len(row) and row[x]), "")
        for x in range(max(map(len, texts[top:bottom])))
    ]
    filled = [x for x, text in enumerate(upper) if text]
    if len(filled) < 2 or is_label_row(upper) or not all(is_header_word(upper[x]) for x in filled):
        return False
    if all(_at(lower, x) == upper[x] for x in filled):
        return True
    spans = (_at(lower, x) and _at(lower, x + 1) and not _at(upper, x + 1) for x in filled)
    repeats = (_at(upper, x + 1) == upper[x] for x in filled)
    return any(spans) or any(repeats)


def has_parts_below(texts: Texts, bottom: int) -> bool:
    """Whether the row at `bottom` names the parts of a group that the header ends in.

    Under columns that already have their own name it is blank, or the name is repeated because
    the cell is merged over both rows.
    """
    if not 0 < bottom < len(texts):
        return False
    upper, lower = texts[bottom - 1], texts[bottom]
    beneath = texts[bottom + 1] if bottom + 1 < len(texts) else ()
    if is_translation(upper, lower, beneath):
        return True
    filled = [x for x, text in enumerate(lower) if text]
    own = [x for x in filled if lower[x] != _at(upper, x)]
    if len(own) < 2 or is_label_row(lower):
        return False
    if not all(is_header_word(lower[x]) for x in filled) and not is_run([lower[x] for x in own]):
        return False
    if all(_BASE.search(lower[x]) for x in own):
        return True
    parts = [x for x in own if not _translates(upper, lower, x)]
    return bool(parts) and all(_is_in_group(upper, lower, x) for x in parts)


def _translates(upper: Sequence[str], lower: Sequence[str], x: int) -> bool:
    return bool(_LATIN.fullmatch(lower[x]) and _CHINESE.search(_at(upper, x)))


def _is_in_group(upper: Sequence[str], lower: Sequence[str], x: int) -> bool:
    """Whether the upper cell over `x` spans more than one column, or is blank itself."""
    over = _at(upper, x)
    if not over:
        return any(upper[:x])
    if over in (_at(upper, x + 1), _at(upper, x - 1)):
        return True
    end = next((y for y in range(x + 1, len(upper)) if upper[y]), max(len(upper), len(lower)))
    return any(_at(lower, y) for y in range(x + 1, end))


def _at(row: Sequence[str], x: int) -> str:
    return row[x] if 0 <= x < len(row) else ""
