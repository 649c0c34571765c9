"""Which made-up home a released household is: by the people in it, never by what a list says."""

from collections import Counter
from collections.abc import Mapping

import polars as pl

from pipelines.district.world import World
from pipelines.identity import hash_identities
from pipelines.months import Month
from pipelines.settings import Home, load_key

HomesOfHouseholds = Mapping[str, int]


def find_homes(world: World, home: Home, month: Month) -> HomesOfHouseholds:
    """Return the home of each released household: that of most of its people."""
    return {
        household: min(homes, key=lambda one: (-homes[one], one))
        for household, homes in _count(world, home, month).items()
    }


def homes_of_people(world: World, home: Home, month: Month) -> Mapping[str, frozenset[int]]:
    """Return all homes from which people live in each released household."""
    return {h: frozenset(homes) for h, homes in _count(world, home, month).items()}


def _count(world: World, home: Home, month: Month) -> dict[str, Counter[int]]:
    ids = hash_identities(world.people.ids, load_key(home))
    resident = dict(zip(ids.to_list(), world.people.homes.tolist(), strict=True))
    registry = pl.read_parquet(home.release_path(month) / "household_registry.parquet")
    counts: dict[str, Counter[int]] = {}
    for person, household in registry.select("person_id", "household_id").rows():
        if person in resident:
            counts.setdefault(household, Counter())[resident[person]] += 1
    return counts
