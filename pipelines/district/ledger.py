"""Who stands in the grid ledger, and where: ordinary homes and the borderline cases of linking.

The cases are those of the project's decisions: a roster household with one member whom the
ledger does not know, spread over two ledger households, or wholly unknown to it; a person in
two ledger households; supporters among the members; blank and unknown town names.
"""

from dataclasses import dataclass, field

import numpy as np

from pipelines.district.calendar import Calendar
from pipelines.district.people import People
from pipelines.district.situations import Deaths, Roster, pick

RESIDENCE = ("人户一致", "人在户不在", "户在人不在")
AT_HOME, PRESENT_ONLY, REGISTERED_ONLY = range(len(RESIDENCE))
SUPPORTERS = ("赡养人", "抚养人", "扶养人", "赡养义务人")
NOWHERE = -1


@dataclass(frozen=True)
class Guest:
    """A row of a person in a home that is not the person's own."""

    person: int
    home: int
    relationship: str
    status: int
    snapshots: tuple[int, ...]


@dataclass
class Ledger:
    """The ledger before anybody damages it.

    `own_row[snapshot]`: who has a row in the own home. `lives_in[snapshot]`: the home that is
    right for each person, NOWHERE where the ledger has no row. `reserved`: people that a case
    stands on, so that no other damage may touch their rows; `uncertified` and `unbilled`: the
    same for certificates and settlements. `towns`: homes whose town name is blank or unknown.
    """

    own_row: np.ndarray
    lives_in: np.ndarray
    statuses: np.ndarray
    reserved: np.ndarray
    uncertified: np.ndarray
    unbilled: np.ndarray
    guests: list[Guest] = field(default_factory=list)
    towns: dict[int, str] = field(default_factory=dict)
    must_hold: list[int] = field(default_factory=list)
    must_cost: list[int] = field(default_factory=list)
    severe: list[int] = field(default_factory=list)
    hard_homes: list[int] = field(default_factory=list)
    assisted_homes: list[int] = field(default_factory=list)

    def remove(self, person: int) -> None:
        """Take a person out of the ledger altogether."""
        self.own_row[:, person] = False
        self.lives_in[:, person] = NOWHERE
        self.reserved[person] = True

    def move(self, person: int, home: int, snapshots: tuple[int, ...]) -> None:
        """Let a person stand in another home, and no longer in the own one."""
        for snapshot in snapshots:
            self.own_row[snapshot, person] = False
            self.lives_in[snapshot, person] = home
        self.reserved[person] = True
        self.guests.append(Guest(person, home, "其他", AT_HOME, snapshots))


@dataclass(frozen=True)
class _Stock:
    """Homes from which cases are taken, each at most once."""

    people: People
    free: np.ndarray
    rng: np.random.Generator

    def take(self, count: int, wanted: np.ndarray) -> list[int]:
        """Up to `count` free homes for which `wanted` holds; they are free no longer."""
        homes = pick(self.free & wanted, count, self.rng)
        self.free[homes] = False
        return [int(home) for home in homes]


