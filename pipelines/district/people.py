"""Who lives in the district, with whom and where, before any department writes it down."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.district.identity import number_people, spread_births
from pipelines.district.places import Places

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许"
    "韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建国红玉兰秀珍海燕春梅"
    "文博宇轩子涵浩然欣怡梓萱志成永福德全淑贞凤山东林新宝庆祥树云晓雪峰"
)
RELATIONSHIPS = ("户主", "配偶", "子", "女", "父亲", "母亲", "兄弟姐妹")
HEAD, SPOUSE, SON, DAUGHTER, FATHER, MOTHER, SIBLING = range(len(RELATIONSHIPS))
HOUSEHOLD_SIZE_SHARES = (0.27, 0.31, 0.25, 0.11, 0.06)
EARLIEST_BIRTH = np.datetime64("1925-01-01")
PHONES = 10_000


@dataclass(frozen=True)
class People:
    """Residents by index, their homes by index; every array is as long as what it speaks of.

    `births` are datetime64[D]; `homes` gives a person's home, `positions` the place in it
    (0 is the head), `relationships` an index into RELATIONSHIPS. Of a home: `communities` and
    `grids` (number within the community), `numbers` as the ledger writes it, `sizes`, and
    `firsts`, the index of its first member: members of a home stand side by side.
    """

    ids: pl.Series
    names: pl.Series
    phones: pl.Series
    births: np.ndarray
    males: np.ndarray
    homes: np.ndarray
    positions: np.ndarray
    relationships: np.ndarray
    communities: np.ndarray
    grids: np.ndarray
    numbers: pl.Series
    sizes: np.ndarray
    firsts: np.ndarray

    def __len__(self) -> int:
        return len(self.births)

    def ages_on(self, day: np.datetime64) -> np.ndarray:
        """Ages in whole years, near enough to choose people by."""
        return ((day - self.births).astype("int64") / 365.25).astype("int64")

    def members_of(self, home: int) -> range:
        """Indices of a home's members."""
        return range(int(self.firsts[home]), int(self.firsts[home] + self.sizes[home]))


def people_the_district(
    residents: int, places: Places, latest_birth: np.datetime64, rng: np.random.Generator
) -> People:
    """Make `residents` people in homes of one to five, spread over the communities."""
    sizes = _home_sizes(residents, rng)
    homes = np.repeat(np.arange(len(sizes)), sizes)
    firsts = np.cumsum(sizes) - sizes
    positions = np.arange(residents) - firsts[homes]
    relationships, males, births = _families(sizes, homes, positions, latest_birth, rng)
    births = spread_births(births, males)
    communities = _spread_over(places, len(sizes), rng)
    grid_counts = np.array([community.grids for community in places.communities])
    grids = (rng.random(len(sizes)) * grid_counts[communities]).astype("int64") + 1
    return People(
        ids=number_people(births, males),
        names=_names(residents, rng),
        phones=_phones(residents, rng),
        births=births,
        males=males,
        homes=homes,
        positions=positions,
        relationships=relationships,
        communities=communities,
        grids=grids,
        numbers=_ledger_numbers(places, communities),
        sizes=sizes,
        firsts=firsts,
    )


def _home_sizes(residents: int, rng: np.random.Generator) -> np.ndarray:
    drawn = rng.choice(np.arange(1, 6), size=residents, p=HOUSEHOLD_SIZE_SHARES)
    upto = np.cumsum(drawn)
    enough = int(np.searchsorted(upto, residents))
    sizes = drawn[: enough + 1].copy()
    sizes[-1] -= upto[enough] - residents
    return sizes


def _families(
    sizes: np.ndarray,
    homes: np.ndarray,
    positions: np.ndarray,
    latest_birth: np.datetime64,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Relationships, sexes and birth dates that fit together within each home."""
    count = len(homes)
    head_ages = np.clip(rng.normal(50, 16, len(sizes)), 23, 94)
    head_ages = np.where(sizes >= 4, np.clip(head_ages, 28, 68), head_ages)
    head_males = rng.random(len(sizes)) < 0.72
    child = np.where(rng.random(count) < 0.52, SON, DAUGHTER)
    parent = np.where(rng.random(count) < 0.4, FATHER, MOTHER)
    second = np.where(rng.random(len(sizes)) < 0.8, SPOUSE, SON)[homes]
    relationships = np.select(
        [positions == 0, positions == 1, positions == 2, positions == 3],
        [np.full(count, HEAD), second, child, np.where(sizes[homes] == 4, child, parent)],
        parent,
    )
    # Two parents of one home are a father and a mother.
    relationships[(positions == 3) & (sizes[homes] == 5)] = FATHER
    relationships[positions == 4] = MOTHER
    ages = head_ages[homes] + np.select(
        [
            relationships == HEAD,
            relationships == SPOUSE,
            np.isin(relationships, (SON, DAUGHTER)),
        ],
        [np.zeros(count), rng.normal(-1, 3, count), -rng.uniform(22, 33, count)],
        rng.uniform(22, 28, count),
    )
    ages = np.clip(ages, 0.02, 98) + rng.random(count)
    males = np.select(
        [np.isin(relationships, (SON, FATHER)), relationships == HEAD, relationships == SPOUSE],
        [np.ones(count, bool), head_males[homes], ~head_males[homes]],
        np.zeros(count, bool),
    )
    births = latest_birth - (ages * 365.25).astype("timedelta64[D]")
    return relationships, males, np.clip(births, EARLIEST_BIRTH, latest_birth)


def _spread_over(places: Places, homes: int, rng: np.random.Generator) -> np.ndarray:
    weights = rng.lognormal(0, 0.6, len(places.communities))
    drawn = rng.choice(len(weights), size=homes, p=weights / weights.sum())
    # Every community has somebody, as long as there are homes enough.
    drawn[: len(weights)] = np.arange(len(weights))[: len(drawn)]
    return drawn


def _names(count: int, rng: np.random.Generator) -> pl.Series:
    surnames = pl.Series(list(SURNAMES)).gather(rng.integers(0, len(SURNAMES), count))
    first = pl.Series(list(GIVEN)).gather(rng.integers(0, len(GIVEN), count))
    second = pl.Series([*GIVEN, *[""] * 12]).gather(rng.integers(0, len(GIVEN) + 12, count))
    return (surnames + first + second).alias("name")


def _phones(count: int, rng: np.random.Generator) -> pl.Series:
    endings = pl.Series(rng.integers(0, PHONES, count)).cast(pl.String).str.zfill(4)
    return ("1990000" + endings).alias("phone")


def _ledger_numbers(places: Places, communities: np.ndarray) -> pl.Series:
    """Eleven digits: street, community, running number; unique in the district."""
    order = np.argsort(communities, kind="stable")
    ordered = communities[order]
    starts = np.searchsorted(ordered, ordered, side="left")
    running = np.empty(len(order), dtype="int64")
    running[order] = np.arange(len(order)) - starts + 1
    prefixes = pl.Series([community.code[6:] for community in places.communities])
    return prefixes.gather(communities) + pl.Series(running).cast(pl.String).str.zfill(5)
