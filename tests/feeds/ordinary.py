"""Ordinary months of any source, made up from its contract: what a sound feed looks like.

People come and go, registers grow, values change a little, amounts are heavy-tailed; nothing is
copied, nothing is missing. What deviates from it is for each test to do.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipelines.places import load_reference
from pipelines.profiles import Month
from pipelines.settings import Home
from schemas.columns import ColumnSpec
from schemas.sources import Source

FIRST = datetime.date(2026, 3, 1)


def month_name(number: int) -> str:
    """The number-th month from the first on."""
    years, months = divmod(FIRST.year * 12 + FIRST.month - 1 + number, 12)
    return f"{years:04d}-{months + 1:02d}"


def person(number: int) -> str:
    """A person id as ingest makes them: a keyed hash in twelve characters."""
    digest = hashlib.blake2b(str(number).encode(), digest_size=9).digest()
    return base64.urlsafe_b64encode(digest).decode()


@dataclass
class Feed:
    """A source that delivers month after month.

    `rows` to begin with; `growth` a month and `churn` are shares; `change` is the share of people
    whose value of a column changes (of a volatile column, nine in ten).
    """

    source: Source
    rows: int
    seed: int = 1
    growth: float = 0.0
    churn: float = 0.02
    change: float = 0.02
    towns: int = 6
    people: pl.DataFrame | None = None
    next_person: int = 0
    delivered: int = 0
    chances: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = np.random.default_rng([self.seed, self.rows, len(self.source.name)])
        streets = [row["street_name"] for row in load_reference().streets]
        self.town_names = streets[: self.towns]

    def deliver(self) -> pl.DataFrame:
        """The staged rows of the next month."""
        if self.source.kind == "events" or self.people is None:
            self.people = self._new(self._count())
        else:
            self._pass_a_month()
        self.rows = max(1, round(self.rows * (1 + self.growth)))
        self.delivered += 1
        return self.people

    def _count(self) -> int:
        return self.rows if self.source.kind == "snapshot" else int(self.random.poisson(self.rows))

    def _pass_a_month(self) -> None:
        assert self.people is not None
        stays = self.random.random(self.people.height) >= self.churn
        people = self.people.filter(pl.Series(stays))
        drawn = self._new(people.height)
        changed = []
        for spec in self.source.staged_columns:
            if spec.name in self.source.key or spec.name in {"town_name", "community_name"}:
                continue
            share = 0.9 if spec.volatile else self.change
            moved = pl.Series(self.random.random(people.height) < share)
            changed.append(
                pl.when(moved).then(drawn[spec.name]).otherwise(people[spec.name]).alias(spec.name)
            )
        people = people.with_columns(changed)
        joined = self._new(max(0, self.rows - people.height))
        self.people = pl.concat([people, joined])

    def _new(self, count: int) -> pl.DataFrame:
        first, self.next_person = self.next_person, self.next_person + count
        numbers = range(first, first + count)
        if self.source.kind == "events":  # the same people come again
            numbers = self.random.integers(0, 3 * self.rows + 1, count).tolist()
        columns: dict[str, Any] = {
            "file_id": ["0" * 16] * count,
            "sheet": [""] * count,
            "row_number": list(range(1, count + 1)),
            "person_id": [person(number) for number in numbers],
            "is_alternative": [False] * count,
        }
        for spec in self.source.staged_columns:
            columns[spec.name] = self._values(spec, count, first)
        return pl.DataFrame(columns, schema=self.source.staging_schema, strict=False)

    def _values(self, spec: ColumnSpec, count: int, first: int) -> list[Any]:
        values = self._sound_values(spec, count, first)
        if spec.required or spec.name in self.source.key or spec.name == "town_name":
            return values
        blank = self.random.random(count) < self._chance(f"{spec.name} blank", 2)[0] * 0.3
        return [None if is_blank else one for is_blank, one in zip(blank, values, strict=True)]

    def _sound_values(self, spec: ColumnSpec, count: int, first: int) -> list[Any]:
        if spec.name == "town_name":
            chosen = self.random.integers(0, len(self.town_names), count)
            return [self.town_names[number] for number in chosen]
        if spec.dtype.is_temporal():
            return self._times(spec, count)
        if spec.dtype.is_decimal():
            return [min(round(float(n), 1), 9999.0) for n in self.random.lognormal(5, 1.2, count)]
        values = self._values_of(spec)
        if values:
            chance = self._chance(spec.name, len(values))
            return [values[n] for n in self.random.choice(len(values), count, p=chance)]
        return [f"{spec.name}{first + number}" for number in range(count)]

    def _times(self, spec: ColumnSpec, count: int) -> list[Any]:
        """Days of the last years, at midnight where the column tells a time."""
        if spec.volatile:  # it follows the calendar
            return [datetime.date.fromisoformat(f"{month_name(self.delivered)}-01")] * count
        ages = self.random.integers(0, 2000, count)
        days = [FIRST - datetime.timedelta(days=int(age)) for age in ages]
        if spec.dtype == pl.Date:
            return days
        return pl.Series(days).cast(pl.Datetime("us")).to_list()

    def _values_of(self, spec: ColumnSpec) -> list[Any]:
        words = list(spec.words or ())
        if spec.kind == "boolean":
            return [True, False]
        if spec.dtype.is_integer():
            return [int(word) for word in words if str(word).isdigit()] or list(range(1, 8))
        return words

    def fix_chance(self, column: str, *chances: float) -> None:
        """Say how probable the values of a column are."""
        self.chances[column] = np.array(chances)

    def _chance(self, name: str, size: int) -> np.ndarray:
        if name not in self.chances:
            self.chances[name] = self.random.dirichlet(np.ones(size))
        return self.chances[name]


def stage(home: Home, source: Source, month: str, rows: pl.DataFrame) -> Month:
    """Put rows where ingest would, and return the month that they make."""
    content = rows.write_csv().encode()
    sha256 = hashlib.sha256(content).hexdigest()
    path = home.staging / source.name / f"{sha256}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(path)
    return Month(home, source, month, (sha256,))


def deliver(home: Home, feed: Feed, months: int) -> list[Month]:
    """Stage a feed's next months."""
    return [
        stage(home, feed.source, month_name(number), feed.deliver()) for number in range(months)
    ]


def home_in(folder: Path) -> Home:
    """A home below a folder."""
    return Home(folder / "home")
