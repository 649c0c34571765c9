"""What befalls the people: disability, roster, assistance, high bills, death.

Counts follow article 000 (2021-09-24), which speaks of a district of 1.9 million. A small
district gets more than its share, so that every borderline case occurs in it.
"""

from dataclasses import dataclass

import numpy as np

from pipelines.district.calendar import Calendar
from pipelines.district.people import People
from pipelines.district.places import Places

PUBLISHED_RESIDENTS = 1_900_000
PUBLISHED = {"disabled": 36_627, "costly": 7_423, "roster": 14_967}
AT_LEAST = {"disabled": 130, "costly": 36, "roster": 110}
DEATHS_PER_YEAR = 0.006
CATEGORY_SHARES = (0.12, 0.15, 0.02, 0.50, 0.10, 0.08, 0.03)
GRADE_SHARES = (0.12, 0.28, 0.30, 0.30)
MENTAL = 6
NEVER = np.datetime64("NaT")
YEAR_DAYS = 365


def share_of(residents: int, group: str, hardship: int = 1) -> int:
    """How many of a group a district of this size has, or one so many times as hard up."""
    published = round(PUBLISHED[group] * residents / PUBLISHED_RESIDENTS)
    return max(published, min(AT_LEAST[group], residents // 12)) * hardship


def pick(mask: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Indices of up to `count` true places of the mask, in random order."""
    held = np.flatnonzero(mask)
    return np.asarray(rng.choice(held, min(max(0, count), len(held)), replace=False))


@dataclass(frozen=True)
class Deaths:
    """Who died: person, date, the position of the month that delivers the record.

    `read` turns False where the record is damaged beyond use.
    """

    people: np.ndarray
    dates: np.ndarray
    delivered: np.ndarray
    read: np.ndarray

    def known_by(self, calendar: Calendar, position: int) -> np.ndarray:
        """Indices of deaths delivered up to this month and dated up to its last day."""
        in_time = (self.delivered <= position) & (self.dates <= calendar.end_of(position))
        return np.flatnonzero(in_time & self.read)


def draw_deaths(people: People, calendar: Calendar, rng: np.random.Generator) -> Deaths:
    """Let mostly old people die, some of them reported a month late."""
    months = len(calendar.months)
    count = max(8, round(len(people) * DEATHS_PER_YEAR * months / 12))
    ages = people.ages_on(calendar.start_of(months))
    likely = pick((ages >= 58) & (ages < 99), round(count * 0.85), rng)
    others = pick((ages >= 1) & (ages < 58), count - len(likely), rng)
    dead = np.sort(np.r_[likely, others])
    first, last = calendar.start_of(0), calendar.end_of(months - 1)
    span = int((last - first).astype("int64")) + 1
    dates = first + rng.integers(0, span, len(dead)).astype("timedelta64[D]")
    happened = _month_positions(dates, calendar)
    delivered = np.minimum(happened + (rng.random(len(dead)) < 0.2), months - 1)
    return Deaths(dead, dates, delivered, np.ones(len(dead), dtype=bool))


def _month_positions(dates: np.ndarray, calendar: Calendar) -> np.ndarray:
    first = calendar.start_of(0).astype("datetime64[M]")
    return np.asarray((dates.astype("datetime64[M]") - first).astype("int64"))


@dataclass(frozen=True)
class Holders:
    """Disability certificates: one a holder, with how each stands in each snapshot month.

    `categories` 1–7, `grades` 1–4; `expires` is NaT where the register leaves it blank;
    `statuses[month]` are indices into STATUSES; `listed[month]` says who is on the register.
    """

    people: np.ndarray
    categories: np.ndarray
    grades: np.ndarray
    issued: np.ndarray
    expires: np.ndarray
    communities: np.ndarray
    statuses: np.ndarray
    listed: np.ndarray

    def valid_on(self, day: np.datetime64, statuses: np.ndarray) -> np.ndarray:
        """Valid through the last day; ten years from issue where no expiry stands."""
        ten_years = self.issued.astype("datetime64[M]") + np.timedelta64(120, "M")
        days = self.issued - self.issued.astype("datetime64[M]")
        ends = np.where(np.isnat(self.expires), ten_years + days, self.expires)
        return np.asarray((ends >= day) & np.isin(statuses, GOOD_STATUSES))


STATUSES = ("有效", "", "注销", "过期", "冻结", "迁出")
VALID, BLANK, CANCELLED, EXPIRED, FROZEN, GONE = range(len(STATUSES))
GOOD_STATUSES = (VALID, BLANK)


def draw_holders(
    people: People,
    places: Places,
    calendar: Calendar,
    *,
    chosen: np.ndarray,
    severe: np.ndarray,
    excluded: np.ndarray,
    rng: np.random.Generator,
    hardship: int = 1,
) -> Holders:
    """Choose holders, the old more often, and give each a certificate.

    `chosen` hold one in any case and stand last, the `severe` among them of mental disability
    of the first grade; `excluded` never hold one.
    """
    wanted = round(share_of(len(people), "disabled", hardship) * 1.087) - len(chosen)
    barred = excluded.copy()
    barred[chosen] = True
    drawn = np.r_[_choose_holders(people, calendar, barred, wanted, rng), chosen]
    count = len(drawn)
    last = calendar.end_of(len(calendar.months) - 1)
    issued = last - (40 + rng.integers(0, 3500, count)).astype("timedelta64[D]")
    # The 29th to 31st are left out: "ten years later" must not depend on a month's length.
    days = np.minimum((issued - issued.astype("datetime64[M]")).astype("int64"), 27)
    issued = issued.astype("datetime64[M]") + days.astype("timedelta64[D]")
    ten_years = issued.astype("datetime64[M]") + np.timedelta64(120, "M")
    expires = np.where(rng.random(count) < 0.3, NEVER, ten_years + days - np.timedelta64(1, "D"))
    holders = Holders(
        people=drawn,
        categories=rng.choice(np.arange(1, 8), count, p=CATEGORY_SHARES),
        grades=rng.choice(np.arange(1, 5), count, p=GRADE_SHARES),
        issued=issued,
        expires=expires,
        communities=_registered_in(people, places, drawn, len(chosen), rng),
        statuses=_statuses(count, len(calendar.snapshots), rng),
        listed=np.ones((len(calendar.snapshots), count), dtype=bool),
    )
    _set_borderline_dates(holders, calendar)
    for snapshot, month in enumerate(calendar.snapshots):
        # Nobody stands on a register before the certificate is issued.
        holders.listed[snapshot] &= holders.issued <= np.datetime64(month.as_of_date)
    holders.statuses[:, count - len(chosen) :] = VALID
    holders.expires[count - len(chosen) :] = NEVER
    is_severe = np.isin(drawn, severe)
    holders.categories[is_severe], holders.grades[is_severe] = MENTAL, 1
    return holders


def _choose_holders(
    people: People, calendar: Calendar, excluded: np.ndarray, count: int, rng: np.random.Generator
) -> np.ndarray:
    ages = people.ages_on(calendar.start_of(0))
    old = pick((ages >= 55) & ~excluded, round(count * 0.55), rng)
    young = pick((ages >= 6) & (ages < 55) & ~excluded, count - len(old), rng)
    return np.asarray(rng.permutation(np.r_[old, young]))


def _registered_in(
    people: People, places: Places, drawn: np.ndarray, local: int, rng: np.random.Generator
) -> np.ndarray:
    """Most are registered where they live, a tenth elsewhere; the last `local` all at home."""
    homes = people.communities[people.homes[drawn]]
    elsewhere = rng.integers(0, len(places.communities), len(drawn))
    moved = rng.random(len(drawn)) < 0.1
    moved[len(drawn) - local :] = False
    return np.where(moved, elsewhere, homes)


def _statuses(count: int, snapshots: int, rng: np.random.Generator) -> np.ndarray:
    shares = (0.88, 0.07, 0.02, 0.015, 0.01, 0.005)
    first = rng.choice(len(STATUSES), count, p=shares)
    later = np.where(rng.random(count) < 0.004, CANCELLED, first)
    return np.stack([first] + [later] * (snapshots - 1))


def _set_borderline_dates(holders: Holders, calendar: Calendar) -> None:
    """The first few expire on the as-of date, or the day before, or are issued last month."""
    months = len(calendar.months)
    last = calendar.end_of(months - 1)
    one_day = np.timedelta64(1, "D")
    cases = [(last, VALID), (last - one_day, VALID), (last + one_day, BLANK)]
    for index, (day, status) in enumerate(cases):
        holders.expires[index] = day
        holders.issued[index] = day - np.timedelta64(10 * YEAR_DAYS, "D")
        holders.statuses[:, index] = status
    implied = last.astype("datetime64[M]") - np.timedelta64(120, "M")
    day_of_month = last - last.astype("datetime64[M]")
    # Without an expiry: ten years from issue, once running through the date, once over.
    for index, day in ((3, implied + day_of_month), (4, implied - one_day)):
        holders.issued[index], holders.expires[index] = day, NEVER
        holders.statuses[:, index] = VALID
    new = slice(5, 5 + max(3, len(holders.people) // 200))
    holders.issued[new] = calendar.start_of(months - 1) + np.timedelta64(4, "D")
    holders.expires[new] = NEVER
    holders.statuses[:, new] = VALID
    holders.listed[:-1, new] = False


@dataclass(frozen=True)
class Roster:
    """Homes on the roster and, for every resident, whether listed and drawing, by snapshot."""

    homes: np.ndarray
    listed: np.ndarray
    draws: np.ndarray


def draw_roster(
    people: People,
    places: Places,
    calendar: Calendar,
    rng: np.random.Generator,
    hardship: int = 1,
) -> Roster:
    """Put rural homes on the roster until enough of their members draw policy."""
    wanted = share_of(len(people), "roster", hardship)
    rural = np.array([places.streets[c.street].is_rural for c in places.communities])
    order = rng.permutation(len(people.sizes))
    order = order[np.argsort(~rural[people.communities[order]], kind="stable")]
    enough = int(np.searchsorted(np.cumsum(people.sizes[order]), wanted * 1.125)) + 1
    homes = order[:enough]
    on_roster = np.zeros(len(people.sizes), dtype=bool)
    on_roster[homes] = True
    snapshots = len(calendar.snapshots)
    first = on_roster[people.homes]
    later = first & (rng.random(len(people)) >= 0.004)
    home_draws = rng.random(len(people.sizes)) >= 0.08
    draws = home_draws[people.homes]
    later_draws = draws & (rng.random(len(people)) >= 0.003)
    return Roster(
        homes,
        np.stack([first] + [later] * (snapshots - 1)),
        np.stack([draws] + [later_draws] * (snapshots - 1)),
    )
