"""Which source a table is, told by its header alone, and where its columns stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from pipelines.aliases import AliasIndex, ColumnSpec, SourceSpec, alias_index
from pipelines.forbidden import refused_in_rows
from pipelines.header_rows import has_groups_above, has_parts_below
from pipelines.headers import (
    PERHAPS_ELSE,
    SOMEBODY_ELSE,
    Cells,
    is_unit_row,
    join_levels,
    normalise,
    spellings,
    split_unit,
    squeeze,
    stated_unit,
    tidy,
)
from pipelines.split_dates import find_split_dates, is_part, with_parts

__all__ = [
    "HEADER_SEARCH_ROWS",
    "RETURN_NUMBER",
    "ColumnSpec",
    "NotRecognised",
    "Recognised",
    "SourceSpec",
    "recognise",
]

# A header is looked for in these many rows; titles, units, dates and forms stand above it.
HEADER_SEARCH_ROWS = 100
# The column that a returned workbook carries, and the header of the words beside it.
RETURN_NUMBER = "return_number"
_RETURN_HEADER, _PROBLEM_HEADER = "退回编号", "问题"
_HEADER_LEVELS = 4
# Rows that may begin a header, with those beneath; a sheet with more of them is no list.
_MOST_TRIED = 200
# What stands behind 监护人 in a flat header is the guardian's.
_FOLLOWING = 3
_PENALTY = 1000
# A column that one source alone knows weighs so much, one known to n of them an n-th.
_WEIGHT = 10_000


@dataclass(frozen=True)
class Recognised:
    """A header and what it says.

    `top` is the header's first row (0-based) and `levels` its rows. `positions` gives the place of
    every known column; `above` are the rows over the header. `repeated` says how often a header
    stands that stands more than once, and `others` where else its column may be looked up when
    its first place is blank: never for a person's name or number, which might be somebody else's.
    `columns_from` and `columns_to` are the table's part of the sheet (0-based, the end excluded;
    None: to the end), where another table stands beside it.
    """

    source: SourceSpec
    top: int
    levels: tuple[Cells, ...]
    above: tuple[Cells, ...]
    positions: dict[str, int]
    headers: dict[str, str]
    extra: list[str]
    unit_scale: dict[str, int]
    repeated: dict[str, int] = field(default_factory=dict)
    others: dict[str, tuple[int, ...]] = field(default_factory=dict)
    columns_from: int = 0
    columns_to: int | None = None

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

    `is_foreign`: hardly a column is known, as on a sheet of instructions. `nearest` is the source
    whose header comes closest, `missing` the headers that it needs besides. `refused` is as in
    `blocks.Unread`.
    """

    reason: str
    is_foreign: bool = False
    nearest: str = ""
    missing: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Attempt:
    number: int
    """Of the source in the index."""
    source: SourceSpec
    top: int
    levels: tuple[Cells, ...]
    positions: dict[str, int]
    doubts: int
    """Columns for which another place would do as well: 姓名 twice, 监护人 above one of them."""
    weight: int
    """How much the header speaks for the source: each column, shared by all who know its words."""

    @property
    def bottom(self) -> int:
        return self.top + len(self.levels)

    @property
    def missing(self) -> list[ColumnSpec]:
        return [c for c in self.source.columns if c.required and c.name not in self.positions]


def recognise(rows: Sequence[Cells], sources: Sequence[SourceSpec]) -> Recognised | NotRecognised:
    """Find the uppermost header among a table's first rows.

    Of the sources whose required columns are all there, the one counts for which the header
    speaks most: a word that one source alone knows speaks louder than 姓名 or 户号. Of equals the
    one with most columns, then with most required ones, then the one that the title names. Where
    two are alike in all this, nobody can say which it is, and neither is taken; the answer never
    depends on the order of `sources`.
    """
    index = alias_index(sources)
    attempts = list(_attempts(rows[:HEADER_SEARCH_ROWS], index))
    whole = _uppermost([a for a in attempts if not a.missing])
    if not whole:
        return replace(_explain(attempts), refused=refused_in_rows(rows[:HEADER_SEARCH_ROWS]))
    rivals = _best_per_source(whole)
    titles = "".join(squeeze(c) for row in rows[: min(a.top for a in rivals)] for c in row if c)
    ranked = sorted(rivals, key=lambda a: (_rank(a, titles), a.source.name))
    if len(ranked) > 1 and _rank(ranked[0], titles) == _rank(ranked[1], titles):
        undecided = _undecided(ranked[0], ranked[1])
        return replace(undecided, refused=refused_in_rows(rows[:HEADER_SEARCH_ROWS]))
    return _describe(_with_units(_with_groups(ranked[0], rows), rows), rows, index)


