"""Finding doubts: what looks wrong in rows that are taken, batch by batch and over a whole file.

Everything is evaluated column by column; of a rule that nothing breaks not a row is touched.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from pipelines.reasons import ONLY_COUNTED, WARNED, explain
from pipelines.typed import Note
from schemas.doubts import Doubt, Level
from schemas.sources import DOUBT_SCHEMA, Source


def level_of(rule: str) -> Level:
    """Whether a rule that reading tells of is a warning or a note."""
    return "warn" if rule in WARNED else "note"


def sentence_of(rule: str, source: Source) -> str:
    """What the sender reads of a rule, be it of the readers or of the source's contract.

    KeyError names a rule that nobody explained.
    """
    for doubt in source.all_doubts:
        if doubt.rule == rule:
            return doubt.reason
    return explain(rule)


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a batch stands: its file, its sheet, and how the file calls the columns."""

    file_id: str
    sheet: str
    headers: Mapping[str, str]


@dataclasses.dataclass
class _RowsByRule:
    """Which rows of a batch break a rule, in whatever column: each counts once."""

    marks: dict[tuple[str, Level], pl.Series] = dataclasses.field(default_factory=dict)

    def add(self, rule: str, level: Level, rows: pl.Series) -> None:
        known = self.marks.get((rule, level))
        self.marks[rule, level] = rows if known is None else known | rows


@dataclasses.dataclass
class FoundDoubts:
    """The doubts of one source in one file, while its batches go by.

    `warnings` and `notes` count rows by rule.
    """

    source: Source
    warnings: Counter[str] = dataclasses.field(default_factory=Counter)
    notes: Counter[str] = dataclasses.field(default_factory=Counter)
    _places: list[Place] = dataclasses.field(default_factory=list)
    _tables: dict[Doubt, list[pl.DataFrame]] = dataclasses.field(default_factory=dict)
    _judged: dict[Doubt, list[tuple[int, int, int]]] = dataclasses.field(default_factory=dict)

    def take(
        self, place: Place, brought: Sequence[str], frame: pl.DataFrame, notes: Sequence[Note]
    ) -> pl.DataFrame:
        """The doubts about the rows of a batch (typed, sound), in the columns of DOUBT_SCHEMA.

        `brought` are the columns that the table has. What can only be told of the whole file is
        remembered.
        """
        if place not in self._places:
            self._places.append(place)
        here = set(brought)
        askable = [doubt for doubt in self.source.all_doubts if doubt.asks_for <= here]
        found = self._rows_of_rules(place, askable, frame) + self._rows_of_notes(
            place, frame, notes
        )
        for doubt in askable:
            if doubt.scope == "table":
                self._remember(place, doubt, frame)
            elif doubt.scope == "most":
                self._judge(place, doubt, frame)
        return _in_order(found)

    def finish(self) -> pl.DataFrame:
        """The doubts that only the whole file tells, in the columns of DOUBT_SCHEMA."""
        found = []
        for doubt in self.source.all_doubts:
            if doubt in self._tables:
                found += self._rows_of_table(doubt)
            elif doubt in self._judged:
                found += self._whole_columns(doubt)
        return pl.concat([pl.DataFrame(schema=DOUBT_SCHEMA), *found])

    def _count(self, rule: str, level: Level, rows: int) -> None:
        counts = self.warnings if level == "warn" else self.notes
        counts[rule] += rows

    def _count_all(self, rows_of: _RowsByRule) -> None:
        for (rule, level), rows in rows_of.marks.items():
            self._count(rule, level, int(rows.sum()))

    def _rows_of_rules(
        self, place: Place, doubts: Sequence[Doubt], frame: pl.DataFrame
    ) -> list[pl.DataFrame]:
        rules = [doubt for doubt in doubts if doubt.scope == "row"]
        broken = frame.select(doubt.broken.alias(str(i)) for i, doubt in enumerate(rules))
        found = []
        rows_of = _RowsByRule()
        for doubt, marks in zip(rules, broken.iter_columns(), strict=True):
            if marks.any():
                rows_of.add(doubt.rule, doubt.level, marks.fill_null(value=False))
                rows = frame["row_number"].filter(marks)
                found.append(_records(place, rows, doubt, doubt.reason))
        self._count_all(rows_of)
        return found

    def _rows_of_notes(
        self, place: Place, frame: pl.DataFrame, notes: Sequence[Note]
    ) -> list[pl.DataFrame]:
        """Notes of reading, but for those that nobody has to look at row by row."""
        found = []
        rows_of = _RowsByRule()
        for note in notes:
            rows_of.add(note.rule, level_of(note.rule), note.rows)
            if note.rule not in ONLY_COUNTED:
                rows = frame["row_number"].filter(note.rows)
                told = _Told(note.rule, note.column, level_of(note.rule))
                found.append(_records(place, rows, told, explain(note.rule)))
        self._count_all(rows_of)
        return found

    def _remember(self, place: Place, doubt: Doubt, frame: pl.DataFrame) -> None:
        rows = frame if doubt.among is None else frame.filter(doubt.among)
        kept = rows.select(
            *sorted({"row_number", *doubt.reads}),
            place=pl.lit(self._places.index(place), pl.UInt32),
        )
        self._tables.setdefault(doubt, []).append(kept)

    def _rows_of_table(self, doubt: Doubt) -> list[pl.DataFrame]:
        rows = pl.concat(self._tables[doubt])
        broken = rows.filter(doubt.broken)
        self._count(doubt.rule, doubt.level, broken.height)
        found = []
        for index, place in enumerate(self._places):
            own = broken["row_number"].filter(broken["place"] == index)
            found.append(_records(place, own, doubt, doubt.reason))
        return found

    def _judge(self, place: Place, doubt: Doubt, frame: pl.DataFrame) -> None:
        answers = frame.select(doubt.broken.alias("broken"))["broken"]
        counted = (self._places.index(place), int(answers.sum()), answers.count())
        self._judged.setdefault(doubt, []).append(counted)

    def _whole_columns(self, doubt: Doubt) -> list[pl.DataFrame]:
        """One record a table of the file in most rows of which the rule is broken."""
        found = []
        for index, place in enumerate(self._places):
            own = [counted for counted in self._judged[doubt] if counted[0] == index]
            broken, judged = sum(one[1] for one in own), sum(one[2] for one in own)
            if broken * 2 > judged:
                self._count(doubt.rule, doubt.level, broken)
                nowhere = pl.Series([None], dtype=pl.Int32)
                found.append(_records(place, nowhere, doubt, doubt.reason))
        return found


