"""The one shape of a further kind of data: facts about chosen people, and how they are laid out.

A kind draws its facts as a frame, one row a fact: `person` (index of the resident) and columns
named as in the contract. Dates are dates; Int64 is in hundredths (fen, hundredths of a mu); Int32
is a plain number; text is the contract's own word, which `spellings` may write otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import polars as pl

from pipelines.district.draft import Draft
from pipelines.district.kinds.lives import Lives
from pipelines.district.situations import pick
from pipelines.district.world import World
from pipelines.months import Month

Form = Literal["xlsx", "gb18030", "utf-8", "utf-8-sig", "utf-16", "html"]
Spoil = Callable[[Draft, np.random.Generator], None]
RESIDENTS = 1_000
FOUR_WEEKS = 28


@dataclass(frozen=True)
class Scene:
    """What a department sees when it writes a list: the district at the end of one month.

    `is_first`: no earlier delivery of the kind, so that events of earlier months are in it.
    """

    world: World
    lives: Lives
    month: Month
    is_first: bool

    @property
    def start(self) -> np.datetime64:
        """The month's first day."""
        return np.datetime64(self.month.first_date)

    @property
    def end(self) -> np.datetime64:
        """The month's last day."""
        return np.datetime64(self.month.as_of_date)

    @property
    def alive(self) -> np.ndarray:
        """Who had not died before the month began."""
        alive = np.ones(len(self.world.people), dtype=bool)
        alive[self.world.deaths.people[self.world.deaths.dates < self.start]] = False
        return alive

    def dice(self, name: str) -> np.random.Generator:
        """Random numbers of one kind: the same in every month, so that lists agree."""
        return self.world.dice("kinds", name)

    def choose(
        self, wanted: np.ndarray, per_thousand: float, at_least: int, rng: np.random.Generator
    ) -> np.ndarray:
        """People for whom `wanted` holds, so many of a thousand residents.

        Half of them live in homes that the screening is about: that is what the lists are for.
        """
        count = max(at_least, round(len(wanted) / RESIDENTS * per_thousand))
        near = self.lives.asked[self.world.people.homes]
        chosen = pick(wanted & near, count // 2, rng)
        others = pick(wanted & ~near, count - len(chosen), rng)
        return np.sort(np.r_[chosen, others])

    def days_before_the_end(self, ages: np.ndarray) -> pl.Series:
        """Dates so many days before the last day of the district's last month."""
        calendar = self.world.calendar
        last = calendar.end_of(len(calendar.months) - 1)
        return pl.Series((last - ages.astype("timedelta64[D]")).astype("datetime64[ms]")).cast(
            pl.Date
        )

    def days_ago(self, count: int, longest: int, rng: np.random.Generator) -> pl.Series:
        """Dates of events: up to so many days back, every fourth in the last four weeks."""
        ages = rng.integers(0, longest, count)
        ages[::4] %= FOUR_WEEKS
        return self.days_before_the_end(ages)

    def newly(self, facts: pl.DataFrame, column: str) -> pl.DataFrame:
        """Events of this month; in the first delivery also those before it."""
        when = pl.col(column)
        facts = facts.filter(when <= self.month.as_of_date)
        return facts if self.is_first else facts.filter(when >= self.month.first_date)


def nothing(_draft: Draft, _rng: np.random.Generator) -> None:
    """No damage but the usual."""


@dataclass(frozen=True)
class Kind:
    """One kind of data: where it comes from, how it looks, and who is in it.

    `cadence` is monthly, quarterly, or the month of the year in which it comes. `headers` gives
    the columns in their order; those that neither the facts nor the people know stay blank, as
    cells that are not handed over do. `fatal` is a date without which a row is refused.
    """

    source: str
    folder: str
    title: str
    headers: Mapping[str, str]
    draw: Callable[[Scene], pl.DataFrame]
    cadence: Literal["monthly", "quarterly"] | int = "monthly"
    form: Form = "xlsx"
    fatal: str = ""
    is_snapshot: bool = True
    keeps_unlinked: bool = False
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spoil: Spoil = nothing


@dataclass(frozen=True)
class Told:
    """The facts of one delivery that can be read: rows that were not damaged beyond use."""

    source: str
    month: Month
    facts: pl.DataFrame


def words(chosen: np.ndarray, *texts: str) -> pl.Series:
    """The text at each index."""
    return pl.Series(texts).gather(chosen)


def drawn(rng: np.random.Generator, count: int, shares: Mapping[str, float]) -> pl.Series:
    """So many words, drawn by their shares."""
    return words(rng.choice(len(shares), count, p=tuple(shares.values())), *shares)


def fen(rng: np.random.Generator, count: int, low: int, high: int) -> pl.Series:
    """Sums between two amounts of yuan, in fen."""
    return pl.Series(rng.integers(low * 100, high * 100, count), dtype=pl.Int64)


def months_of(dates: pl.Series) -> pl.Series:
    """The first day of each date's month."""
    return dates.dt.month_start()
