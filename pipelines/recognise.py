"""Which source a table is, told by its header alone, and where its columns stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Protocol

from pipelines.headers import (
    Cells,
    is_unit_row,
    join_levels,
    normalise,
    spellings,
    split_unit,
    squeeze,
    stated_unit,
)
from pipelines.split_dates import find_split_dates, is_part, with_parts

# A header is looked for in these many rows; titles, units and dates stand above it.
HEADER_SEARCH_ROWS = 30
_HEADER_LEVELS = 3
_SOMEBODY_ELSE = frozenset(
    word + suffix
    for word in ("监护人", "联系人", "代理人", "委托人", "经办人", "照料人", "法定代表人", "代领人")
    for suffix in ("", "信息", "情况", "基本信息", "基本情况")
)


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


@dataclass(frozen=True)
class Recognised:
    """A header and what it says.

    `top` is the header's first row (0-based) and `levels` its rows. `positions` gives the place of
    every known column; `above` are the rows over the header.
    """

    source: SourceSpec
    top: int
    levels: tuple[Cells, ...]
    above: tuple[Cells, ...]
    positions: dict[str, int]
    headers: dict[str, str]
    extra: list[str]
    unit_scale: dict[str, int]

    @cached_property
    def identity_columns(self) -> list[str]:
        """The columns that hold identity numbers."""
        return [
            c.name for c in self.source.columns if c.is_identity_number and c.name in self.positions
        ]

    @property
    def width(self) -> int:
        """Cells up to the last header that is not blank."""
        return max(
            (x + 1 for row in self.levels for x, c in enumerate(row) if squeeze(c)), default=0
        )

    @property
    def bottom(self) -> int:
        """The first row after the header (0-based)."""
        return self.top + len(self.levels)


@dataclass(frozen=True)
class NotRecognised:
    """No header of a known source; `reason` says what is missing and what to do.

    `is_foreign`: not one column is known, as on a sheet of instructions.
    """

    reason: str
    is_foreign: bool = False


@dataclass(frozen=True)
class _Attempt:
    source: SourceSpec
    top: int
    levels: tuple[Cells, ...]
    positions: dict[str, int]
    doubts: int
    """Columns for which another place would do as well: 姓名 twice, 监护人 above one of them."""

    @property
    def missing(self) -> list[ColumnSpec]:
        return [c for c in self.source.columns if c.required and c.name not in self.positions]


def recognise(rows: Sequence[Cells], sources: Sequence[SourceSpec]) -> Recognised | NotRecognised:
    """Find the header among a table's first rows.

    Of the sources whose required columns are all there, the one counts that explains most
    columns which the others do not, then most columns, then most required ones; at last the name
    decides, so that the answer never depends on the order of `sources`.
    """
    attempts = list(_attempts(rows[:HEADER_SEARCH_ROWS], sources))
    whole = _best_per_source([a for a in attempts if not a.missing])
    if not whole:
        return NotRecognised(_explain(attempts), is_foreign=not attempts)
    best = min(whole, key=lambda a: _rank(a, whole))
    return _describe(_with_units(best, rows), rows)


def _attempts(rows: Sequence[Cells], sources: Sequence[SourceSpec]) -> Iterator[_Attempt]:
    indexes = [(source, _alias_index(source)) for source in sources]
    for top in range(len(rows)):
        for depth in range(1, _HEADER_LEVELS + 1):
            levels = tuple(rows[top : top + depth])
            if len(levels) < depth or not all(map(_may_be_header, levels)):
                break
            columns = join_levels(levels, max(map(len, levels)))
            split = find_split_dates(columns)
            labels = [split.get(x) or _names(texts) for x, texts in enumerate(columns)]
            for source, index in indexes:
                positions, doubts = _place(labels, index)
                if positions:
                    positions = with_parts(positions, split)
                    yield _Attempt(source, top, levels, positions, doubts)


def _may_be_header(cells: Cells) -> bool:
    """Whether a row has words and no identity number: below a header, records begin."""
    texts = [squeeze(cell) for cell in cells]
    return any(texts) and not any(sum(ch.isdigit() for ch in text) >= 14 for text in texts)


def _alias_index(source: SourceSpec) -> dict[str, tuple[int, int, str]]:
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


def _names(texts: Sequence[str]) -> list[str]:
    """The names a column may go by: all levels joined, the lowest, the upper ones.

    Beneath 监护人 stand the name and number of somebody else than the row is about.
    """
    joined = ["".join(texts), "/".join(texts)] if len(texts) > 1 else []
    apart = [] if _SOMEBODY_ELSE.intersection(texts[:-1]) else texts
    return [form for text in (*joined, *reversed(apart)) for form in spellings(text)]


def _place(
    labels: Sequence[Sequence[str]], index: Mapping[str, tuple[int, int, str]]
) -> tuple[dict[str, int], int]:
    """Give every contract column its place; earlier aliases win, then columns further left.

    The number beside it says for how many of them the same words stand over another column too.
    """
    found = [
        (*index[label], depth, x)
        for x, names in enumerate(labels)
        for depth, label in enumerate(names)
        if label in index
    ]
    positions: dict[str, int] = {}
    ranks: dict[str, int] = {}
    doubtful = set()
    for rank, _, name, _, x in sorted(found, key=lambda f: (f[0], f[3], f[4], f[1])):
        if name not in positions and x not in positions.values():
            positions[name], ranks[name] = x, rank
        elif ranks.get(name) == rank and positions[name] != x:
            doubtful.add(name)
    return positions, len(doubtful)


def _best_per_source(attempts: Sequence[_Attempt]) -> list[_Attempt]:
    """Each source's fullest header; of equals the clearest, of fewest rows, the uppermost."""
    best: dict[str, _Attempt] = {}
    for attempt in sorted(
        attempts, key=lambda a: (-len(a.positions), a.doubts, len(a.levels), a.top)
    ):
        best.setdefault(attempt.source.name, attempt)
    return list(best.values())


