"""No data is taken without use: what is staged is read by some select of sql/ (PIPL art. 6).

A kind added later is two files; the select that reads it may follow. It says in `use` what for.
"""

import functools
from collections.abc import Iterator

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from pipelines.run import LAYERS
from pipelines.selects import Select, selects_of
from schemas.sources import Source, all_sources, source_named

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
    "civil_affairs__means_checks",
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


# Staged for the next use, or read by Python: source → columns, and why they may stay.
READ_ELSEWHERE = {
    # Basic insurance's own part is what the other funds of the sum did not pay.
    "medical_insurance__settlements": {"hifp_pay"},
    # Policies for 脱贫户 ask for the kind of household and since when it has been on the list.
    "rural_affairs__poverty_roster": {
        "household_type", "first_identified_date", "person_identified_date",
    },
}  # fmt: skip
# What core hands on under the same column names: what reads it there, reads the source.
HANDED_ON = {
    "assistance": "civil_affairs__assistance",
    "certificates": "disabled_federation__certificates",
    "roster": "rural_affairs__poverty_roster",
}
# Whether all towns have come is seen in a snapshot that names them (pipelines/profiles.py).
PLACES = {"town_name", "community_name"}


def _of_staging(scope: Scope) -> dict[str, str]:
    """The staged tables a select names, and those that core hands on: alias → source."""
    tables = {
        alias: table for alias, table in scope.sources.items() if isinstance(table, exp.Table)
    }
    staged = {alias: table.name for alias, table in tables.items() if table.db == "staging"}
    core = {alias: table.name for alias, table in tables.items() if table.db == "core"}
    return staged | {a: HANDED_ON[name] for a, name in core.items() if name in HANDED_ON}


def _columns_read(select: Select) -> Iterator[tuple[str, str]]:
    """Source and column of every cell of a staged table that a select looks at."""
    query = sqlglot.parse_one(select.text, read="duckdb")
    for scope in traverse_scope(query):
        staged = _of_staging(scope)
        for column in scope.columns:
            owners = [staged[column.table]] if column.table in staged else []
            if not column.table:
                owners = [*staged.values()]
            yield from ((owner, column.name) for owner in owners)


@functools.cache
def _all_columns_read() -> set[tuple[str, str]]:
    """What _columns_read finds in all of sql/, looked for once and only where a test asks."""
    return {
        read for layer in LAYERS for select in selects_of(layer) for read in _columns_read(select)
    }


def _used(source: Source) -> set[str]:
    """The columns that SQL, a doubt of the contract, or the key of a row has a use for."""
    own = {name for owner, name in _all_columns_read() if owner == source.name}
    doubted = {name for doubt in source.doubts for name in doubt.reads}
    places = PLACES if source.kind == "snapshot" else set()
    return own | doubted | places | set(source.key) | READ_ELSEWHERE.get(source.name, set())


@pytest.mark.parametrize("name", IN_USE)
def test_every_column_that_is_staged_is_read(name: str) -> None:
    source = source_named(name)
    idle = [spec.name for spec in source.staged_columns if spec.name not in _used(source)]
    assert not idle, (
        f"schemas/sources/{name}.py stages {', '.join(idle)}, and nothing reads it. Write what it "
        'was asked for, give it where="reading" if it is only compared with another cell, or '
        "remove it and say why under known_not_kept."
    )


def test_no_exception_outlives_its_reason() -> None:
    for name, columns in READ_ELSEWHERE.items():
        assert not {column for owner, column in _all_columns_read() if owner == name} & columns
