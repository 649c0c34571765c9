"""The screening's cases, and the promises that hold whatever is measured."""

import datetime
import random
from decimal import Decimal

import polars as pl
import pytest

from pipelines import inputs
from pipelines.policy import policy_at
from pipelines.scorecard import load_scorecards
from pipelines.warehouse import build_layer, create_table
from tests.sql_cases import check_case, empty_warehouse, load_cases

AS_OF = datetime.date(2026, 10, 31)
HOUSEHOLDS = 400


@pytest.mark.parametrize("case", load_cases("screening"), ids=str)
def test_case(case):
    check_case(case)


@pytest.fixture
def warehouse():
    """A warehouse with everything delivered and invented measurements; rolled back after."""
    con = empty_warehouse()
    con.begin()
    inputs.load_source_list(con, {})
    con.execute("update inputs.sources set status = 'present', delivery_month = '2026-10'")
    inputs.load_indicator_list(con)
    con.execute(
        "insert into core.households (household_id, members_count, is_provisional) "
        "select '户' || lpad(cast(number as varchar), 3, '0'), 1, false "
        f"from range({HOUSEHOLDS}) as numbers (number)"
    )
    con.execute(
        "insert into core.cohorts (person_id, household_id, cohort) "
        "select household_id, household_id, 'medical' from core.households"
    )
    yield con
    con.rollback()


def measure(con, rows):
    schema = {
        "indicator": pl.String, "household_id": pl.String, "person_id": pl.String,
        "amount": pl.Decimal(18, 2), "observed_date": pl.Date, "evidence": pl.String,
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    create_table(con, "indicators.all_measurements", frame)


def random_measurements(seed):
    chosen = random.Random(seed)  # noqa: S311 (invented households, nothing secret)
    indicators = load_scorecards()[-1].indicators
    days = [AS_OF, AS_OF, datetime.date(2026, 4, 30), datetime.date(2025, 1, 1), None]
    return [
        (indicator.name, f"户{number:03d}", None, amount, chosen.choice(days), "依据")
        for number in range(HOUSEHOLDS)
        for indicator in chosen.sample(indicators, chosen.randint(0, len(indicators)))
        for amount in [chosen.choice(indicator.bands)[0] - chosen.choice([0, 1])]
    ]


def screen(con):
    build_layer(con, "screening", policy_at(AS_OF).bound)


@pytest.mark.parametrize("seed", [1, 2])
def test_contributions_add_up_and_no_single_dimension_is_red(warehouse, seed):
    measure(warehouse, random_measurements(seed))
    screen(warehouse)
    unequal = warehouse.execute(
        """
        select count(*) from screening.households as households
        left join (
            select household_id, sum(points) as points
            from screening.contributions group by household_id
        ) as contributed on households.household_id = contributed.household_id
        where households.score <> coalesce(contributed.points, 0)
        """
    ).fetchone()
    over = warehouse.execute(
        """
        select count(*) from (
            select household_id, dimension, sum(points) as points
            from screening.contributions group by household_id, dimension
        ) as summed
        inner join policy.dimension_caps on summed.dimension = dimension_caps.dimension
        where summed.points > dimension_caps.cap
        """
    ).fetchone()
    lone = warehouse.execute(
        "select count(*) from screening.households where colour = 'red' and dimensions_count < 2"
    ).fetchone()
    assert (unequal, over, lone) == ((0,), (0,), (0,))
    colours = warehouse.execute(
        "select distinct colour from screening.households order by colour"
    ).fetchall()
    assert colours == [("orange",), ("red",), ("yellow",), (None,)]


def test_no_household_is_red_by_disability_and_household_structure(warehouse):
    sides = warehouse.execute(
        "select indicator from inputs.indicators where dimension in ('disability', 'household')"
    ).fetchall()
    measure(warehouse, [(name, "户000", None, Decimal(99), AS_OF, "依据") for (name,) in sides])
    screen(warehouse)
    found = warehouse.execute(
        "select score, colour from screening.households where household_id = '户000'"
    ).fetchone()
    assert found == (48, "orange")


def test_grave_signs_together_are_listed_under_any_scorecard(warehouse):
    warehouse.execute("update policy.colour_thresholds set minimum_score = 9999")
    grave = {
        "severe_mental_disability": 1, "medical_burden": 90000, "monitored_risk_open": 1,
        "unsafe_dwelling": 1,
    }  # fmt: skip
    measure(
        warehouse,
        [(name, "户007", None, Decimal(amount), AS_OF, "依据") for name, amount in grave.items()],
    )
    screen(warehouse)
    listed = warehouse.execute(
        "select household_id, colour from screening.households where colour is not null"
    ).fetchall()
    assert listed == [("户007", "red")]


def test_every_screened_household_has_a_verdict_on_every_indicator(warehouse):
    measure(warehouse, random_measurements(3))
    screen(warehouse)
    indicators = warehouse.execute("select count(*) from inputs.indicators").fetchone()[0]
    verdicts = warehouse.execute("select count(*) from screening.assessments").fetchone()[0]
    assert verdicts == HOUSEHOLDS * indicators


def test_reasons_hold_no_amount_and_no_person(warehouse):
    measure(warehouse, [("medical_burden", "户001", "人员甲", Decimal("61234.56"), AS_OF, "依据")])
    screen(warehouse)
    (reasons,) = warehouse.execute(
        "select reasons from screening.households where household_id = '户001'"
    ).fetchone()
    assert "61234" not in reasons
    assert "人员甲" not in reasons
