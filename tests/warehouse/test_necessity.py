"""No data is taken without use: the kinds in use are read by some select of sql/ (PIPL art. 6).

A kind added later is two files; the select that reads it may follow. It says in `use` what for.
"""

import pytest

from pipelines.run import LAYERS
from pipelines.selects import selects_of
from schemas.sources import all_sources

READ = {
    name
    for layer in LAYERS
    for select in selects_of(layer)
    for schema, name in select.tables
    if schema == "staging"
}

IN_USE = (
    "banking__deposits",
    "charity__relief",
    "civil_affairs__assistance",
    "civil_affairs__deaths",
    "civil_affairs__disability_subsidies",
    "civil_affairs__marriages",
    "civil_affairs__orphans",
    "community__residents",
    "disabled_federation__certificates",
    "education__school_aid",
    "education__student_rolls",
    "emergency__disaster_records",
    "health__severe_illness",
    "hotline__clues",
    "housing__public_rental",
    "housing__unsafe_dwellings",
    "housing_fund__provident_fund",
    "human_resources__pensions",
    "human_resources__social_insurance",
    "human_resources__unemployment",
    "justice__prison_terms",
    "marine__fishing_boats",
    "market_regulation__business_licences",
    "medical_insurance__settlements",
    "medical_insurance__yearly_burdens",
    "natural_resources__real_estate",
    "petition__clues",
    "public_security__household_register",
    "public_security__vehicles",
    "rural_affairs__farming_subsidies",
    "rural_affairs__poverty_roster",
    "securities__holdings",
    "tax__income_tax",
    "trade_union__hardship_files",
    "veterans__benefits",
)


@pytest.mark.parametrize("source", IN_USE)
def test_every_source_is_read_by_some_select(source: str) -> None:
    assert source in READ, (
        f"schemas/sources/{source}.py is taken in, and no file of sql/ reads staging.{source}. "
        "Write the indicator, check or counter-sign that it was asked for, or remove the contract."
    )


def test_no_select_reads_a_source_that_has_no_contract() -> None:
    assert {source.name for source in all_sources()} >= READ
