"""What holds of the linked tables whatever is handed over."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.inputs import load_places
from pipelines.places import load_reference
from pipelines.policy import policy_at
from pipelines.warehouse import Connection, build_layer
from tests.sql_cases import empty_warehouse, insert_rows

AS_OF = datetime.date(2026, 10, 31)
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

FOLLOWED = {"甲", "乙"}
PEOPLE = st.sampled_from(["甲", "乙", "丙", "丁", "戊"])
SETTLEMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "setl_id": st.sampled_from(["S1", "S2", "S3", "S4"]),
            "person_id": PEOPLE,
            "setl_time": st.sampled_from(
                ["2025-10-31 23:59:59", "2025-11-01 00:00:00", "2026-10-31 23:59:59", "2026-11-01"]
            ),
            "psn_part_amt": st.decimals(-40000, 40000, places=2),
            "vali_flag": st.sampled_from(["1", "1", "1", "0"]),
            "delivery_rank": st.integers(1, 3),
        }
    ),
    max_size=12,
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "person_id": PEOPLE,
            "household_number": st.sampled_from(["1", "2", "3"]),
            "relationship": st.sampled_from(["户主", "配偶", "之子", "赡养人", None]),
            "town_name": st.sampled_from(["珠海街道", "积米崖管区", "不存在街道", None]),
        }
    ),
    max_size=10,
)


@pytest.fixture
def con() -> Connection:
    return empty_warehouse()


def build(con: Connection, **tables: list[dict[str, Any]]) -> None:
    people = [
        {"person_id": person, "id_number": f"37029919{40 + 15 * n}01011237"}
        for n, person in enumerate(["甲", "乙", "丙", "丁"])
    ]
    insert_rows(con, "identities.identities", people)
    insert_rows(con, "identities.identities", [{**people[0], "person_id": "戊"}])
    for table, rows in tables.items():
        insert_rows(con, f"staging.{table}", rows)
    load_places(con, load_reference())
    build_layer(con, "core", policy_at(AS_OF).bound)


@FEW
@given(settlements=SETTLEMENTS)
def test_burdens_are_what_a_person_with_a_pencil_finds(
    con: Connection, settlements: list[dict[str, Any]]
) -> None:
    last: dict[str, dict[str, Any]] = {}
    for row in sorted(settlements, key=lambda row: row["delivery_rank"]):
        last[row["setl_id"]] = row
    wanted: dict[str, Decimal] = {}
    for row in last.values():
        if row["vali_flag"] == "1" and "2025-11-01" <= row["setl_time"][:10] <= "2026-10-31":
            spent = wanted.get(row["person_id"], Decimal(0))
            wanted[row["person_id"]] = spent + row["psn_part_amt"]
    con.begin()
    try:
        filled = [{**row, "medfee_sumamt": 1} for row in settlements]
        # Only the settlements of people who may matter are looked at one by one: 甲 and 乙 do.
        build(
            con,
            medical_insurance__settlements=filled,
            disabled_federation__certificates=[
                {"person_id": one, "disability_category": "肢体", "disability_grade": 4}
                for one in sorted(FOLLOWED)
            ],
        )
        found = con.execute("select person_id, burden_yuan from core.medical_burdens").fetchall()
        cohort = con.execute(
            "select person_id from core.cohorts where cohort = 'medical'"
        ).fetchall()
    finally:
        con.rollback()
    over = {one for one, spent in wanted.items() if spent > 30000}
    assert dict(found).items() <= wanted.items()
    assert {one for one, _ in found} >= over | (FOLLOWED & wanted.keys())
    assert {one for (one,) in cohort} == over


@FEW
@given(ledger=ROWS, roster=ROWS, dead=st.sets(PEOPLE, max_size=2))
def test_every_living_person_has_one_household_with_one_head_and_one_street(
    con: Connection, ledger: list[dict[str, Any]], roster: list[dict[str, Any]], dead: set[str]
) -> None:
    deaths = [{"person_id": one, "death_date": AS_OF} for one in sorted(dead)]
    con.begin()
    try:
        build(
            con,
            community__residents=[{**row, "community_name": "某社区"} for row in ledger],
            rural_affairs__poverty_roster=[{**row, "draws_policy": True} for row in roster],
            civil_affairs__deaths=deaths,
        )
        members = con.execute("select person_id, household_id, is_head from core.members")
        rows = members.fetchall()
        households = con.execute(
            "select household_id, head_person_id, members_count from core.households"
        ).fetchall()
    finally:
        con.rollback()
    assert sorted(person for person, _, _ in rows) == sorted(set("甲乙丙丁戊") - dead)
    heads = {household: person for person, household, is_head in rows if is_head}
    assert heads == {household: head for household, head, _ in households}
    assert sum(is_head for _, _, is_head in rows) == len(households)
    assert sum(count for _, _, count in households) == len(rows)
