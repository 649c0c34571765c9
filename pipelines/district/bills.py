"""What people spend on care: settlements month by month, exact in fen, and what they add up to."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from pipelines.district.calendar import Calendar
from pipelines.district.situations import pick, share_of
from pipelines.district.world import World

WINDOW_MONTHS = 12
THRESHOLD_FEN = 3_000_000
PUBLISHED_PER_RESIDENT = 20_000_000 / 1_900_000
MED_TYPES = ("11", "41", "140104", "13", "21")
MED_TYPE_SHARES = (0.45, 0.35, 0.13, 0.02, 0.05)
INPATIENT = 4
DAY_SECONDS = 86_400
KEYS_PER_KIND = 100_000_000
STORY_KEYS = 9_000_000_000_000


@dataclass(frozen=True)
class Bills:
    """Settlements of one file: persons by index, moments in seconds since 1970, money in fen.

    `keys` numbers each settlement: a settlement sent again has the key of the first time.
    """

    people: np.ndarray
    moments: np.ndarray
    types: np.ndarray
    burdens: np.ndarray
    totals: np.ndarray
    valid: np.ndarray
    refunds: np.ndarray
    keys: np.ndarray

    def __len__(self) -> int:
        return len(self.people)

    def take(self, rows: np.ndarray) -> "Bills":
        """The rows of these positions."""
        return Bills(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    @staticmethod
    def join(parts: "list[Bills]") -> "Bills":
        """All rows of several, in order."""
        names = Bills.__dataclass_fields__
        return Bills(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))


@dataclass
class Account:
    """Everybody's burden in fen by (month delivered, month of the event), from rows that count."""

    residents: int
    sums: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)
    billed: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)

    def add(self, delivered: int, events: np.ndarray, people: np.ndarray, fen: np.ndarray) -> None:
        """Enter amounts of rows delivered in one month, each in the month of its event."""
        for event in np.unique(events):
            rows = events == event
            # Sums stay far below 2**53 fen: floating point is exact here.
            added = np.bincount(people[rows], weights=fen[rows], minlength=self.residents)
            key = (delivered, int(event))
            billed = np.bincount(people[rows], minlength=self.residents) > 0
            self.sums[key] = self.sums.get(key, 0) + added.astype("int64")
            self.billed[key] = self.billed.get(key, False) | billed

    def burdens(self, position: int) -> np.ndarray:
        """What each resident bore in the twelve months that end with this one, as delivered."""
        total = np.zeros(self.residents, dtype="int64")
        for (delivered, event), sums in self.sums.items():
            if delivered <= position and position - WINDOW_MONTHS < event <= position:
                total += sums
        return total

    def billed_in(self, events: range, position: int) -> np.ndarray:
        """Who has a settlement row in these months, delivered up to this one."""
        found = np.zeros(self.residents, dtype=bool)
        for (delivered, event), billed in self.billed.items():
            if delivered <= position and event in events:
                found |= billed
        return found


@dataclass(frozen=True)
class Story:
    """A settlement that a borderline case is made of; `key` is shared by its later versions."""

    person: int
    delivered: int
    moment: int
    burden: int
    key: int
    is_valid: bool = True
    is_refund: bool = False


@dataclass(frozen=True)
class Spending:
    """Who spends how much: the costly by month, the stories, and those who have ordinary bills."""

    costly: np.ndarray
    monthly: np.ndarray
    stories: list[Story]
    ordinary: np.ndarray


def plan_spending(world: World) -> Spending:
    """Choose the costly and tell the stories; nobody of a story has any other bill."""
    rng = world.dice("spending")
    free = ~world.ledger.unbilled
    free[world.deaths.people] = False
    must = np.array(world.ledger.must_cost, dtype="int64")
    free[must] = False
    tellers = pick(free & ~world.ledger.reserved, len(_STORIES), rng)
    free[tellers] = False
    wanted = round(share_of(len(world.people), "costly", world.hardship) * 1.05) - len(must)
    costly = np.r_[must, pick(free, wanted, rng)]
    free[costly] = False
    ordinary = np.ones(len(world.people), dtype=bool)
    ordinary[world.ledger.unbilled] = False
    ordinary[tellers] = False
    return Spending(
        costly,
        _monthly_costs(len(costly), len(must), len(world.calendar.months), rng),
        _tell(tellers, world.calendar),
        np.flatnonzero(ordinary),
    )


