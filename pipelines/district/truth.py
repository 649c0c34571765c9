"""What a right run must find, worked out from the people and not from the files.

Written beside the inbox, as csv in UTF-8: `files.csv` (rows of each file), `damage.csv` (what
was done where), `people.csv`, and for each snapshot month a folder with `cohorts.csv`,
`counts.csv`, `dead.csv`, `unplaced.csv` and `medical_burdens.csv` (the living with a burden).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from pipelines.district.bills import THRESHOLD_FEN, Account
from pipelines.district.inbox import write_rows
from pipelines.district.ledger import NOWHERE
from pipelines.district.world import World
from pipelines.district.yearly_burdens import YearlyList

UNPLACED = "未匹配"
COHORTS = ("disability", "medical", "poverty_roster")


@dataclass(frozen=True)
class Month:
    """One snapshot month's truth, by resident: cohorts, household and street (index or -1).

    `dead` are deaths by index; `is_dead` says by resident whether the death is known.
    """

    cohorts: dict[str, np.ndarray]
    households: np.ndarray
    streets: np.ndarray
    dead: np.ndarray
    is_dead: np.ndarray
    burdens: np.ndarray


def write_truth(
    world: World, account: Account, yearly: YearlyList, folder: Path
) -> tuple[Month, ...]:
    """Write the people and every snapshot month's tables; returns the months' truths."""
    _write_people(world, folder)
    truths = []
    for snapshot, month in enumerate(world.calendar.snapshots):
        truths.append(find_truth(world, account, yearly, snapshot))
        _write_month(world, truths[-1], folder / str(month))
    return tuple(truths)


def find_truth(world: World, account: Account, yearly: YearlyList, snapshot: int) -> Month:
    """Work out one snapshot month."""
    position = world.calendar.position(world.calendar.snapshots[snapshot])
    deaths = world.deaths
    known = deaths.known_by(world.calendar, position)
    is_dead = np.zeros(len(world.people), dtype=bool)
    is_dead[deaths.people[known]] = True
    burdens = _burdens(world, account, yearly, position)
    seen = world.seen[snapshot]
    holds = _holds_valid_certificate(world, snapshot, position)
    draws = seen.on_roster & world.roster.draws[snapshot]
    cohorts = {
        "disability": holds & ~is_dead,
        "medical": (burdens > THRESHOLD_FEN) & ~is_dead,
        "poverty_roster": draws & ~is_dead,
    }
    households = _households(world, snapshot, is_dead)
    streets = _streets(world, snapshot, households)
    return Month(cohorts, households, streets, known, is_dead, burdens)


def _holds_valid_certificate(world: World, snapshot: int, position: int) -> np.ndarray:
    holders, seen = world.holders, world.seen[snapshot]
    valid = holders.valid_on(world.calendar.end_of(position), seen.statuses)
    holds = np.zeros(len(world.people), dtype=bool)
    holds[holders.people[seen.certified & valid]] = True
    return holds


def _burdens(world: World, account: Account, yearly: YearlyList, position: int) -> np.ndarray:
    """Window sums; a yearly total stands in for who has no settlement of that calendar year."""
    burdens = account.burdens(position)
    month = world.calendar.months[position]
    if month.month == 12 and month.year == yearly.year and yearly.delivered <= position:
        billed = account.billed_in(range(position - 11, position + 1), position)
        alone = ~billed[yearly.people]
        burdens[yearly.people[alone]] = yearly.burdens[alone]
    return burdens


def _households(world: World, snapshot: int, is_dead: np.ndarray) -> np.ndarray:
    """The household of every resident as a number: homes first, then roster, assistance, alone.

    Below `homes`: the ledger's home; then one range each for roster households unknown to the
    ledger, assisted households unknown to it, and people who stand alone.
    """
    people, seen = world.people, world.seen[snapshot]
    homes = len(people.sizes)
    lives_in = np.where(seen.in_ledger, world.ledger.lives_in[snapshot], NOWHERE)
    households = np.where(lives_in >= 0, lives_in, homes * 3 + np.arange(len(people)))
    on_roster = seen.on_roster & ~is_dead
    for person in np.flatnonzero((lives_in == NOWHERE) & on_roster):
        households[person] = _household_by_roster(world, int(person), lives_in, on_roster)
    assisted = (lives_in == NOWHERE) & ~on_roster & seen.assisted
    households[assisted] = homes * 2 + people.homes[assisted]
    return households


def _household_by_roster(
    world: World, person: int, lives_in: np.ndarray, on_roster: np.ndarray
) -> int:
    """Join the one ledger household in which all other members live, else keep to the roster's.

    Where the others are in several ledger households, the person stands alone.
    """
    people = world.people
    homes = len(people.sizes)
    home = int(people.homes[person])
    others = [other for other in people.members_of(home) if other != person and on_roster[other]]
    elsewhere = {int(lives_in[other]) for other in others}
    if elsewhere <= {NOWHERE}:
        return homes + home
    return elsewhere.pop() if len(elsewhere) == 1 else homes * 3 + person


def _streets(world: World, snapshot: int, households: np.ndarray) -> np.ndarray:
    """The street of every resident's household; -1 where no source tells it.

    By residence; where the ledger's town is unknown or there is no ledger row, by roster,
    registry and assistance, which all speak of the person. A former name whose code another
    street has now says where the household is not: nobody is placed by it.
    """
    people = world.people
    homes = len(people.sizes)
    by_home = world.streets_of_homes()
    placed = ledger_homes_placed(world)
    in_home = households < homes
    streets = np.full(len(people), -1)
    known = in_home & placed[np.minimum(households, homes - 1)]
    streets[known] = by_home[households[known]]
    by_others = _streets_by_other_sources(world, snapshot)
    streets[~known] = by_others[~known]
    lost = [home for home, town in world.ledger.towns.items() if town in world.places.reused]
    streets[np.isin(households, lost)] = NOWHERE
    return streets


def ledger_homes_placed(world: World) -> np.ndarray:
    """Homes whose town the ledger tells: by its name, or blank and told by the community."""
    placed = np.ones(len(world.people.sizes), dtype=bool)
    placed[[home for home, town in world.ledger.towns.items() if town]] = False
    return placed


def _streets_by_other_sources(world: World, snapshot: int) -> np.ndarray:
    people, seen, holders = world.people, world.seen[snapshot], world.holders
    at_home = world.streets_of_homes()[people.homes]
    streets = np.where(seen.assisted, at_home, -1)
    of_community = np.array([community.street for community in world.places.communities])
    read = np.flatnonzero(seen.certified)
    streets[holders.people[read]] = of_community[holders.communities[read]]
    return np.where(seen.on_roster, at_home, streets)


def _write_people(world: World, folder: Path) -> None:
    people, places = world.people, world.places
    communities = people.communities[people.homes]
    folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(
        {
            "id_number": people.ids,
            "name": people.names,
            "birth_date": pl.Series(people.births.astype("datetime64[ms]")).cast(pl.Date),
            "sex": pl.Series(["女", "男"]).gather(people.males.astype(int)),
            "ledger_number": people.numbers.gather(people.homes),
            "community_code": pl.Series([c.code for c in places.communities]).gather(communities),
        }
    ).write_csv(folder / "people.csv")


def _write_month(world: World, month: Month, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = _cohort_rows(world, month)
    rows.write_csv(folder / "cohorts.csv")
    _counts(rows).write_csv(folder / "counts.csv")
    unplaced = rows.filter(pl.col("street_code") == UNPLACED)
    unplaced.select("household", "id_number").unique().sort("household", "id_number").write_csv(
        folder / "unplaced.csv"
    )
    deaths = world.deaths
    dead = [(world.people.ids[int(deaths.people[i])], str(deaths.dates[i])) for i in month.dead]
    # No header that a department uses: the truth must never be taken for a delivery.
    write_rows(folder / "dead.csv", ("id_number", "died_on"), sorted(dead))
    _write_burdens(world, month, folder / "medical_burdens.csv")


def _cohort_rows(world: World, month: Month) -> pl.DataFrame:
    codes = pl.Series([*(street.code for street in world.places.streets), UNPLACED])
    parts = []
    for cohort in COHORTS:
        members = np.flatnonzero(month.cohorts[cohort])
        streets = month.streets[members]
        parts.append(
            pl.DataFrame(
                {
                    "cohort": pl.Series([cohort] * len(members), dtype=pl.String),
                    "id_number": world.people.ids.gather(members),
                    "household": month.households[members],
                    "street_code": codes.gather(np.where(streets < 0, len(codes) - 1, streets)),
                }
            )
        )
    return pl.concat(parts).sort("cohort", "id_number")


def _counts(rows: pl.DataFrame) -> pl.DataFrame:
    measures = (
        pl.col("id_number").n_unique().alias("persons"),
        pl.col("household").n_unique().alias("households"),
    )
    each = rows.group_by("cohort").agg(*measures).sort("cohort")
    return pl.concat([each, rows.select(pl.lit("any").alias("cohort"), *measures)])


def _write_burdens(world: World, month: Month, path: Path) -> None:
    is_dead = np.zeros(len(month.burdens), dtype=bool)
    is_dead[world.deaths.people[month.dead]] = True
    billed = np.flatnonzero((month.burdens != 0) & ~is_dead)
    burdens = month.burdens[billed]
    size = pl.Series(np.abs(burdens))
    sign = pl.Series(["", "-"]).gather((burdens < 0).astype(int))
    yuan = sign + (size // 100).cast(pl.String) + "." + (size % 100).cast(pl.String).str.zfill(2)
    frame = pl.DataFrame({"id_number": world.people.ids.gather(billed), "burden_yuan": yuan})
    frame.sort("id_number").write_csv(path)