def _attempts(rows: Sequence[Cells], index: AliasIndex) -> Iterator[_Attempt]:
    texts = [[normalise(cell) for cell in row] for row in rows]
    possible = [_may_be_header(row) for row in rows]
    # Most rows are records: nobody asks which words their cells are.
    hits = [
        sum(map(index.may_know, filter(None, row))) if may_be else 0
        for row, may_be in zip(texts, possible, strict=True)
    ]
    tried: set[tuple[tuple[str, ...], ...]] = set()
    for top in range(len(rows)):
        if not hits[top] or not possible[top]:
            continue
        for depth in range(1, _HEADER_LEVELS + 1):
            bottom = top + depth
            if bottom > len(rows) or not possible[bottom - 1]:
                break
            if depth > 1 and any(text.isdecimal() for text in texts[bottom - 1]):
                break
            if not hits[bottom - 1] or sum(hits[top:bottom]) < 2:
                continue
            levels = tuple(map(tuple, texts[top:bottom]))
            if levels not in tried and len(tried) < _MOST_TRIED:
                tried.add(levels)
                yield from _attempts_at(rows, texts, top, bottom, index)


def _attempts_at(
    rows: Sequence[Cells], texts: Sequence[list[str]], top: int, bottom: int, index: AliasIndex
) -> Iterator[_Attempt]:
    levels = tuple(rows[top:bottom])
    columns = join_levels(texts[top:bottom], max(map(len, levels)))
    over = _people_above(texts, top, len(columns))
    split = find_split_dates(columns)
    labels = [
        tuple(split[x]) if x in split else _names(tuple(column), over[x])
        for x, column in enumerate(columns)
    ]
    found: dict[int, list[_Find]] = {}
    known_by: dict[int, set[int]] = {}
    for x, names in enumerate(labels):
        penalty = _PENALTY if PERHAPS_ELSE.intersection((*columns[x][:-1], over[x])) else 0
        for depth, label in enumerate(names):
            for entry in index.entries.get(label, ()):
                find = _Find(entry.rank + penalty, entry.order, x, depth, entry.column)
                found.setdefault(entry.source, []).append(find)
                known_by.setdefault(x, set()).add(entry.source)
    behind = _behind_somebody([column[-1] if column else "" for column in columns])
    for number, finds in found.items():
        positions, doubts = _place(finds, behind, index.identities[number])
        if positions:
            placed = with_parts(positions, split)
            weight = sum(_WEIGHT // len(known_by[x]) for x in positions.values())
            source, doubts = index.sources[number], doubts + any(over)
            yield _Attempt(number, source, top, levels, placed, doubts, weight)


@dataclass(frozen=True, order=True)
class _Find:
    """A column that a header may stand for; the least is the best."""

    rank: int
    order: int
    x: int
    depth: int
    column: str


def _may_be_header(cells: Cells) -> bool:
    """Whether a row has words and no identity number: below a header, records begin."""
    texts = [squeeze(cell) for cell in cells if cell]
    return any(texts) and not any(
        len(text) >= 14 and sum(ch.isdigit() for ch in text) >= 14 for text in texts
    )


def _people_above(texts: Sequence[list[str]], top: int, width: int) -> list[str]:
    """Who stands over each column in a row of groups right above, where it is somebody else."""
    over = [""] * width
    if top == 0 or sum(map(bool, texts[top - 1])) < 2:
        return over
    reach = ""
    for x, text in enumerate(texts[top - 1][:width]):
        reach = text or (reach if x < len(texts[top]) and texts[top][x] else "")
        over[x] = reach if reach in SOMEBODY_ELSE or reach in PERHAPS_ELSE else ""
    return over


@lru_cache(maxsize=1 << 14)
def _names(texts: tuple[str, ...], over: str) -> tuple[str, ...]:
    """The names a column may go by: levels joined, the lowest, the upper ones.

    Beneath 监护人 stand the name and number of somebody else than the row is about.
    """
    if over and over not in texts:
        texts = (over, *texts)
    joined = []
    if len(texts) > 1:
        joined = ["".join(texts), "/".join(texts), texts[-2] + texts[-1], texts[0] + texts[-1]]
    apart = () if SOMEBODY_ELSE.intersection(texts[:-1]) else texts
    forms = (form for text in (*joined, *reversed(apart)) for form in spellings(text))
    return tuple(dict.fromkeys(forms))


def _behind_somebody(texts: Sequence[str]) -> list[int | None]:
    """For each column the flat header of somebody else (监护人, 配偶姓名) that it stands behind."""
    behind: list[int | None] = []
    for x in range(len(texts)):
        near = range(x - 1, max(-1, x - 1 - _FOLLOWING), -1)
        people = (y for y in near if texts[y].removesuffix("姓名") in SOMEBODY_ELSE)
        behind.append(next(people, None))
    return behind


def _place(
    finds: Sequence[_Find], behind: Sequence[int | None], identities: frozenset[str]
) -> tuple[dict[str, int], int]:
    """Give every contract column its place; earlier aliases win, then columns further left.

    The number beside it says for how many of them the same words stand over another column too.
    A number behind somebody else's name is that person's, unless the row is about that person.
    """
    own_names = {find.x for find in finds if find.column == "name"}
    positions: dict[str, int] = {}
    ranks: dict[str, int] = {}
    taken: set[int] = set()
    doubtful = set()
    for find in sorted(finds):
        other = behind[find.x]
        is_others = other is not None and other not in own_names
        if is_others and find.column in identities and find.column == "id_number":
            continue
        if find.column not in positions and find.x not in taken:
            positions[find.column], ranks[find.column] = find.x, find.rank
            taken.add(find.x)
        elif ranks.get(find.column) == find.rank and positions[find.column] != find.x:
            doubtful.add(find.column)
    return positions, len(doubtful)


def _uppermost(whole: Sequence[_Attempt]) -> list[_Attempt]:
    """Those that share rows with the whole header which ends first."""
    if not whole:
        return []
    first = min(whole, key=lambda a: (a.bottom, a.top))
    return [a for a in whole if a.top < first.bottom and a.bottom > first.top]


def _best_per_source(attempts: Sequence[_Attempt]) -> list[_Attempt]:
    """Each source's fullest header; of equals the clearest, of fewest rows, the uppermost."""
    best: dict[int, _Attempt] = {}
    for attempt in sorted(
        attempts, key=lambda a: (-len(a.positions), a.doubts, len(a.levels), a.top)
    ):
        best.setdefault(attempt.number, attempt)
    return list(best.values())


def _rank(attempt: _Attempt, titles: str) -> tuple[int, ...]:
    required = sum(c.required for c in attempt.source.columns)
    named = squeeze(attempt.source.title) in titles
    return -attempt.weight, -len(attempt.positions), -required, -named


def _with_groups(attempt: _Attempt, rows: Sequence[Cells]) -> _Attempt:
    """The header together with rows of groups above and of parts beneath it."""
    top, bottom = attempt.top, attempt.bottom
    near = max(0, top - _HEADER_LEVELS)
    texts = [[normalise(cell) for cell in row] for row in rows[near : bottom + _HEADER_LEVELS]]
    while bottom - top < _HEADER_LEVELS and has_groups_above(texts, top - near, bottom - near):
        top -= 1
    while bottom - top < _HEADER_LEVELS and has_parts_below(texts, bottom - near):
        bottom += 1
    return replace(attempt, top=top, levels=tuple(rows[top:bottom]))


def _with_units(attempt: _Attempt, rows: Sequence[Cells]) -> _Attempt:
    """The header together with a row of units beneath it, where there is one."""
    if attempt.bottom < len(rows) and is_unit_row(rows[attempt.bottom]):
        return replace(attempt, levels=(*attempt.levels, rows[attempt.bottom]))
    return attempt


def _describe(attempt: _Attempt, rows: Sequence[Cells], index: AliasIndex) -> Recognised:
    above = tuple(rows[: attempt.top])
    shown = _shown(attempt.levels)
    words = [normalise(text) for text in shown]
    positions = dict(sorted(attempt.positions.items(), key=lambda item: item[1]))
    hidden = set(positions.values())
    if _RETURN_HEADER in words:  # the rightmost: a department's own column stays at its left
        positions[RETURN_NUMBER] = max(x for x, w in enumerate(words) if w == _RETURN_HEADER)
        hidden |= {x for x, word in enumerate(words) if word in (_RETURN_HEADER, _PROBLEM_HEADER)}
    personal = index.identities[attempt.number] | {"name", RETURN_NUMBER}
    repeated = {text: n for text, n in Counter(filter(None, shown)).items() if n > 1}
    return Recognised(
        source=attempt.source,
        top=attempt.top,
        levels=attempt.levels,
        above=above,
        positions=positions,
        headers={
            name: shown[x]
            for name, x in positions.items()
            if not is_part(name) and name != RETURN_NUMBER
        },
        extra=[text for x, text in enumerate(shown) if text and x not in hidden],
        unit_scale=_unit_scale(attempt, shown, above),
        repeated=repeated,
        others={
            name: tuple(y for y, word in enumerate(words) if word == words[x] and y != x)
            for name, x in positions.items()
            if shown[x] in repeated and name not in personal and not is_part(name)
        },
    )


def _unit_scale(attempt: _Attempt, shown: Sequence[str], above: Sequence[Cells]) -> dict[str, int]:
    stated = stated_unit(above) or 1
    return {
        column.name: split_unit(normalise(shown[attempt.positions[column.name]]))[1] or stated
        for column in attempt.source.columns
        if column.is_money and column.name in attempt.positions
    }


def _shown(levels: Sequence[Cells]) -> list[str]:
    """The header of every column as found, its levels joined by a stroke."""
    if len(levels) == 1:
        return [" ".join((cell or "").split()) for cell in levels[0]]
    return ["/".join(texts) for texts in join_levels(levels, max(map(len, levels)), tidy)]


def _undecided(one: _Attempt, other: _Attempt) -> NotRecognised:
    return NotRecognised(
        f"第 {one.top + 1} 行的列名既像“{one.source.title}”，也像“{other.source.title}”，"
        "分不清是哪张表。"
        "请在表头上方写明表名，或补上只有该表才有的列后重新提交。",
        nearest=min(one.source.name, other.source.name),
    )


def _explain(attempts: Sequence[_Attempt]) -> NotRecognised:
    """Name the nearest source and what it lacks, in Chinese."""
    nearest = min(
        attempts,
        key=lambda a: (
            len(a.missing) - len(a.positions),
            len(a.missing),
            a.source.name,
            len(a.levels),
            a.top,
        ),
        default=None,
    )
    if nearest is None or len(nearest.positions) < 2:
        return NotRecognised(
            f"前 {HEADER_SEARCH_ROWS} 行里没有找到已知的表头，认不出是哪个部门的哪张表。"
            "请确认交的是约定的表，并保留列名那一行。",
            is_foreign=True,
        )
    missing = tuple(column.aliases[0] for column in nearest.missing)
    row = nearest.top + 1
    return NotRecognised(
        f"第 {row} 行最像“{nearest.source.title}”的表头，但缺少必需的列：{'、'.join(missing)}。"
        "请补上这些列（或把列名改成约定的写法）后重新提交。",
        nearest=nearest.source.name,
        missing=missing,
    )
