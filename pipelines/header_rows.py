"""Which rows around a header belong to it: groups above, parts beneath, told by their shape."""

from __future__ import annotations

import re
from collections.abc import Sequence

Texts = Sequence[Sequence[str]]

_LONGEST_WORD = 30
_META = re.compile(
    r":|^单位|^\(?(?:金额)?单位|^填[报表]|^制表|^报送|^编制|^\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?$|^\d{4}[-./]\d"
    r"|日期$|^第\d+页|公章|盖章"
)
_NUMBER = re.compile(r"[-+]?[\d,.%]+")


def is_header_word(text: str) -> bool:
    """Whether a cell may stand in a header: a word, not a number, a label with value, a sentence.

    >>> is_header_word("姓名"), is_header_word("3.5"), is_header_word("单位:元")
    (True, False, False)
    """
    return (
        0 < len(text) <= _LONGEST_WORD
        and not _NUMBER.fullmatch(text)
        and not _META.search(text)
        and not text.endswith(("。", ";", "!"))
    )


def has_groups_above(texts: Texts, top: int) -> bool:
    """Whether the row over `top` holds groups of the columns beneath it, and no title or unit."""
    if top < 1:
        return False
    upper, lower = texts[top - 1], texts[top]
    filled = [x for x, text in enumerate(upper) if text]
    if len(filled) < 2 or not all(is_header_word(upper[x]) for x in filled):
        return False
    if all(_at(lower, x) == upper[x] for x in filled):
        return True
    spans = [x for x in filled if _at(lower, x) and _at(lower, x + 1) and not _at(upper, x + 1)]
    repeats = [x for x in filled if x + 1 in filled and upper[x] == upper[x + 1]]
    return bool(spans or repeats)


def has_parts_below(texts: Texts, bottom: int) -> bool:
    """Whether the row at `bottom` names the parts of a group that the header ends in.

    Under columns that already have their own name it is blank, or the name is repeated because
    the cell is merged over both rows.
    """
    if bottom >= len(texts):
        return False
    upper, lower = texts[bottom - 1], texts[bottom]
    filled = [x for x, text in enumerate(lower) if text]
    own = [x for x in filled if lower[x] != _at(upper, x)]
    if len(own) < 2 or not all(is_header_word(lower[x]) for x in filled):
        return False
    return all(_is_in_group(upper, lower, x) for x in own)


def _is_in_group(upper: Sequence[str], lower: Sequence[str], x: int) -> bool:
    """Whether the upper cell over `x` spans more than one column, or is blank itself."""
    if not _at(upper, x):
        return True
    return not _at(upper, x + 1) and bool(_at(lower, x + 1))


def _at(row: Sequence[str], x: int) -> str:
    return row[x] if 0 <= x < len(row) else ""
