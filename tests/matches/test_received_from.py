"""What a policy file says of the lists that tell who draws it is what the SQL reads there."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipelines.benefits import load_benefits
from pipelines.policy import policy_at
from pipelines.selects import selects_of
from pipelines.warehouse import build_table
from schemas.columns import ColumnSpec
from schemas.sources import Source, source_named
from tests.sql_cases import empty_warehouse, insert_rows

OCTOBER = date(2026, 10, 31)
DRAWING = {
    benefit.policy: benefit for benefit in load_benefits().values() if benefit.received_as
}  # fmt: skip
# Policies that ask in a condition of their own whether a list has the person, or is there at all.
ASKED_IN_A_CONDITION = {
    "disability_care_subsidy": {"civil_affairs__disability_subsidies"},
    "disability_living_subsidy": {"civil_affairs__disability_subsidies"},
    "education_aid": {"education__school_aid"},
}
_BY_KIND: dict[str, Any] = {
    "money": Decimal(100), "date": date(2026, 10, 1), "month": date(2026, 10, 1), "integer": 2026,
}  # fmt: skip


@pytest.fixture(scope="module")
def telling() -> dict[str, set[str]]:
    """Benefit's word → the sources whose lists give it, by lists that write every known word."""
    con = empty_warehouse()
    con.begin()
    try:
        for source in _sources_read():
            rows = list(_rows(source))
            insert_rows(con, f"staging.{source.name}", rows)
            persons = [{"person_id": row["person_id"], "household_id": "户"} for row in rows]
            insert_rows(con, "core.considered_members", persons)
        core = {one.name: one for one in selects_of("core")}
        for name in ("assistance", "benefits"):
            build_table(con, core[name], policy_at(OCTOBER).bound)
        found = defaultdict(set)
        for word, source in con.execute("select benefit, source from core.benefits").fetchall():
            found[word].add(source)
    finally:
        con.rollback()
    return found


def _sources_read() -> list[Source]:
    core = {one.name: one.tables for one in selects_of("core")}
    read = {table for name in ("assistance", "benefits") for table in core[name]}
    return [source_named(name) for layer, name in sorted(read) if layer == "staging"]


def _rows(source: Source) -> Iterator[dict[str, Any]]:
    """Yield a row a word of each coded column, all else as if it were drawn now."""
    staged = [one for one in source.columns if one.name in source.staging_schema]
    coded = [one for one in staged if one.words]
    for column in coded:
        for word in column.words or ():
            yield {
                "person_id": f"{source.name} {column.name} {word}",
                "delivery_month": "2026-10",
                **{one.name: _drawn(one) for one in staged},
                column.name: word,
            }
    if not coded:
        filled = {one.name: _drawn(one) for one in staged}
        yield {"person_id": source.name, "delivery_month": "2026-10", **filled}


def _drawn(column: ColumnSpec) -> Any:
    if column.words and column.required:
        return next(iter(column.words))
    return _BY_KIND.get(column.kind)


def test_no_benefit_word_is_one_that_nothing_can_tell(telling: dict[str, set[str]]) -> None:
    words = {word for benefit in DRAWING.values() for word in benefit.received_as}
    assert words - telling.keys() == set()


@pytest.mark.parametrize("policy", sorted(DRAWING))
def test_who_draws_is_told_by_the_sources_named(policy: str, telling: dict[str, set[str]]) -> None:
    benefit = DRAWING[policy]
    told = {source for word in benefit.received_as for source in telling[word]}
    assert set(benefit.received_from) == told - ASKED_IN_A_CONDITION.get(policy, set())


@pytest.mark.parametrize("policy", sorted(ASKED_IN_A_CONDITION))
def test_what_a_condition_asks_for_is_read_by_the_policys_select(policy: str) -> None:
    select = {one.name: one for one in selects_of("entitlements")}[policy]
    assert ASKED_IN_A_CONDITION[policy] <= set(select.header["sources"].split(","))
