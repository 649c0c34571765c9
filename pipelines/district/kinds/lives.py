"""What people live on and what they do, drawn once, so that no two departments disagree by chance.

Who works for somebody, works for themselves, lost their work or goes to school; and which homes
the departments are asked about: they hand over vehicles, real estate and the like only of homes
that are screened or have asked for help, and of a few others.
"""

from dataclasses import dataclass

import numpy as np

from pipelines.district.people import DAUGHTER, SON, SPOUSE
from pipelines.district.world import World

STAGES = ("学前", "小学", "初中", "普通高中", "中职", "大专", "本科", "研究生")
ADULT, ELDER = 18, 60
OTHER_HOMES = 0.06


@dataclass(frozen=True)
class Lives:
    """By resident: age in whole years at the end of the last month, stage of school (-1: none),
    and whether employed, self-employed, out of work (registered), or with interrupted payments.

    By home: `asked` about by the screening. `couples` are pairs of husband and wife (indices).
    """

    ages: np.ndarray
    stages: np.ndarray
    employed: np.ndarray
    flexible: np.ndarray
    unemployed: np.ndarray
    interrupted: np.ndarray
    asked: np.ndarray
    couples: np.ndarray


def draw_lives(world: World) -> Lives:
    """Draw what everybody does; the same world gives the same lives."""
    rng = world.dice("kinds", "lives")
    last = len(world.calendar.months) - 1
    ages = whole_years(world.people.births, world.calendar.end_of(last))
    stages = _stages(world, ages, rng)
    work = _work(ages, stages, rng)
    return Lives(
        ages=ages,
        stages=stages,
        employed=work == 0,
        flexible=work == 1,
        unemployed=work == 2,
        interrupted=work == 3,
        asked=_asked(world, rng),
        couples=_couples(world),
    )


def whole_years(births: np.ndarray, day: np.datetime64) -> np.ndarray:
    """Ages in whole years on a day."""
    months = births.astype("datetime64[M]")
    days = (births - months).astype("int64")
    of_month = int((day - day.astype("datetime64[M]")).astype("int64"))
    passed = (day.astype("datetime64[M]") - months).astype("int64")
    return np.asarray((passed - (days > of_month)) // 12)


def _stages(world: World, ages: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Nearly every child goes to school; after the compulsory years fewer and fewer do.

    The roster calls everybody up to eighteen a pupil of compulsory school: of its people only
    those of that age are in the rolls.
    """
    dice = rng.random(len(ages))
    senior = np.where(dice < 0.55, 3, np.where(dice < 0.95, 4, -1))
    college = np.where(dice < 0.25, 5, np.where(dice < 0.55, 6, -1))
    stages = np.select(
        [ages < 3, ages < 6, ages < 12, ages < 15, ages < 18, ages < 22, ages < 25],
        [-1, np.where(dice < 0.9, 0, -1), 1, 2, senior, college, np.where(dice < 0.05, 7, -1)],
        -1,
    )
    on_roster = world.roster.listed[0]
    stages[on_roster & ((ages < 6) | (ages >= 15))] = -1
    return np.asarray(stages)


def _work(ages: np.ndarray, stages: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    shares = (0.36, 0.14, 0.02, 0.02, 0.46)
    work = rng.choice(len(shares), len(ages), p=shares)
    return np.asarray(np.where((ages >= ADULT) & (ages < ELDER) & (stages < 0), work, 4))


def _asked(world: World, rng: np.random.Generator) -> np.ndarray:
    homes = world.people.homes
    asked = rng.random(len(world.people.sizes)) < OTHER_HOMES
    asked[homes[world.holders.people]] = True
    asked[world.roster.homes] = True
    asked[world.assisted] = True
    asked[world.ledger.hard_homes] = True
    return np.asarray(asked)


def _couples(world: World) -> np.ndarray:
    """Head and spouse of each home that has both, the husband first."""
    people = world.people
    partners = np.flatnonzero(people.relationships == SPOUSE)
    heads = people.firsts[people.homes[partners]]
    pairs = np.stack([heads, partners], axis=1)
    swapped = ~people.males[heads]
    pairs[swapped] = pairs[swapped][:, ::-1]
    return np.asarray(pairs)


def children_of_homes(world: World, lives: Lives) -> np.ndarray:
    """Who is a child of the head and not grown up."""
    is_child = np.isin(world.people.relationships, (SON, DAUGHTER))
    return np.asarray(is_child & (lives.ages < ADULT))
