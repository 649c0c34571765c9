"""The cross-source checks, by cases that an official can read: the YAML files beside this one."""

import datetime
from pathlib import Path

import pytest

from pipelines.policy import policy_at
from pipelines.selects import selects_of
from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import build_layer
from schemas.sources import all_sources
from tests.sql_cases import Case, check_case, empty_warehouse, insert_rows, load_cases, read_by

HERE = Path(__file__).parent
CHECKS = {select.name: select for select in selects_of("checks")}


@pytest.mark.parametrize("case", load_cases("checks"), ids=str)
def test_case(case: Case) -> None:
    check_case(case)


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_cases_on_both_sides(name: str) -> None:
    written = read_yaml((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    assert written["sql"] == f"checks/{name}"
    found = [bool(case["expect"]) for case in written["cases"]]
    assert {True, False} <= set(found)


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_says_whom_it_asks_and_what_to_do(name: str) -> None:
    header = CHECKS[name].header
    assert header["source"] in {source.name for source in all_sources()}
    assert ("staging", header["source"]) in read_by(CHECKS[name])
    assert header["level"] in {"warn", "note"}
    assert "请" in header["reason"]
    assert header["reason"].endswith("。")


def test_without_any_delivery_there_is_no_doubt() -> None:
    con = empty_warehouse()
    con.begin()
    try:
        build_layer(con, "checks", policy_at(datetime.date(2026, 10, 31)).bound)
        assert con.execute("select count(*) from checks.all_doubts").fetchall() == [(0,)]
    finally:
        con.rollback()


def test_the_stacked_table_says_whose_row_it_is_which_rule_and_how_to_mend() -> None:
    con = empty_warehouse()
    con.begin()
    try:
        row = {"person_id": "甲", "delivery_month": "2026-10", "household_number": "1"}
        insert_rows(con, "staging.rural_affairs__poverty_roster", [row])
        dead = {"person_id": "甲", "death_date": "2026-09-30"}
        insert_rows(con, "core.deaths", [dead])
        build_layer(con, "checks", policy_at(datetime.date(2026, 10, 31)).bound)
        found = con.execute("select * from checks.all_doubts").fetchall()
    finally:
        con.rollback()
    reason = CHECKS["roster_after_death"].header["reason"]
    source = "rural_affairs__poverty_roster"
    expected = (source, "roster_after_death", "warn", reason, "0000000000000001", "", 1)
    assert found == [(*expected, "id_number")]