def draw_ledger(
    people: People,
    calendar: Calendar,
    roster: Roster,
    deaths: Deaths,
    *,
    unplaced_names: tuple[str, ...],
    rng: np.random.Generator,
) -> Ledger:
    """Enter everybody at home, then carry out the borderline cases."""
    ledger = _ordinary(people, len(calendar.snapshots), rng)
    homes = len(people.sizes)
    free = np.ones(homes, dtype=bool)
    free[people.homes[deaths.people]] = False
    on_roster = np.zeros(homes, dtype=bool)
    on_roster[roster.homes] = True
    stock = _Stock(people, free, rng)
    # Each case twice in a small district, up to forty times in a large one.
    times = min(max(2, homes // 4000), 40)
    _roster_cases(ledger, stock, on_roster, times)
    _double_entries(ledger, stock, ~on_roster, times)
    _supporters(ledger, stock, ~on_roster, times)
    _assisted_unknown_to_the_ledger(ledger, stock, ~on_roster, times)
    _town_cases(ledger, stock, on_roster, unplaced_names, times)
    _moves(ledger, stock, ~on_roster, times)
    _hard_homes(ledger, stock, on_roster, times * 3)
    _absentees(ledger, stock, ~on_roster)
    return ledger


def _ordinary(people: People, snapshots: int, rng: np.random.Generator) -> Ledger:
    nobody = np.zeros(len(people), dtype=bool)
    statuses = rng.choice(3, len(people), p=(0.9, 0.06, 0.04)).astype("int8")
    return Ledger(
        own_row=np.ones((snapshots, len(people)), dtype=bool),
        lives_in=np.tile(people.homes, (snapshots, 1)),
        statuses=statuses,
        reserved=nobody.copy(),
        uncertified=nobody.copy(),
        unbilled=nobody.copy(),
    )


def _roster_cases(ledger: Ledger, stock: _Stock, on_roster: np.ndarray, times: int) -> None:
    sizes, everywhere = stock.people.sizes, tuple(range(len(ledger.own_row)))
    for home in stock.take(times, on_roster & (sizes >= 2)):  # one joins the others' household
        _leave_to_the_roster(ledger, stock.people.members_of(home)[-1:])
        _reserve(ledger, stock.people.members_of(home))
    for home in stock.take(times, on_roster & (sizes >= 3)):  # others in two: one stands alone
        members = stock.people.members_of(home)
        ledger.move(members[1], _host(ledger, stock, ~on_roster), everywhere)
        _leave_to_the_roster(ledger, members[-1:])
        _reserve(ledger, members)
    for home in stock.take(times, on_roster & (sizes >= 2)):  # spread, all known
        members = stock.people.members_of(home)
        ledger.move(members[-1], _host(ledger, stock, ~on_roster), everywhere)
        _reserve(ledger, members)
    for home in stock.take(times, on_roster & (sizes >= 2)):  # unknown to the ledger
        _leave_to_the_roster(ledger, stock.people.members_of(home))


def _leave_to_the_roster(ledger: Ledger, members: range) -> None:
    for person in members:
        ledger.remove(person)
        ledger.uncertified[person] = ledger.unbilled[person] = True


def _reserve(ledger: Ledger, members: range) -> None:
    for person in members:
        ledger.reserved[person] = True


def _host(ledger: Ledger, stock: _Stock, wanted: np.ndarray) -> int:
    home = stock.take(1, wanted)[0]
    _reserve(ledger, stock.people.members_of(home))
    return home


def _double_entries(ledger: Ledger, stock: _Stock, wanted: np.ndarray, times: int) -> None:
    """In two households: the better residence status counts; of equals the later row."""
    sizes, everywhere = stock.people.sizes, tuple(range(len(ledger.own_row)))
    status_pairs = [
        (AT_HOME, PRESENT_ONLY),
        (AT_HOME, REGISTERED_ONLY),
        (PRESENT_ONLY, REGISTERED_ONLY),
        (REGISTERED_ONLY, PRESENT_ONLY),
        (REGISTERED_ONLY, AT_HOME),
    ]
    for own, other in status_pairs * max(1, times // 2):
        for home in stock.take(1, wanted & (sizes >= 2)):
            person, host = stock.people.members_of(home)[-1], _host(ledger, stock, wanted)
            _enter_twice(ledger, person, host, (own, other), everywhere)
            ledger.lives_in[:, person] = home if own < other else host
    communities = stock.people.communities
    for home in stock.take(times, wanted & (sizes >= 2)):
        near = wanted & (communities == communities[home])
        for host in stock.take(1, near):
            person = stock.people.members_of(home)[-1]
            _reserve(ledger, stock.people.members_of(host))
            _enter_twice(ledger, person, host, (AT_HOME, AT_HOME), everywhere)
            # Within one community the ledger is written home by home.
            ledger.lives_in[:, person] = max(home, host)


def _enter_twice(
    ledger: Ledger, person: int, host: int, statuses: tuple[int, int], snapshots: tuple[int, ...]
) -> None:
    ledger.statuses[person] = statuses[0]
    ledger.guests.append(Guest(person, host, "其他", statuses[1], snapshots))
    ledger.reserved[person] = True


def _supporters(ledger: Ledger, stock: _Stock, wanted: np.ndarray, times: int) -> None:
    """Written among the members of a parent's household, and at home in their own or nowhere."""
    sizes, everywhere = stock.people.sizes, tuple(range(len(ledger.own_row)))
    for index in range(times * 2):
        for home in stock.take(1, wanted & (sizes >= 2)):
            person, host = stock.people.members_of(home)[-1], _host(ledger, stock, wanted)
            word = SUPPORTERS[index % len(SUPPORTERS)]
            if index % 2:
                ledger.remove(person)
                ledger.must_hold.append(person)
            ledger.guests.append(Guest(person, host, word, AT_HOME, everywhere))
            ledger.reserved[person] = True


def _assisted_unknown_to_the_ledger(
    ledger: Ledger, stock: _Stock, wanted: np.ndarray, times: int
) -> None:
    """Known from assistance and the registry only: the assistance number makes the household."""
    for home in stock.take(times, wanted & (stock.people.sizes == 2)):
        for person in stock.people.members_of(home):
            ledger.remove(person)
        ledger.must_hold.append(stock.people.members_of(home)[0])
        ledger.assisted_homes.append(home)


def _town_cases(
    ledger: Ledger, stock: _Stock, on_roster: np.ndarray, unknown: tuple[str, ...], times: int
) -> None:
    sizes = stock.people.sizes
    for home in stock.take(times * 3, np.ones(len(sizes), dtype=bool)):
        ledger.towns[home] = ""
        _reserve(ledger, stock.people.members_of(home))
    for index, home in enumerate(stock.take(times * 2, ~on_roster)):  # nobody else knows them
        members = stock.people.members_of(home)
        ledger.towns[home] = unknown[index % len(unknown)]
        ledger.uncertified[members.start : members.stop] = True
        ledger.must_cost.append(members.start)
        _reserve(ledger, members)
    for index, home in enumerate(stock.take(times, ~on_roster & (sizes == 1))):  # by registry
        ledger.towns[home] = unknown[index % len(unknown)]
        ledger.must_hold.append(int(stock.people.firsts[home]))
        _reserve(ledger, stock.people.members_of(home))
    for index, home in enumerate(stock.take(times, on_roster & (sizes == 1))):  # by roster
        ledger.towns[home] = unknown[index % len(unknown)]
        _leave_uncertified(ledger, stock.people.members_of(home))


def _leave_uncertified(ledger: Ledger, members: range) -> None:
    ledger.uncertified[members.start : members.stop] = True
    _reserve(ledger, members)


def _moves(ledger: Ledger, stock: _Stock, wanted: np.ndarray, times: int) -> None:
    """Somebody moves to another household before the last snapshot."""
    last = len(ledger.own_row) - 1
    for home in stock.take(times, wanted & (stock.people.sizes >= 2)):
        person = stock.people.members_of(home)[-1]
        ledger.move(person, _host(ledger, stock, wanted), (last,))


def _hard_homes(ledger: Ledger, stock: _Stock, wanted: np.ndarray, count: int) -> None:
    """Grave signs in several dimensions at once: what the lists are there to find."""
    for home in stock.take(count, wanted & (stock.people.sizes >= 2)):
        members = stock.people.members_of(home)
        ledger.must_hold.append(members[0])
        ledger.severe.append(members[0])
        ledger.must_cost.append(members[-1])
        ledger.hard_homes.append(home)
        _reserve(ledger, members)


def _absentees(ledger: Ledger, stock: _Stock, wanted: np.ndarray) -> None:
    """A few people whom no grid worker has met."""
    people = stock.people
    mask = (stock.free & wanted)[people.homes] & (people.positions > 0)
    for person in pick(mask, max(4, len(people) // 400), stock.rng):
        ledger.own_row[:, person] = False
        ledger.lives_in[:, person] = NOWHERE
