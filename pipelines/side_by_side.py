"""Tables that stand beside each other on one sheet: lists in two columns of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.headers import Cells, join_levels, normalise
from pipelines.recognise import (
    NotRecognised,
    Recognised,
    SourceSpec,
    recognise,
)

_Parts = tuple[Recognised, ...]
Range = tuple[int, int | None]
# So many words that recur are tried as the first column of the next table.
_WORDS_TRIED = 6
_MOST_TABLES = 8
# A table's header may begin and end a little lower than the one's beside it.
ROWS_LOWER = 4


def recognise_tables(
    rows: Sequence[Cells], sources: Sequence[SourceSpec]
) -> _Parts | NotRecognised:
    """The uppermost table, or those beside each other: each with all that its source requires.

    The header is cut where its first word comes again (序号 姓名 … 序号 姓名 …), or in its blank
    columns; it stays whole unless every piece is a table by itself.
    """
    whole = recognise(rows, sources)
    if isinstance(whole, NotRecognised):
        return whole
    words = _lowest_words(whole)
    for ranges in _possible_ranges(words):
        parts = _recognise_ranges(rows, whole, ranges, sources)
        if parts:
            return parts
    return (whole,)


def within(cells: Sequence[str | None], part: Recognised) -> Sequence[str | None]:
    """The cells that are the part's own; the others are blank."""
    if part.columns_from == 0 and part.columns_to is None:
        return cells
    return _masked(cells, (part.columns_from, part.columns_to))


def _masked(cells: Sequence[str | None], own: Range) -> list[str | None]:
    start, end = own
    return [None] * min(start, len(cells)) + list(cells[start:end])


def _lowest_words(header: Recognised) -> list[str]:
    columns = join_levels(header.levels, max(map(len, header.levels)))
    return [texts[-1] if texts else "" for texts in columns]


def _possible_ranges(words: Sequence[str]) -> Iterator[list[Range]]:
    recurring = [word for word, times in Counter(words).items() if word and times > 1]
    for word in recurring[:_WORDS_TRIED]:
        starts = [x for x, other in enumerate(words) if other == word]
        yield _ranges([0, *starts[1:]])
    filled = [x for x, word in enumerate(words) if word]
    gaps = [x for x in range(filled[0], filled[-1]) if not words[x]] if filled else []
    if gaps:
        yield _ranges([0, *(x + 1 for x in gaps if words[x + 1])])


def _ranges(starts: Sequence[int]) -> list[Range]:
    return list(zip(starts, [*starts[1:], None], strict=True))


def _recognise_ranges(
    rows: Sequence[Cells], whole: Recognised, ranges: Sequence[Range], sources: Sequence[SourceSpec]
) -> _Parts:
    """The tables in these ranges; none unless each of them is one, near the header's rows."""
    if not 2 <= len(ranges) <= _MOST_TABLES or not _has_words(whole, ranges):
        return ()
    parts = []
    for own in ranges:
        shown = [_masked(row, own) for row in rows[whole.top : whole.bottom + ROWS_LOWER]]
        found = recognise([*rows[: whole.top], *shown], sources)
        if isinstance(found, NotRecognised) or found.top > whole.bottom + 1:
            return ()
        parts.append(replace(found, columns_from=own[0], columns_to=own[1]))
    return tuple(parts)


def _has_words(whole: Recognised, ranges: Sequence[Range]) -> bool:
    """Whether every range has as many words as the source requires, before it is looked at."""
    needed = sum(c.required for c in whole.source.columns)
    sizes = [
        sum(any(normalise(c) for c in column) for column in _columns(whole, own)) for own in ranges
    ]
    return min(sizes) >= min(2, needed)


def _columns(whole: Recognised, own: Range) -> list[tuple[str | None, ...]]:
    width = max(map(len, whole.levels))
    padded = [[*row, *[None] * (width - len(row))] for row in whole.levels]
    return list(zip(*[row[own[0] : own[1]] for row in padded], strict=True))
