"""Visits that a list needs, and whether the streets can make them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipelines.whatif.counts import ALL, Counts
from pipelines.whatif.figures import COLOURS, Picture

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Load:
    """Visits a month that a street needs (None where a count is not told), and can make."""

    needed: Decimal | None
    capacity: Decimal | None

    @property
    def is_short(self) -> bool:
        """Say whether more are needed than can be made."""
        return None not in (self.needed, self.capacity) and self.missing > 0

    @property
    def missing(self) -> Decimal:
        """How many more are needed than can be made."""
        return (self.needed or Decimal(0)) - (self.capacity or Decimal(0))


def load_of(
    counts: Counts, when: str, street: str, picture: Picture, capacities: Mapping[str, Decimal]
) -> Load:
    """Return one street's load, or the district's (street ALL)."""
    told = counts.exact(*((when, street, rank) for rank in COLOURS))
    needed = picture.visits_a_month(dict(zip(COLOURS, told, strict=True))) if told else None
    if street == ALL:
        return Load(needed, sum(capacities.values(), Decimal(0)) if capacities else None)
    return Load(needed, capacities.get(street))


def rounded(visits: Decimal) -> Decimal:
    """Return visits with one decimal."""
    return visits.quantize(Decimal("0.1"), ROUND_HALF_UP)
