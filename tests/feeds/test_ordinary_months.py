"""Ordinary months raise no alarm; what was done to a month is found, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.feeds import Tolerances, Verdict, judge_feed
from pipelines.places import Gazetteer, load_reference
from pipelines.policy import policy_at
from pipelines.settings import Home
from schemas.sources import Source, all_sources, source_named
from tests.feeds.ordinary import Feed, deliver, month_name, stage

MONTHS = 7
TOLERANCES = Tolerances.of(policy_at(datetime.date(2026, 10, 31)))
GAZETTEER = Gazetteer(load_reference())
RESIDENTS = source_named("community__residents")
CERTIFICATES = source_named("disabled_federation__certificates")
ROSTER = source_named("rural_affairs__poverty_roster")
BILLS = source_named("medical_insurance__settlements")
INSURANCE = source_named("human_resources__social_insurance")
# One of each sort; the benchmark holds all sources to it, in three sizes and three growths.
SOME = (RESIDENTS, CERTIFICATES, ROSTER, BILLS, INSURANCE, source_named("civil_affairs__deaths"))


def place_of(written: str) -> str:
    town, _, community = written.partition("\t")
    place = GAZETTEER.find(town, community)
    return place.street_code or place.town_key


def judged(source: Source, home: Home, *rows: pl.DataFrame) -> tuple[Verdict, ...]:
    months = [stage(home, source, month_name(n), frame) for n, frame in enumerate(rows)]
    return judge_feed(source, months, TOLERANCES, place_of)


@pytest.mark.parametrize("source", SOME, ids=lambda source: source.name)
@pytest.mark.parametrize(("rows", "growth"), [(5, 0.0), (60, 0.1), (300, -0.1)])
def test_ordinary_months_raise_no_alarm(
    tmp_path: Path, source: Source, rows: int, growth: float
) -> None:
    months = deliver(Home(tmp_path), Feed(source, rows, growth=growth), MONTHS)
    verdicts = judge_feed(source, months, TOLERANCES, place_of)
    told = [finding.sentence for verdict in verdicts for finding in verdict.findings]
    assert not told


def test_a_list_of_five_that_never_changes_raises_no_alarm(tmp_path: Path) -> None:
    for source in (one for one in all_sources() if one.subject == "person"):
        rows = Feed(source, 5).deliver()
        assert {one.state for one in judged(source, Home(tmp_path), *[rows] * 4)} == {"sound"}


def test_a_new_town_raises_no_alarm(tmp_path: Path) -> None:
    feed = Feed(RESIDENTS, 600, towns=3)
    before = feed.deliver()
    feed.towns = 4
    newcomers = Feed(RESIDENTS, 200, seed=2, towns=1)
    newcomers.town_names, newcomers.next_person = ["王台街道"], 10**6
    after = pl.concat([feed.deliver(), newcomers.deliver()])
    assert judged(RESIDENTS, Home(tmp_path), before, after)[-1].state == "sound"


Damage = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]


def a_third(now: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
    return now.head(now.height // 3)


def without_first_town(now: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
    return now.filter(pl.col("town_name") != pl.lit(now["town_name"].sort()[0]))


def shuffled_copy(_: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    return before.sample(fraction=1, shuffle=True, seed=1)


def nearly_all_unsafe(now: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
    return now.with_columns(is_unsafe_dwelling=pl.int_range(pl.len()) % 100 < 89)


def in_another_unit(now: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
    smaller = (pl.col("psn_part_amt").cast(pl.Float64) / 1000).round(2) + 0.01
    return now.with_columns(smaller.cast(pl.Decimal(16, 2)).alias("psn_part_amt"))


def half_of_them_again(_: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    return before.head(before.height // 2)


def under_new_numbers(_: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    return before.with_columns(pl.col("setl_id") + "again")


def last_paid_as_before(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    key = ["person_id", "insurance_kind"]
    old = before.select(*key, "last_paid_month")
    return now.drop("last_paid_month").join(old, on=key, how="left").select(now.columns)


DAMAGES: dict[str, tuple[Source, Damage, str]] = {
    "行少了": (ROSTER, a_third, "partial_rows"),
    "缺一个镇街": (ROSTER, without_first_town, "partial_towns"),
    "整份照抄，换了顺序": (RESIDENTS, shuffled_copy, "copied"),
    "占比从一成到九成": (ROSTER, nearly_all_unsafe, "jump"),
    "单位错了": (BILLS, in_another_unit, "jump"),
    "流水重交": (BILLS, half_of_them_again, "copied"),
    "流水换号重交": (BILLS, under_new_numbers, "copied_column"),
    "一列没有更新": (INSURANCE, last_paid_as_before, "copied_column"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_was_done_to_a_month_is_found_with_one_earlier_month(
    tmp_path: Path, name: str
) -> None:
    source, damage, state = DAMAGES[name]
    feed = Feed(source, 400)
    feed.fix_chance("is_unsafe_dwelling", 0.11, 0.89)
    before, now = feed.deliver(), feed.deliver()
    verdict = judged(source, Home(tmp_path), before, damage(now, before))[-1]
    assert verdict.state == state
    assert verdict.findings


def test_months_are_judged_alike_however_often_and_whatever_follows(tmp_path: Path) -> None:
    rows = [Feed(ROSTER, 200, seed=seed).deliver() for seed in range(4)]
    rows[2] = rows[2].head(40)
    all_at_once = judged(ROSTER, Home(tmp_path / "a"), *rows)
    again = judged(ROSTER, Home(tmp_path / "a"), *rows)
    step_by_step = [judged(ROSTER, Home(tmp_path / "b"), *rows[: n + 1])[-1] for n in range(4)]
    assert all_at_once == again == tuple(step_by_step)
    assert all_at_once[2].state == "partial_rows"
