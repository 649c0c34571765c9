"""How a text table separates and quotes its cells, told from the data.

A table whose cells commas or tabs separate and double quotes enclose is read as it stands. Every
other one is rewritten to that form, line by line, with a stand-in for its delimiter that is no
part of any character in any encoding, and its cells are given back as they were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

_STAND_IN = "\x1f"
_USUAL = (",", "\t", ";", "|", "，", "^", "~", ":", "：", "、", "；", "｜", "||", "\x01", "\x1f")
_LAST = (" ", "\u3000")
# In GB18030 these may be the second byte of a character.
_WITHIN_CHARACTERS = frozenset(map(chr, range(0x40, 0x7F)))
_SWAP = str.maketrans("\"'", "'\"")
_STATED = re.compile(r'^\ufeff?"?sep=(?P<sep>[^"\r\n])"?[\s,;]*$', re.IGNORECASE)
_ESCAPED = re.compile(r'\\(["\\])')
_ESCAPED_QUOTE = re.compile(r'[^\\",;|\t]\\"[^\r\n]')
_WRAPPED = re.compile(r'^"((?:[^"\n]|"")*)"(\r?)$', re.MULTILINE)
# Signs that stand in values far too often to part them.
_IN_VALUES = frozenset("\"'`-./()（）_*+=%\\<>[]")
_LINES = 200


@dataclass(frozen=True)
class Dialect:
    """What stands between cells and around them.

    `is_escaped`: a quote within a quoted cell is written with a backslash before it.
    `is_wrapped`: every line as a whole is quoted once more, as by a program that took each line
    for one cell.
    """

    delimiter: str
    quote: str = '"'
    is_escaped: bool = False
    is_wrapped: bool = False

    def needs_rewriting(self, encoding: str) -> bool:
        """Whether the bytes cannot be parsed as they stand."""
        return (
            self.quote != '"'
            or self.is_escaped
            or self.is_wrapped
            or self._stands_in
            or (encoding == "gb18030" and self.delimiter in _WITHIN_CHARACTERS)
        )

    @property
    def parsed_delimiter(self) -> str:
        """The one-byte delimiter under which the (rewritten) lines are parsed."""
        return _STAND_IN if self._stands_in else self.delimiter

    @property
    def _stands_in(self) -> bool:
        return len(self.delimiter) != 1 or not self.delimiter.isascii()

    def rewrite(self, text: str) -> str:
        """Whole lines in the form that is parsed; no line is added or lost."""
        if self.is_wrapped:
            text = _WRAPPED.sub(lambda line: line[1].replace('""', '"') + line[2], text)
        if self.is_escaped:
            text = _ESCAPED.sub(lambda found: '""' if found[1] == '"' else "\\", text)
        if self.quote == "'":
            text = text.translate(_SWAP)
        return text.replace(self.delimiter, _STAND_IN) if self._stands_in else text

    def restore(self, cell: str) -> str:
        """A cell of a rewritten line as it stood in the file."""
        if self.quote == "'":
            cell = cell.translate(_SWAP)
        return cell.replace(_STAND_IN, self.delimiter) if self._stands_in else cell

    def replacements(self) -> dict[str, str]:
        """What `restore` replaces, for whole columns; empty where it changes nothing."""
        swapped = {'"': "'", "'": '"'} if self.quote == "'" else {}
        return swapped | ({_STAND_IN: self.delimiter} if self._stands_in else {})


def find_dialects(sample: str) -> list[Dialect]:
    """The dialects in which a text may be a table, the most usual first; never empty.

    The first line may state the delimiter, as Excel's own `sep=;` does.
    """
    filled = (line.rstrip("\r") for line in sample.split("\n") if line.strip())
    lines = list(islice(filled, _LINES))
    stated = _STATED.match(lines[0]) if lines else None
    if stated:
        return [_dialect(lines[1:], stated["sep"])]
    dialects = [_dialect(lines, delimiter) for delimiter in _delimiters(lines)]
    return [*dialects, *_wrapped(lines)] or [Dialect(",")]


def _delimiters(lines: Sequence[str]) -> Iterator[str]:
    seen = [delimiter for delimiter in _USUAL if any(delimiter in line for line in lines)]
    told = sorted(_told_by_counts(lines) - {*_USUAL, *_LAST})
    yield from seen
    yield from told
    yield from (d for d in _LAST if sum(d in line for line in lines) * 2 > len(lines))


def _told_by_counts(lines: Sequence[str]) -> set[str]:
    """Signs, or runs of signs, that most lines hold equally often."""
    signs = {ch for line in lines[:5] for ch in line if not ch.isalnum() and not ch.isspace()}
    signs |= {ch for line in lines[:5] for ch in line if ch in "\x01\x02\x1c\x1d\x1e"}
    runs = {run for line in lines[:5] for run in re.findall(r"[^\w\s\"'.\-/()（）]{2,4}", line)}
    return {sign for sign in (signs - _IN_VALUES) | runs if _is_even(sign, lines)}


def _is_even(sign: str, lines: Sequence[str]) -> bool:
    [(count, times)] = Counter(line.count(sign) for line in lines).most_common(1)
    return count > 0 and times * 2 > len(lines)


def _dialect(lines: Sequence[str], delimiter: str) -> Dialect:
    if _is_quoted_singly(lines, delimiter):
        return Dialect(delimiter, quote="'")
    return Dialect(delimiter, is_escaped=any(map(_ESCAPED_QUOTE.search, lines)))


def _is_quoted_singly(lines: Sequence[str], delimiter: str) -> bool:
    # A cell may itself hold such signs: who quotes with them quotes most cells of a line.
    single = sum("'" in line and _are_mostly_quoted(line.split(delimiter), "'") for line in lines)
    return single * 2 > len(lines) and not any(_is_quoted(line, delimiter, '"') for line in lines)


def _are_mostly_quoted(cells: Sequence[str], quote: str) -> bool:
    filled = [cell for cell in cells if cell]
    return sum(_stands_in(cell, quote) for cell in filled) * 2 > len(filled)


def _is_quoted(line: str, delimiter: str, quote: str) -> bool:
    return any(_stands_in(cell, quote) for cell in line.split(delimiter))


def _stands_in(cell: str, quote: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == quote


def _wrapped(lines: Sequence[str]) -> list[Dialect]:
    """Dialects of lines that are quoted as a whole, where nearly all are."""
    if sum(_WRAPPED.match(line) is not None for line in lines) * 10 < len(lines) * 9:
        return []
    inner = [Dialect(",", is_wrapped=True).rewrite(line) for line in lines]
    return [Dialect(d, is_wrapped=True) for d in _USUAL if any(d in line for line in inner)]
