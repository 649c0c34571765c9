"""What the new sources know of a household: told so far as a visitor needs it, and no further."""

import datetime

import pytest

from pipelines import inputs
from pipelines.policy import policy_at
from pipelines.warehouse import build_layer
from tests.sql_cases import build_facts, empty_warehouse, insert_rows

AS_OF = datetime.date(2026, 10, 31)
# Words of the sources that no list, reason or question may repeat about a household.
UNSAID = ("服刑", "矫正", "在押", "戒毒", "司法", "离婚", "精神障碍", "信访事项", "存款余额")

STAGED = {
    "justice__prison_terms": {
        "term_kind": "在押", "start_date": "2025-01-01", "end_date": "2029-01-01",
    },
    "civil_affairs__marriages": {"registration_kind": "离婚", "registered_date": "2026-08-01"},
    "health__severe_illness": {"management_kind": "严重精神障碍", "confirmed_date": "2026-01-01"},
    "petition__clues": {
        "petition_number": "1", "received_date": "2026-10-01", "topic": "生活困难",
    },
    "human_resources__unemployment": {"registered_date": "2026-06-01", "status": "登记失业"},
    "housing__unsafe_dwellings": {"danger_grade": "D", "assessed_date": "2026-05-01"},
}  # fmt: skip
ASSETS = {
    "public_security__vehicles": {"vehicle_kind": "小型汽车", "plate_number": "x"},
    "banking__deposits": {
        "authorisation_number": "1", "authorisation_date": "2026-10-01", "institution": "某行",
        "balance_yuan": 54321,
    },
}  # fmt: skip


@pytest.fixture
def warehouse():
    con = empty_warehouse()
    con.begin()
    inputs.load_source_list(con, {})
    con.execute("update inputs.sources set status = 'present', delivery_month = '2026-10'")
    inputs.load_indicator_list(con)
    households = [{"household_id": "户", "members_count": 2, "is_provisional": False}]
    insert_rows(con, "core.households", households)
    members = [{"person_id": "甲", "household_id": "户"}, {"person_id": "乙", "household_id": "户"}]
    insert_rows(con, "core.members", members)
    insert_rows(con, "core.screened_members", members)
    insert_rows(con, "core.cohorts", [{**members[0], "cohort": "medical"}])
    ages = [{"person_id": "甲", "age_years": 40}, {"person_id": "乙", "age_years": 10}]
    insert_rows(con, "core.persons", [{**age, "is_dead": False} for age in ages])
    stage(con, STAGED)
    yield con
    con.rollback()


def stage(con, tables):
    for source, row in tables.items():
        staged = {"person_id": "甲", "delivery_month": "2026-10", **row}
        insert_rows(con, f"staging.{source}", [staged])


def screen(con):
    bound = policy_at(AS_OF).bound
    build_facts(con, bound)
    for layer in ("indicators", "counter_signs", "screening"):
        build_layer(con, layer, bound)
    (row,) = con.execute("select score, colour, reasons from screening.households").fetchall()
    return row


def told(con):
    """Every text that screening holds about the household."""
    columns = con.execute(
        "select table_name, column_name from information_schema.columns where table_schema = "
        "'screening' and data_type = 'VARCHAR' and column_name in "
        "('evidence', 'reason', 'sentence', 'reasons', 'data_gaps', 'question', 'title')"
        "and table_name in (select table_name from information_schema.columns "
        "where table_schema = 'screening' and column_name = 'household_id')"
    ).fetchall()
    return " ".join(
        str(value)
        for table, column in columns
        for (value,) in con.execute(f"select {column} from screening.{table}").fetchall()
    )


def test_a_household_is_listed_for_what_the_new_sources_know(warehouse):
    _, colour, reasons = screen(warehouse)
    assert colour is not None
    assert "部门登记（2026-10-31）：主要劳动力长期不在家" in reasons
    assert "近期婚姻状况有变化，家中有1名未成年人" in reasons
    assert "1名成员需要长期治疗" in reasons
    assert "热线和信访登记（2026-10-01）：近6个月反映困难1次" in reasons


def test_no_text_about_a_household_says_more_than_the_visitor_needs(warehouse):
    stage(warehouse, ASSETS)
    screen(warehouse)
    text = told(warehouse)
    assert "登记有1辆汽车" in text
    assert [word for word in UNSAID if word in text] == []
    assert "54321" not in text
    assert "某行" not in text


def test_what_speaks_against_need_changes_neither_score_nor_colour_nor_reasons(warehouse):
    before = screen(warehouse)
    stage(warehouse, ASSETS)
    assert screen(warehouse) == before
    asked = warehouse.execute("select sign from screening.counter_signs order by 1").fetchall()
    assert asked == [("deposits",), ("vehicles",)]