def _rank(attempt: _Attempt, rivals: Sequence[_Attempt]) -> tuple[int, int, int, str]:
    taken = {x for a in rivals if a is not attempt for x in a.positions.values()}
    own = sum(x not in taken for x in attempt.positions.values())
    required = sum(c.required for c in attempt.source.columns)
    return -own, -len(attempt.positions), -required, attempt.source.name


def _with_units(attempt: _Attempt, rows: Sequence[Cells]) -> _Attempt:
    """The header together with a row of units beneath it, where there is one."""
    bottom = attempt.top + len(attempt.levels)
    if bottom < len(rows) and is_unit_row(rows[bottom]):
        return replace(attempt, levels=(*attempt.levels, rows[bottom]))
    return attempt


def _describe(attempt: _Attempt, rows: Sequence[Cells]) -> Recognised:
    above = tuple(rows[: attempt.top])
    positions = dict(sorted(attempt.positions.items(), key=lambda item: item[1]))
    shown = _shown(attempt.levels)
    taken = set(attempt.positions.values())
    stated = stated_unit(above) or 1
    scale = {}
    for column in attempt.source.columns:
        if column.is_money and column.name in attempt.positions:
            own = split_unit(normalise(shown[attempt.positions[column.name]]))[1]
            scale[column.name] = own or stated
    return Recognised(
        source=attempt.source,
        top=attempt.top,
        levels=attempt.levels,
        above=above,
        positions=positions,
        headers={name: shown[x] for name, x in positions.items() if not is_part(name)},
        extra=[text for x, text in enumerate(shown) if text and x not in taken],
        unit_scale=scale,
    )


def _shown(levels: Sequence[Cells]) -> list[str]:
    """The header of every column as found, its levels joined by a stroke."""
    if len(levels) == 1:
        return [_one_line(cell) for cell in levels[0]]
    return ["/".join(texts) for texts in join_levels(levels, max(map(len, levels)))]


def _one_line(cell: str | None) -> str:
    return " ".join((cell or "").split())


def _explain(attempts: Sequence[_Attempt]) -> str:
    """Name the nearest source and what it lacks, in Chinese."""
    if not attempts:
        return (
            f"前 {HEADER_SEARCH_ROWS} 行里没有找到任何已知的列名，认不出是哪个部门的哪张表。"
            "请确认交的是约定的表，并保留列名那一行。"
        )
    nearest = min(
        attempts,
        key=lambda a: (
            len(a.missing) - len(a.positions),
            len(a.missing),
            a.source.name,
            len(a.levels),
            a.top,
        ),
    )
    missing = "、".join(column.aliases[0] for column in nearest.missing)
    row = nearest.top + 1
    return (
        f"第 {row} 行最像“{nearest.source.title}”的表头，但缺少必需的列：{missing}。"
        "请补上这些列（或把列名改成约定的写法）后重新提交。"
    )