def _monthly_costs(count: int, steady: int, months: int, rng: np.random.Generator) -> np.ndarray:
    """Fen by costly person and month; some only just come in, some only just leave."""
    targets = THRESHOLD_FEN + 20_000 + (rng.pareto(1.6, count) * 900_000).astype("int64")
    targets = np.minimum(targets, 20 * THRESHOLD_FEN)
    weights = rng.dirichlet(np.full(min(months, WINDOW_MONTHS), 0.8), count)
    weights = np.hstack([np.zeros((count, months - weights.shape[1])), weights])
    kinds = rng.random(count)
    kinds[:steady] = 1
    early, late = kinds < 0.04, (kinds >= 0.04) & (kinds < 0.08)
    weights[early] *= 0.05
    weights[early, max(0, months - 1 - WINDOW_MONTHS)] += 0.97
    weights[late] *= 0.05
    weights[late, -1] += 0.97
    # Those of the linking cases are costly in every month of the window.
    weights[:steady, -1] += 1.6
    weights[:steady, max(0, months - 2)] += 1.6
    if months > WINDOW_MONTHS + 1:
        weights = _spread_over_the_years(weights, rng)
    return np.asarray(np.ceil(targets[:, None] * weights).astype("int64"))


def _spread_over_the_years(weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Let costly times begin in any month: in a long history people come in and leave all along."""
    months = weights.shape[1]
    begins = rng.integers(0, months, len(weights))
    places = (np.arange(months)[None, :] + begins[:, None]) % months
    return np.asarray(np.take_along_axis(weights, places, axis=1))


class _Part(NamedTuple):
    """One settlement of a story: months before the last, in which it was delivered and happened."""

    delivered_ago: int
    happened_ago: int
    when: Literal["first", "mid", "last"]
    burden: int
    key: int = 0
    is_valid: bool = True
    is_refund: bool = False


_STORIES: tuple[tuple[_Part, ...], ...] = (
    # exactly the threshold, and one fen more
    (_Part(1, 1, "mid", 1_000_000), _Part(0, 0, "mid", 2_000_000, 1)),
    (_Part(1, 1, "mid", 1_000_001), _Part(0, 0, "mid", 2_000_000, 1)),
    # a refund takes it back to the threshold
    (_Part(1, 1, "mid", 3_100_000), _Part(0, 0, "mid", -100_000, 1, is_refund=True)),
    # the window's first and last second; the second before it
    (_Part(11, 11, "first", 1_500_000), _Part(0, 0, "last", 1_500_001, 1)),
    (_Part(12, 12, "last", 4_000_000), _Part(0, 0, "mid", 100, 1)),
    # sent again with more, with less, and as void
    (_Part(1, 1, "mid", 2_000_000), _Part(0, 1, "mid", 3_100_000)),
    (_Part(1, 1, "mid", 3_200_000), _Part(0, 1, "mid", 2_900_000)),
    (_Part(1, 1, "mid", 3_500_000), _Part(0, 1, "mid", 3_500_000, is_valid=False)),
    # void from the start; dated after the as-of date; delivered a month late
    (_Part(1, 1, "mid", 9_000_000, is_valid=False),),
    (_Part(0, -1, "mid", 4_000_000),),
    (_Part(0, 1, "mid", 3_100_000),),
)


def _tell(tellers: np.ndarray, calendar: Calendar) -> list[Story]:
    """Give each story to a person, as far as the months that it needs exist."""
    last = len(calendar.months) - 1
    told = []
    for number, (person, parts) in enumerate(zip(tellers, _STORIES, strict=False)):
        if any(part.delivered_ago > last for part in parts):
            continue
        told += [
            Story(
                int(person),
                last - part.delivered_ago,
                _moment(calendar, last - part.happened_ago, part.when),
                part.burden,
                STORY_KEYS + number * 10 + part.key,
                part.is_valid,
                part.is_refund,
            )
            for part in parts
        ]
    return told


def _moment(calendar: Calendar, position: int, when: str) -> int:
    first = int(calendar.start_of(position).astype("datetime64[s]").astype("int64"))
    after = int(calendar.start_of(position + 1).astype("datetime64[s]").astype("int64"))
    return {"first": first, "mid": first + 9 * DAY_SECONDS + 36_000, "last": after - 1}[when]


def draw_month(
    world: World, spending: Spending, position: int, rows: int, earlier: Bills | None
) -> Bills:
    """Draw the settlements that the month at this position delivers, about `rows` of them.

    `earlier` are settlements delivered before that come again, corrected or void.
    """
    rng = world.dice("bills", position)
    costly = _costly_bills(world, spending, position, rng)
    stories = _story_bills([s for s in spending.stories if s.delivered == position])
    count = max(10, rows - len(costly) - len(stories))
    ordinary = _ordinary_bills(world, spending.ordinary, position, count, rng)
    refunds = _refund(ordinary, rng)
    parts = [ordinary, costly, refunds]
    if earlier is not None and len(earlier):
        parts.append(_corrected(earlier, rng))
    drawn = Bills.join(parts)
    drawn = drawn.take(rng.permutation(len(drawn)))
    return Bills.join([drawn, stories])


def _ordinary_bills(
    world: World, persons: np.ndarray, position: int, count: int, rng: np.random.Generator
) -> Bills:
    types = rng.choice(len(MED_TYPES), count, p=MED_TYPE_SHARES)
    small = np.minimum(rng.lognormal(8.2, 0.9, count), 80_000)
    burdens = np.where(types == INPATIENT, rng.uniform(20_000, 220_000, count), small + 100)
    moments = _moments(world.calendar, position, count, rng)
    _shift_some(world.calendar, position, moments, rng)
    return _bills(
        persons[rng.integers(0, len(persons), count)],
        moments,
        types,
        burdens.astype("int64"),
        _keys(position, 0, count),
        rng=rng,
    )


def _moments(calendar: Calendar, position: int, count: int, rng: np.random.Generator) -> np.ndarray:
    first = _moment(calendar, position, "first")
    return rng.integers(first, _moment(calendar, position, "last") + 1, count)


def _shift_some(
    calendar: Calendar, position: int, moments: np.ndarray, rng: np.random.Generator
) -> None:
    """A few settlements arrive a month late, and some bear a date of the month to come."""
    count = len(moments)
    late = rng.integers(0, count, max(1, count // 200))
    moments[late] = _moments(calendar, position - 1, len(late), rng)
    ahead = rng.integers(0, count, max(1, count // 5000))
    moments[ahead] = _moments(calendar, position + 1, len(ahead), rng)


def _costly_bills(
    world: World, spending: Spending, position: int, rng: np.random.Generator
) -> Bills:
    amounts = spending.monthly[:, position]
    spent = np.flatnonzero(amounts > 0)
    return _bills(
        spending.costly[spent],
        _moments(world.calendar, position, len(spent), rng),
        np.full(len(spent), INPATIENT),
        amounts[spent],
        _keys(position, 1, len(spent)),
        rng=rng,
    )


def _keys(position: int, kind: int, count: int) -> np.ndarray:
    return (position * 10 + kind) * KEYS_PER_KIND + np.arange(count)


def _bills(
    people: np.ndarray,
    moments: np.ndarray,
    types: np.ndarray,
    burdens: np.ndarray,
    keys: np.ndarray,
    *,
    rng: np.random.Generator,
) -> Bills:
    count = len(people)
    factors = np.where(types == INPATIENT, rng.uniform(1.5, 3.5, count), rng.uniform(1, 2, count))
    return Bills(
        people,
        moments,
        types,
        burdens,
        (burdens * factors).astype("int64"),
        np.ones(count, dtype=bool),
        np.zeros(count, dtype=bool),
        keys,
    )


def _story_bills(stories: list[Story]) -> Bills:
    burdens = np.array([s.burden for s in stories], dtype="int64")
    return Bills(
        np.array([s.person for s in stories], dtype="int64"),
        np.array([s.moment for s in stories], dtype="int64"),
        np.full(len(stories), INPATIENT),
        burdens,
        burdens * 2,
        np.array([s.is_valid for s in stories], dtype=bool),
        np.array([s.is_refund for s in stories], dtype=bool),
        np.array([s.key for s in stories], dtype="int64"),
    )


def _refund(bills: Bills, rng: np.random.Generator) -> Bills:
    """Take some settlements back: rows of their own with negative amounts."""
    count = max(1, len(bills) // 300)
    back = bills.take(rng.choice(len(bills), count, replace=False))
    return Bills(
        back.people,
        back.moments + 60,
        back.types,
        -back.burdens,
        -back.totals,
        back.valid,
        np.ones(count, dtype=bool),
        back.keys + 2 * KEYS_PER_KIND,
    )


def _corrected(earlier: Bills, rng: np.random.Generator) -> Bills:
    """Send settlements again: most with another amount, some as void."""
    factors = rng.choice((0.5, 0.9, 1.0, 1.2), len(earlier))
    burdens = (earlier.burdens * factors).astype("int64")
    return Bills(
        earlier.people,
        earlier.moments,
        earlier.types,
        burdens,
        earlier.totals + burdens - earlier.burdens,
        rng.random(len(earlier)) >= 0.2,
        earlier.refunds,
        earlier.keys,
    )
