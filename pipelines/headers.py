"""The words of a header: one spelling for each, whatever typist, font or unit came with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

Cells = Sequence[str | None]

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x1f\x7f\u00ad]+")
_BRACKETS = str.maketrans("［］【】〔〕{}[]", "()()()()()")
_MARKS = "*★☆:：。、'\"“”="
_SCALES = {"元": 1, "千元": 1000, "万元": 10000}
_UNIT = r"(?:人民币)?(?P<unit>元|千元|万元)(?:/?[月年人户])*"
_UNIT_SUFFIX = re.compile(rf"\((?:金额)?(?:单位:?)?{_UNIT}\)$|[/,:_-](?P<bare>元|千元|万元)$")
# A unit is followed by no other word, else 单位：开元社区 would be one.
_UNIT_LINE = re.compile(
    r"单位\s*:?\s*\(?(?:(?:人民币|人次|人|户|个)\s*[、,/;:]?\s*)*"
    r"(?P<unit>元|千元|万元)(?![\u4e00-\u9fff])"
)
_UNIT_CELL = re.compile(r"\(?(?:元|千元|万元|人|户|个|岁|月|个月|天|次|%)(?:/[月年人户])?\)?")
_BRACKET_SUFFIX = re.compile(r"\([^()]*\)$")


def squeeze(text: str | None) -> str:
    """The text in compatibility form without any white space or invisible character."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text or ""))


def normalise(text: str | None) -> str:
    """A header's words for comparing: width, case, brackets, spaces and marks unified."""
    return squeeze(text).translate(_BRACKETS).strip(_MARKS).casefold()


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


def spellings(header: str) -> list[str]:
    """The forms under which a normalised header may be known, the fullest first."""
    bare = split_unit(header)[0]
    return list(dict.fromkeys(h for h in (header, bare, _BRACKET_SUFFIX.sub("", bare)) if h))


def stated_unit(lines: Sequence[Cells]) -> int | None:
    """The yuan in one unit of money, as a line above the header says it (单位：万元)."""
    for cells in lines:
        for cell in cells:
            found = _UNIT_LINE.search(unicodedata.normalize("NFKC", cell or ""))
            if found:
                return _SCALES[found["unit"]]
    return None


def is_unit_row(cells: Cells) -> bool:
    """Whether a row beneath a header only says in which units the columns are."""
    texts = [text for text in map(normalise, cells) if text]
    return any("元" in text for text in texts) and all(map(_UNIT_CELL.fullmatch, texts))


def join_levels(levels: Sequence[Cells], width: int) -> list[list[str]]:
    """The texts over each column, the lowest level last.

    A blank cell of an upper level belongs to the merged cell at its left as long as something
    stands beneath it; blank cells of the lowest level leave the upper text alone.
    """
    columns: list[list[str]] = [[] for _ in range(width)]
    for depth, cells in enumerate(levels):
        lower = levels[depth + 1 :]
        reach = ""
        for x in range(width):
            text = _at(cells, x)
            reach = text or (reach if any(_at(row, x) for row in lower) else "")
            if reach and (not columns[x] or columns[x][-1] != reach):
                columns[x].append(reach)
    return columns


def _at(cells: Cells, x: int) -> str:
    return normalise(cells[x]) if x < len(cells) else ""
