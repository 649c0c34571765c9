"""Codes, their words, and yes or no: each distinct cell is looked up once."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import polars as pl

from pipelines.cells import Problem, blank_to_null, is_blank, read_each_distinct

__all__ = ["blank_to_null", "read_booleans", "read_code_sets", "read_codes"]

Unknown = Literal["reject", "keep", "drop"]
Words = Mapping[str, Sequence[str]]

_BETWEEN: Final = re.compile(r"[、,;/|+&\s]+|(?<=\S)(?:和|及|与)(?=\S)")
_LEADING_CODE: Final = re.compile(r"(\d{1,4})[-_.、:)\s]*(\D.*)")
_TRAILING_CODE: Final = re.compile(r"(.*\D)[(\[](\w{1,4})[)\]]")

_TRUE: Final = (
    "是", "有", "对", "真", "y", "yes", "true", "t", "1", "√", "✓", "✔", "☑", "已", "享受",
    "已享受", "在享", "享受中", "参加", "已参加", "参保", "已参保", "解决", "已解决", "消除",
    "已消除", "属于", "符合", "存在", "达标",
)  # fmt: skip
_FALSE: Final = (
    "否", "无", "没有", "不是", "非", "假", "错", "n", "no", "false", "f", "0", "×", "✗", "✘", "x",
    "未", "不", "未享受", "不享受", "未享受政策", "不享受政策", "停止享受", "未参加", "不参加",
    "没参加", "未参保", "未解决", "没解决", "未消除", "没消除", "不属于", "不符合", "不存在",
    "未达标", "不达标",
)  # fmt: skip


def read_codes(
    values: pl.Series, words: Words, unknown: Unknown = "keep", *, several: str | None = None
) -> pl.DataFrame:
    """Read codes or their words as columns value (a key of `words`) and problem.

    `words` maps each value to the other words and codes that mean it. Widths, case, spaces and
    leading zeros do not matter; `1-视力` and `视力(1)` are read where both halves agree. A word
    nobody knows is a problem, is kept as it stands, or is dropped. Blank cells give null, unless
    the words know them: 无 may be a value. A cell of several known words is `several`, if given.
    """
    lookup = _lookup(words)

    def read(text: str) -> str | Problem | None:
        found = _find(text, lookup)
        if found is None and several is not None:
            found = _together(text, lookup, several)
        return found if found is not None else _unknown(text, unknown)

    return read_each_distinct(values.cast(pl.String), read, pl.String)


def read_code_sets(values: pl.Series, words: Words, unknown: Unknown = "keep") -> pl.DataFrame:
    """Read cells that hold several codes (`特困,低保`) as their values, sorted, joined by 、.

    Columns and `unknown` as in `read_codes`; one unknown part makes the cell a problem.
    """
    lookup = _lookup(words)

    def read(text: str) -> str | Problem | None:
        whole = _find(text, lookup)
        if whole is not None:
            return whole
        parts = [part for part in _BETWEEN.split(_shown(text)) if part]
        found = [_find(part, lookup) or _unknown(part, unknown) for part in parts]
        problems = [part for part in found if isinstance(part, Problem)]
        kept = sorted({part for part in found if isinstance(part, str)})
        return problems[0] if problems else "、".join(kept) or None

    return read_each_distinct(values.cast(pl.String), read, pl.String)


def read_booleans(
    values: pl.Series,
    *,
    true_words: Sequence[str] = (),
    false_words: Sequence[str] = (),
    unknown: bool | Literal["reject", "drop"] = "reject",
) -> pl.DataFrame:
    """Read yes and no in their many words as columns value (Boolean) and problem.

    The given words come before the usual ones. A blank cell is null, not no; 无 is no.
    `unknown` is the value of any other word, or says to reject or drop it.
    """
    usual = {**dict.fromkeys(_TRUE, "1"), **dict.fromkeys(_FALSE, "0")}
    given = {**dict.fromkeys(true_words, "1"), **dict.fromkeys(false_words, "0")}
    lookup = {_folded(word): value for word, value in {**usual, **given}.items()}

    def read(text: str) -> bool | Problem | None:
        found = lookup.get(_folded(text))
        if found is not None:
            return found == "1"
        if is_blank(text) or unknown == "drop":
            return None
        return Problem("boolean_unknown") if unknown == "reject" else bool(unknown)

    return read_each_distinct(values.cast(pl.String), read, pl.Boolean)


def _lookup(words: Words) -> dict[str, str]:
    """Folded word → value. A word that two values claim would be a guess, so it is an error."""
    found: dict[str, str] = {}
    for value, synonyms in words.items():
        for word in (value, *synonyms):
            if found.setdefault(_folded(word), value) != value:
                raise ValueError(
                    f"{word!r} means both {found[_folded(word)]!r} and {value!r}: "
                    "leave it with one of them in the contract's words."
                )
    return found


def _find(text: str, lookup: Mapping[str, str]) -> str | None:
    folded = _folded(text)
    if folded in lookup:
        return lookup[folded]
    if m := _LEADING_CODE.fullmatch(folded):
        return _both(m[1], m[2], lookup)
    if m := _TRAILING_CODE.fullmatch(folded):
        return _both(m[2], m[1], lookup)
    return None


def _together(text: str, lookup: Mapping[str, str], several: str) -> str | None:
    """What the parts of a cell say together, where all of them are known."""
    found = {_find(part, lookup) for part in _BETWEEN.split(_shown(text)) if part}
    if not found or None in found:
        return None
    return several if len(found) > 1 else found.pop()


def _both(code: str, word: str, lookup: Mapping[str, str]) -> str | None:
    """The value of a code and a word that stand in one cell, where they agree."""
    value = lookup.get(_folded(word))
    return value if value is not None and lookup.get(_folded(code)) == value else None


def _unknown(text: str, unknown: Unknown) -> str | Problem | None:
    if is_blank(text) or unknown == "drop":
        return None
    return Problem("code_unknown") if unknown == "reject" else _shown(text)


def _shown(text: str) -> str:
    """The text with widths unified and without what cannot be seen at its ends."""
    return _UNSEEN_EDGES.sub("", unicodedata.normalize("NFKC", text))


def _folded(text: str) -> str:
    """The form in which words are compared: no spaces, one case, no leading zeros."""
    bare = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    number = re.fullmatch(r"0*(\d+?)(?:\.0+)?", bare)
    return number[1] if number else bare


_SPACES: Final = "".join(
    c for c in map(chr, range(0x10000)) if unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp")
)
_UNSEEN: Final = re.compile(f"[{re.escape(_SPACES)}]")
_UNSEEN_EDGES: Final = re.compile(f"^[{re.escape(_SPACES)}]+|[{re.escape(_SPACES)}]+$")
