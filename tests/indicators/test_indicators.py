"""Every indicator's cases, and that every indicator has some."""

from pathlib import Path

import pytest

from pipelines.scorecard import indicator_dimensions, load_scorecards
from pipelines.selects import selects_of
from pipelines.strict_yaml import read_yaml
from schemas.sources import all_sources
from tests.sql_cases import check_case, load_cases

HERE = Path(__file__).parent
INDICATORS = [select.name for select in selects_of("indicators")]


@pytest.mark.parametrize("case", load_cases("indicators"), ids=str)
def test_case(case):
    check_case(case)


@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_has_cases_of_its_own(name):
    written = read_yaml((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    assert written["sql"] == f"indicators/{name}"
    triggered = [case for case in written["cases"] if case["expect"]]
    assert triggered
    assert len(written["cases"]) > 1 or len(written["cases"][0]["given"]) > 0


def test_every_indicator_names_sources_that_exist():
    known = {source.name for source in all_sources()}
    for select in selects_of("indicators"):
        named = {
            source for group in select.header["sources"].split(",") for source in group.split("|")
        }
        assert named <= known, select.path


def test_the_shipped_scorecard_scores_indicators_of_every_dimension():
    scorecard = load_scorecards()[-1]
    scored = {indicator.name for indicator in scorecard.indicators}
    capped = {dimension.name for dimension in scorecard.dimensions}
    assert {indicator_dimensions()[name] for name in scored} == capped
    assert len(scored) >= 14


@pytest.mark.parametrize("name", INDICATORS)
def test_nobody_outside_a_screened_household_is_measured(name):
    """Processing is for the screened alone (PIPL art. 6)."""
    tables = {select.name: select.tables for select in selects_of("indicators")}[name]
    assert {"screened_members"} & {table for layer, table in tables if layer == "core"}


def test_what_may_speak_against_need_is_never_measured():
    """Cars, dwellings, incomes and the like are questions (sql/counter_signs), never points."""
    assets = {
        "public_security__vehicles", "market_regulation__business_licences", "tax__income_tax",
        "natural_resources__real_estate", "housing_fund__provident_fund", "banking__deposits",
        "securities__holdings", "marine__fishing_boats", "rural_affairs__farming_subsidies",
        "veterans__benefits", "housing__public_rental", "education__school_aid",
    }  # fmt: skip
    assert assets <= {source.name for source in all_sources()}
    read = {
        table for select in selects_of("indicators") for layer, table in select.tables
        if layer == "staging"
    }  # fmt: skip
    assert not read & assets
