"""All words under which the columns of all sources arrive, in one index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple, Protocol

from pipelines.headers import normalise, spellings

_LONGEST_FRAGMENT = 12
_INDEXES_KEPT = 16


class ColumnSpec(Protocol):
    """What reading needs to know of a contract's column."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def aliases(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def required(self) -> bool: ...  # noqa: D102
    @property
    def is_money(self) -> bool: ...  # noqa: D102
    @property
    def is_identity_number(self) -> bool: ...  # noqa: D102


class SourceSpec(Protocol):
    """What reading needs to know of a contract."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> Sequence[ColumnSpec]: ...  # noqa: D102


class Entry(NamedTuple):
    """A column that a word may stand for: of which source, how good the word, which column."""

    source: int
    rank: int
    order: int
    column: str


class AliasIndex:
    """The words of all sources: `entries` of whole words, `fragments` of words in two levels."""

    def __init__(self, sources: Sequence[SourceSpec]) -> None:
        self.sources = tuple(sources)
        self.required = [
            frozenset(c.name for c in source.columns if c.required) for source in sources
        ]
        self.identities = [
            frozenset(c.name for c in source.columns if c.is_identity_number) for source in sources
        ]
        self.entries: dict[str, list[Entry]] = {}
        for number, source in enumerate(sources):
            for word, (rank, order, column) in _words_of(source).items():
                self.entries.setdefault(word, []).append(Entry(number, rank, order, column))
        self.fragments = frozenset(chain.from_iterable(map(_fragments, self.entries)))

    def knows(self, text: str) -> bool:
        """Whether a normalised cell is a known word, in any of its spellings."""
        return any(form in self.entries for form in spellings(text))

    def may_know(self, text: str) -> bool:
        """The same, or it may be one level of a known word."""
        return text in self.fragments or self.knows(text)


_indexes: dict[tuple[int, ...], AliasIndex] = {}


def alias_index(sources: Sequence[SourceSpec]) -> AliasIndex:
    """The index of these sources, made once as long as they live."""
    key = tuple(map(id, sources))
    if key not in _indexes:
        if len(_indexes) >= _INDEXES_KEPT:
            _indexes.clear()
        _indexes[key] = AliasIndex(sources)
    return _indexes[key]


def _words_of(source: SourceSpec) -> dict[str, tuple[int, int, str]]:
    """Normalised alias → (rank among the column's aliases, order of the column, column)."""
    entries = [
        (spellings(normalise(alias)), (rank, order, column.name))
        for order, column in enumerate(source.columns)
        for rank, alias in enumerate(dict.fromkeys((*column.aliases, column.name)))
    ]
    index: dict[str, tuple[int, int, str]] = {}
    for form, entry in chain(  # what is written in a contract goes before what follows from it
        ((forms[0], entry) for forms, entry in entries),
        ((form, entry) for forms, entry in entries for form in forms[1:]),
    ):
        index.setdefault(form, entry)
    return index


def _fragments(word: str) -> list[str]:
    if word.isascii():
        return []  # names of fields stand in one cell
    cuts = range(1, min(len(word), _LONGEST_FRAGMENT))
    return [part for cut in cuts for part in (word[:cut], word[cut:])]