@dataclasses.dataclass(frozen=True)
class _Told:
    """What a record says of a rule that reading found."""

    rule: str
    column: str | None
    level: Level


def row_records(rule: str, places: pl.DataFrame, file_id: str) -> pl.DataFrame:
    """The records of whole rows (`sheet`, `row_number`) of which a rule of ours tells."""
    told = _Told(rule, None, level_of(rule))
    found = [
        _records(Place(file_id, str(sheet[0]), {}), rows["row_number"], told, explain(rule))
        for sheet, rows in places.group_by("sheet", maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=DOUBT_SCHEMA), *found])


def _records(place: Place, rows: pl.Series, told: Doubt | _Told, reason: str) -> pl.DataFrame:
    header = place.headers.get(told.column) if told.column else None
    return pl.DataFrame({"row_number": rows.cast(pl.Int32)}).select(
        file_id=pl.lit(place.file_id),
        sheet=pl.lit(place.sheet),
        row_number="row_number",
        column=pl.lit(told.column, pl.String),
        header=pl.lit(header, pl.String),
        rule=pl.lit(told.rule),
        level=pl.lit(told.level, pl.String),
        reason=pl.lit(reason),
    )


def _in_order(found: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The records of one batch by row; of one row in the order of the rules."""
    rows = pl.concat([pl.DataFrame(schema=DOUBT_SCHEMA), *found])
    return rows.sort("row_number", maintain_order=True)
