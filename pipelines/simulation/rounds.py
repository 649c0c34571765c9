"""The rounds of a simulated year: files come in, a list goes out, doors open, help is granted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.district.world import World, make_world
from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.run import run_month
from pipelines.settings import Home
from pipelines.simulation.acts import Act
from pipelines.simulation.behaviour import BEHAVIOUR, Behaviour, read_behaviour
from pipelines.simulation.chance import Chance
from pipelines.simulation.departments import Departments
from pipelines.simulation.figures import MonthFigures, count_month
from pipelines.simulation.homes import find_homes, homes_of_people
from pipelines.simulation.needs import Need, find_needs
from pipelines.simulation.offices import Offices
from pipelines.simulation.visits import Visitors

HISTORY_MONTHS = 11
HARDSHIP = 4
FEWEST_RESIDENTS = 1_000


class SimulationNotPossible(SanseError):
    """The rounds asked for cannot be played."""


@dataclass(frozen=True)
class Simulated:
    """What was played, what is true, and what the rounds came to."""

    home: Home
    world: World
    needs: Mapping[int, Need]
    acts: Sequence[Act]
    departments: Departments
    months: Sequence[MonthFigures]

    def homes_by_household(self, month: Month) -> Mapping[str, frozenset[int]]:
        """Return the homes whose people each released household holds."""
        return homes_of_people(self.world, self.home, month)


def simulate(
    out: Path,
    rounds: int,
    last_month: Month,
    *,
    residents: int = 4_000,
    hardship: int = HARDSHIP,
    history: int = HISTORY_MONTHS,
    seed: int = 7,
    behaviour: Path = BEHAVIOUR,
    progress: Callable[[str], None] = lambda _: None,
) -> Simulated:
    """Play so many monthly rounds that end with a month, in an empty folder.

    `history`: months of events before the first round. `out/inbox` is what came in, `out/home`
    what the runs made of it. The same arguments give the same rounds, but for the ids that the
    home's own key makes. Raises SimulationNotPossible where `out` is in use already.
    """
    shares = read_behaviour(behaviour)
    _check(out, rounds, residents)
    world = make_world(
        residents, rounds + history, seed, last_month, snapshots=rounds, hardship=hardship
    )
    return _play(world, out, shares, Chance(seed), progress)


def _check(out: Path, rounds: int, residents: int) -> None:
    if rounds < 1 or residents < FEWEST_RESIDENTS:
        raise SimulationNotPossible(
            f"至少要有一个月、{FEWEST_RESIDENTS:,} 名居民。请改 --months 或 --residents。"
        )
    if any((out / name).exists() for name in ("inbox", "home", "departments")):
        raise SimulationNotPossible("输出目录里已经有数据，不能混在一起。请换一个空目录。")


def _play(
    world: World,
    out: Path,
    behaviour: Behaviour,
    chance: Chance,
    progress: Callable[[str], None],
) -> Simulated:
    home = Home(out / "home")
    departments = Departments.prepare(world, out, behaviour, chance)
    needs = find_needs(world, departments.account, behaviour, chance)
    offices = Offices(world, Visitors(behaviour, chance, needs), out / "inbox")
    assisted = frozenset(world.assisted.tolist())
    figures: list[MonthFigures] = []
    homes: dict[str, int] = {}
    for month in world.calendar.snapshots:
        progress(f"{month}：各部门交表，出名单，走访")
        departments.hand_in(month)
        run_month(home, out / "inbox", month, threads=2)
        homes |= find_homes(world, home, month)
        figures.append(count_month(home, month, needs, homes, assisted))
        drawing = departments.drawing(month.plus(1))
        departments.decide(offices.answer(home, month, homes, drawing), needs)
    return Simulated(home, world, needs, offices.acts, departments, figures)
