"""A table on its way to a file: its rows, what was done to them, and what must become of each."""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import polars as pl


class Fate(IntEnum):
    """What the pipeline has to do with a row."""

    ACCEPTED = 0
    REJECTED = 1
    REPEATED = 2
    UNLINKED = 3
    """Accepted without a person: the ledger keeps such rows."""


@dataclass(frozen=True)
class Damage:
    """One thing done to one cell or row: what, and what follows from it."""

    row: int
    column: str
    kind: str
    fate: Fate


@dataclass
class Draft:
    """Rows of one file (all text), the person of each (-1: nobody), and the marks left on them.

    `numbers` holds the cells that a spreadsheet stores as numbers. Edits are collected and
    carried out once, by `finish`, because a file may have a million rows.
    """

    source: str
    frame: pl.DataFrame
    people: np.ndarray
    fates: np.ndarray = field(init=False)
    touched: np.ndarray = field(init=False)
    damages: list[Damage] = field(default_factory=list)
    numbers: dict[tuple[int, str], float] = field(default_factory=dict)
    _edits: dict[str, dict[int, str]] = field(default_factory=dict)
    _repeats: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fates = np.zeros(len(self.people), dtype="int8")
        self.touched = np.zeros(len(self.people), dtype=bool)

    def edit(
        self, row: int, column: str, text: str, kind: str = "", fate: Fate = Fate.ACCEPTED
    ) -> None:
        """Write other text into a cell; with a `kind`, note it as damage with its outcome."""
        self._edits.setdefault(column, {})[row] = text
        if kind:
            self.mark(row, column, kind, fate)

    def mark(self, row: int, column: str, kind: str, fate: Fate) -> None:
        """Note what was done to a row and what must become of it."""
        self.damages.append(Damage(row, column, kind, fate))
        self.touched[row] = True
        if fate != Fate.ACCEPTED:
            self.fates[row] = fate

    def store_as_number(self, row: int, column: str, value: float) -> None:
        """Let a spreadsheet keep this cell as a number."""
        self.numbers[(row, column)] = value

    def text(self, row: int, column: str) -> str:
        """Return a cell as it stands now."""
        edited = self._edits.get(column, {}).get(row)
        return edited if edited is not None else str(self.frame[column][row] or "")

    def repeat(self, row: int, changes: dict[str, str] | None = None) -> None:
        """Write the row once more at the end; with `changes` the later one counts."""
        self._repeats.append((row, changes or {}))
        self.touched[row] = True

    def finish(self) -> "Draft":
        """Return the draft with edits carried out and repeats appended."""
        done = Draft(self.source, self._edited(self.frame, self._edits), self.people)
        done.fates, done.damages, done.numbers = self.fates, list(self.damages), self.numbers
        return done._with_repeats(self._repeats) if self._repeats else done

    @staticmethod
    def _edited(frame: pl.DataFrame, edits: dict[str, dict[int, str]]) -> pl.DataFrame:
        changed = []
        for column, cells in edits.items():
            rows = np.fromiter(cells, dtype="int64", count=len(cells))
            changed.append(frame[column].clone().scatter(rows, list(cells.values())))
        return frame.with_columns(changed)

    def _with_repeats(self, repeats: list[tuple[int, dict[str, str]]]) -> "Draft":
        rows = np.array([row for row, _ in repeats])
        height = self.frame.height
        edits: dict[str, dict[int, str]] = {}
        for position, (row, changes) in enumerate(repeats):
            kind = "repeated_differing" if changes else "repeated_identical"
            loser = row if changes else height + position
            self.damages.append(Damage(loser, "", kind, Fate.REPEATED))
            for column, text in changes.items():
                edits.setdefault(column, {})[position] = text
        copies = self._edited(self.frame[rows], edits)
        grown = Draft(
            self.source, pl.concat([self.frame, copies]), np.r_[self.people, self.people[rows]]
        )
        grown.fates[:height] = self.fates
        grown.damages, grown.numbers = self.damages, self.numbers
        for damage in grown.damages:
            if damage.fate != Fate.ACCEPTED:
                grown.fates[damage.row] = damage.fate
        return grown
