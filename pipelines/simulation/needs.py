"""Who is truly in need in a simulated year, since when, and of what: nobody's file says it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipelines.district.bills import THRESHOLD_FEN, Account
from pipelines.district.kinds.lives import whole_years
from pipelines.district.kinds.welfare import SEVERE_GRADE
from pipelines.district.world import World
from pipelines.months import Month
from pipelines.simulation.behaviour import Behaviour
from pipelines.simulation.chance import Chance

OLD = 70
LEAST_FEN, MOST_FEN = 30_000, 160_000

# The help as a visitor words it, the category as the assistance list words it.
HELPS = (
    ("最低生活保障", "最低生活保障", 0.4),
    ("低保边缘认定", "低保边缘家庭", 0.25),
    ("刚性支出困难认定", "刚性支出困难家庭", 0.25),
    ("临时救助", "临时救助", 0.1),
)


@dataclass(frozen=True)
class Need:
    """A home's need: since when, which help it takes, and what that pays a month."""

    home: int
    since: Month
    help: str
    category: str
    fen: int


def find_needs(
    world: World, account: Account, behaviour: Behaviour, chance: Chance
) -> Mapping[int, Need]:
    """Return every needy home: the more grave facts, the likelier, and some show none."""
    fortune = [chance.share("need", home) for home in range(len(world.people.sizes))]
    assisted = set(world.assisted.tolist())
    needs: dict[int, Need] = {}
    for snapshot, month in enumerate(world.calendar.snapshots):
        signs = _signs(world, account, snapshot)
        for home, luck in enumerate(fortune):
            likely = behaviour.need_by_signs[min(int(signs[home]), 3)]
            if luck < (behaviour.need_of_assisted if home in assisted else likely):
                needs.setdefault(home, _need(home, month, chance))
    return needs


def _need(home: int, since: Month, chance: Chance) -> Need:
    words, category, _ = HELPS[chance.place([share for *_, share in HELPS], "help", home)]
    return Need(home, since, words, category, chance.number(LEAST_FEN, MOST_FEN, "fen", home))


def _signs(world: World, account: Account, snapshot: int) -> np.ndarray:
    """How many kinds of grave facts are true of each home at the end of a month."""
    people, month = world.people, world.calendar.snapshots[snapshot]
    end = np.datetime64(month.as_of_date)
    holders = world.holders
    severe = holders.valid_on(end, holders.statuses[snapshot]) & (holders.grades <= SEVERE_GRADE)
    ages = whole_years(people.births, end)
    position = world.calendar.position(month)
    facts = (
        _homes_of(world, account.burdens(position) > THRESHOLD_FEN),
        _homes_of(world, np.isin(np.arange(len(people)), holders.people[severe])),
        _homes_of(world, world.roster.listed[snapshot] & world.roster.draws[snapshot]),
        _homes_of(world, ages >= OLD) & (people.sizes == 1),
    )
    signs = np.sum(facts, axis=0)
    signs[world.ledger.hard_homes] = len(facts) - 1
    return np.asarray(signs)


def _homes_of(world: World, persons: np.ndarray) -> np.ndarray:
    homes = np.zeros(len(world.people.sizes), dtype=bool)
    homes[world.people.homes[persons]] = True
    return homes
