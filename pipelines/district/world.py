"""Everything that is true of a made-up district before and after the departments write it down."""

import zlib
from dataclasses import dataclass, field

import numpy as np

from pipelines.district.calendar import SNAPSHOTS, Calendar
from pipelines.district.ledger import Ledger, draw_ledger
from pipelines.district.people import People, people_the_district
from pipelines.district.places import Places, read_places
from pipelines.district.situations import (
    Deaths,
    Holders,
    Roster,
    draw_deaths,
    draw_holders,
    draw_roster,
    pick,
)
from pipelines.months import Month

ASSISTED_HOMES = 0.012


@dataclass
class Seen:
    """What remains readable in one snapshot month: rows that were not damaged beyond use.

    `in_ledger` and `on_roster` go by resident, `certified` by holder: True where the row with
    which the department speaks of the person is read. `statuses` and `listed` are the
    certificates as the files of the month state them.
    """

    in_ledger: np.ndarray
    on_roster: np.ndarray
    certified: np.ndarray
    assisted: np.ndarray
    statuses: np.ndarray


@dataclass(frozen=True)
class World:
    """A district: its people, what befell them, and what each snapshot still shows of it."""

    seed: int
    calendar: Calendar
    places: Places
    people: People
    deaths: Deaths
    roster: Roster
    ledger: Ledger
    holders: Holders
    assisted: np.ndarray
    seen: list[Seen] = field(default_factory=list)
    hardship: int = 1

    def dice(self, *names: object) -> np.random.Generator:
        """Random numbers for one purpose: the same whatever else is drawn."""
        return dice(self.seed, *names)

    def streets_of_homes(self) -> np.ndarray:
        """The street index of every home."""
        streets = np.array([community.street for community in self.places.communities])
        return np.asarray(streets[self.people.communities])


def dice(seed: int, *names: object) -> np.random.Generator:
    """Random numbers that depend on the seed and on what they are for."""
    purpose = zlib.crc32("/".join(map(str, names)).encode())
    return np.random.default_rng([seed, purpose])


def make_world(
    residents: int,
    months: int,
    seed: int,
    last_month: Month,
    *,
    snapshots: int = SNAPSHOTS,
    hardship: int = 1,
) -> World:
    """Draw a district; the same arguments give the same district.

    `hardship`: how many times as many people as published are disabled, costly or poor, so that
    a district of a few thousand has enough to visit.
    """
    calendar = Calendar.ending(last_month, months, snapshots)
    places = read_places(residents)
    people = people_the_district(residents, places, calendar.start_of(0), dice(seed, "people"))
    deaths = draw_deaths(people, calendar, dice(seed, "deaths"))
    roster = draw_roster(people, places, calendar, dice(seed, "roster"), hardship)
    ledger = draw_ledger(
        people,
        calendar,
        roster,
        deaths,
        unplaced_names=(*places.reused, "外地街道", *places.nameless),
        rng=dice(seed, "ledger"),
    )
    chosen = np.array(ledger.must_hold, dtype="int64")
    holders = draw_holders(
        people,
        places,
        calendar,
        chosen=chosen,
        severe=np.array(ledger.severe, dtype="int64"),
        excluded=ledger.uncertified,
        rng=dice(seed, "holders"),
        hardship=hardship,
    )
    assisted = _assisted_homes(people, ledger, holders, dice(seed, "assistance"))
    world = World(
        seed, calendar, places, people, deaths, roster, ledger, holders, assisted,
        hardship=hardship,
    )  # fmt: skip
    for snapshot in range(len(calendar.snapshots)):
        world.seen.append(
            Seen(
                in_ledger=ledger.lives_in[snapshot] >= 0,
                on_roster=roster.listed[snapshot].copy(),
                certified=holders.listed[snapshot].copy(),
                assisted=np.isin(people.homes, assisted),
                statuses=holders.statuses[snapshot].copy(),
            )
        )
    return world


def _assisted_homes(
    people: People, ledger: Ledger, holders: Holders, rng: np.random.Generator
) -> np.ndarray:
    """Homes that draw assistance: half of them with a holder, none whose town is unknown."""
    count = max(12, round(len(people.sizes) * ASSISTED_HOMES))
    free = np.ones(len(people.sizes), dtype=bool)
    free[list(ledger.towns)] = False
    free[people.homes[np.flatnonzero(ledger.reserved)]] = False
    with_holder = np.zeros(len(people.sizes), dtype=bool)
    with_holder[people.homes[holders.people]] = True
    chosen = pick(free & with_holder, count // 2, rng)
    free[chosen] = False
    others = pick(free, count - len(chosen), rng)
    return np.sort(np.r_[chosen, others, np.array(ledger.assisted_homes, dtype="int64")])
