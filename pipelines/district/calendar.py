"""Which months a district covers: those of its events, and those of its snapshots."""

from dataclasses import dataclass

import numpy as np

from pipelines.months import Month

SNAPSHOTS = 2


@dataclass(frozen=True)
class Calendar:
    """The months of events, the last of which also bring snapshots."""

    months: tuple[Month, ...]
    with_snapshots: int = SNAPSHOTS

    @classmethod
    def ending(cls, last: Month, count: int, with_snapshots: int = SNAPSHOTS) -> "Calendar":
        """The `count` months that end with `last`; at least one, else ValueError."""
        if count < 1:
            raise ValueError("a district covers at least one month")
        return cls(tuple(last.plus(i - count + 1) for i in range(count)), with_snapshots)

    @property
    def snapshots(self) -> tuple[Month, ...]:
        """The months that bring snapshots: the last two, or as many as were asked for."""
        return self.months[-self.with_snapshots :]

    def position(self, month: Month) -> int:
        """Index of a month among the months of events (negative before the first)."""
        first = self.months[0]
        return (month.year - first.year) * 12 + month.month - first.month

    def start_of(self, position: int) -> np.datetime64:
        """First day of the month at this position."""
        return np.datetime64(self.months[0].plus(position).first_date)

    def end_of(self, position: int) -> np.datetime64:
        """Last day of the month at this position."""
        return np.datetime64(self.months[0].plus(position).as_of_date)
