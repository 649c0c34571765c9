"""What a screening came to under some rules, and how two of them differ, as plain counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from pipelines.scorecard import RANKS
from pipelines.warehouse import Connection

COLOURS = {rank: name for name, rank in RANKS.items()}
# The first age of a band → what it is called.
AGES = {0: "0—17岁", 18: "18—44岁", 45: "45—59岁", 60: "60—69岁", 70: "70—79岁", 80: "80岁以上"}
SEVERE, OTHER, NONE = "重度（一、二级）", "其他等级", "没有有效残疾证"
GROUPS = {
    "年龄": tuple(AGES.values()),
    "性别": ("女", "男"),
    "残疾": (SEVERE, OTHER, NONE),
}
_MONTHS_A_YEAR = 12

_HOUSEHOLDS = """
    select ranks.household_id, households.street_code, households.street_name,
        ranks.colour_rank, ranks.raw_rank
    from {place}.screening.ranks
    inner join {place}.core.households on ranks.household_id = households.household_id
    where ranks.colour_rank > 0 or ranks.raw_rank > 0
"""
_PERSONS = """
    select members.person_id, members.household_id, persons.sex, persons.age_years,
        coalesce(certificates.is_valid, false) as is_certified,
        certificates.disability_grade
    from {place}.core.members
    inner join {place}.screening.ranks on members.household_id = ranks.household_id
    inner join {place}.core.persons on members.person_id = persons.person_id
    left join {place}.core.certificates on members.person_id = certificates.person_id
    where ranks.colour_rank > 0
"""
_AMOUNTS = """
    select entitlements.policy, entitlements.form,
        coalesce(ranks.colour_rank, 0) > 0 as is_listed,
        count(*) as cases,
        count(*) filter (where high_yuan is null) as without_amount,
        sum(low_yuan) filter (where high_yuan is not null) as low_yuan,
        sum(high_yuan) as high_yuan
    from {place}.matches.entitlements
    left join {place}.screening.ranks on entitlements.household_id = ranks.household_id
    where entitlements.status = 'may_qualify'
    group by all
    order by all
"""


@dataclass(frozen=True)
class Amount:
    """What one policy may cost: cases, of them without an estimate, yuan a year at the least/most.

    What is paid once counts once; what is paid monthly counts twelve times. A case of which only
    the most is known counts nothing to the least.
    """

    cases: int = 0
    without_amount: int = 0
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.cases + other.cases,
            self.without_amount + other.without_amount,
            self.low + other.low,
            self.high + other.high,
        )


@dataclass(frozen=True)
class Picture:
    """One screening: households on the list (or that would be without last month), people, costs.

    `amounts`: (policy, on the list or not) → Amount; None where nothing was matched.
    """

    households: pl.DataFrame
    persons: pl.DataFrame
    amounts: Mapping[tuple[str, bool], Amount] | None
    visit_months: Mapping[int, int]

    @cached_property
    def listed(self) -> dict[int, int]:
        """Colour's rank → households on the list."""
        return _by_rank(self.households, "colour_rank")

    @cached_property
    def settled(self) -> dict[int, int]:
        """Colour's rank → households that this month's data alone list."""
        return _by_rank(self.households, "raw_rank")

    def visits_a_month(self, counts: Mapping[int, int]) -> Decimal:
        """Return the visits a month that so many households of each colour need."""
        return sum(
            (Decimal(count) / self.visit_months[rank] for rank, count in counts.items()), Decimal(0)
        )


def picture_of(
    con: Connection, place: str, visit_months: Mapping[int, int], *, in_full: bool = True
) -> Picture:
    """Count one scenario where it stands; not `in_full`: the list alone, for a sweep's step."""
    households = con.cursor().sql(_HOUSEHOLDS.format(place=place)).pl()
    persons = con.cursor().sql(_PERSONS.format(place=place)).pl() if in_full else pl.DataFrame()
    amounts = amounts_of(con, place) if in_full else None
    return Picture(households, persons, amounts, visit_months)


def _by_rank(households: pl.DataFrame, column: str) -> dict[int, int]:
    counted = dict(households.group_by(column).len().iter_rows())
    return {rank: counted.get(rank, 0) for rank in COLOURS}


def amounts_of(con: Connection, place: str) -> dict[tuple[str, bool], Amount] | None:
    """Return (policy, on the list or not) → what may be due; None where nothing was matched."""
    standing = con.execute(
        "select count(*) from information_schema.tables where table_catalog = $1 "
        "and table_schema = 'matches' and table_name = 'entitlements'",
        [place],
    ).fetchall()
    if standing == [(0,)]:
        return None
    found: dict[tuple[str, bool], Amount] = {}
    for policy, form, is_listed, *counts in con.execute(_AMOUNTS.format(place=place)).fetchall():
        key = (policy, is_listed)
        found[key] = found.get(key, Amount()) + _yearly(form, *counts)
    return found


def _yearly(form: str, cases: int, without: int, low: Any, high: Any) -> Amount:
    times = _MONTHS_A_YEAR if form == "monthly" else 1
    return Amount(cases, without, times * (low or Decimal(0)), times * (high or Decimal(0)))


def moves(before: Picture, after: Picture) -> pl.DataFrame:
    """Return one row a household on either list: its street, its rank before and after."""
    columns = ["household_id", "street_code", "street_name", "colour_rank"]
    left, right = (one.households.select(columns) for one in (before, after))
    joined = left.join(right, on="household_id", how="full", coalesce=True, suffix="_after")
    return joined.select(
        "household_id",
        pl.coalesce("street_code", "street_code_after").alias("street_code"),
        pl.coalesce("street_name", "street_name_after").alias("street_name"),
        pl.col("colour_rank").fill_null(0).alias("before"),
        pl.col("colour_rank_after").fill_null(0).alias("after"),
    ).filter((pl.col("before") > 0) | (pl.col("after") > 0))


def people_moves(before: Picture, after: Picture) -> pl.DataFrame:
    """Return one row a person in a household on either list: groups, listed before and after."""
    left, right = (_grouped(one.persons) for one in (before, after))
    joined = left.join(right, on="person_id", how="full", coalesce=True, suffix="_after")
    return joined.select(
        "person_id",
        *(pl.coalesce(group, f"{group}_after").alias(group) for group in GROUPS),
        pl.col("is_listed").fill_null(value=False).alias("before"),
        pl.col("is_listed_after").fill_null(value=False).alias("after"),
    )


def _grouped(persons: pl.DataFrame) -> pl.DataFrame:
    age: pl.Expr = pl.lit(next(iter(AGES.values())))
    for first, title in AGES.items():
        age = pl.when(pl.col("age_years") >= first).then(pl.lit(title)).otherwise(age)
    severe = pl.col("disability_grade").is_in([1, 2])
    kind: Any = pl.when(~pl.col("is_certified")).then(pl.lit(NONE))
    kind = kind.when(severe.fill_null(value=False)).then(pl.lit(SEVERE)).otherwise(pl.lit(OTHER))
    return persons.select(
        "person_id",
        age.alias("年龄"),
        pl.col("sex").alias("性别"),
        kind.alias("残疾"),
        pl.lit(value=True).alias("is_listed"),
    )
