"""What a visitor is asked to verify, by cases that an official can read: the files beside this."""

import datetime
from pathlib import Path

import pytest

from pipelines.policy import policy_at
from pipelines.selects import selects_of
from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import build_layer
from schemas.sources import all_sources
from tests.sql_cases import Case, check_case, empty_warehouse, load_cases, read_by

HERE = Path(__file__).parent
SIGNS = {select.name: select for select in selects_of("counter_signs")}


@pytest.mark.parametrize("case", load_cases("counter_signs"), ids=str)
def test_case(case: Case) -> None:
    check_case(case)


@pytest.mark.parametrize("name", SIGNS)
def test_every_sign_has_cases_on_both_sides(name: str) -> None:
    written = read_yaml((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    assert written["sql"] == f"counter_signs/{name}"
    found = [bool(case["expect"]) for case in written["cases"]]
    assert {True, False} <= set(found)


@pytest.mark.parametrize("name", SIGNS)
def test_every_sign_asks_a_question_about_screened_households_alone(name: str) -> None:
    select = SIGNS[name]
    assert select.header["source"] in {source.name for source in all_sources()}
    assert ("staging", select.header["source"]) in read_by(select)
    assert ("core", "screened_members") in select.tables
    assert "请" in select.header["question"]


def test_no_sign_is_ever_scored() -> None:
    read = {table for layer in ("indicators", "screening") for one in selects_of(layer)
            for table in one.tables if one.name != "counter_signs"}  # fmt: skip
    assert not {table for table in read if table[0] == "counter_signs"}
    assert ("screening", "counter_signs") not in read


def test_deposits_and_securities_are_read_nowhere_else() -> None:
    readers: dict[tuple[str, str], set[str]] = {}
    for layer in ("core", "checks", "indicators", "counter_signs", "screening", "outputs"):
        for one in selects_of(layer):
            for table in one.tables:
                readers.setdefault(table, set()).add(f"{layer}/{one.name}")
    for source in ("banking__deposits", "securities__holdings"):
        assert readers["staging", source] == {"core/asset_checks"}
    assert readers["core", "asset_checks"] == {
        "core/authorised_assets",
        "checks/deposit_authorisation_expired",
        "checks/holding_authorisation_expired",
    }
    assert readers["core", "authorised_assets"] == {
        "counter_signs/deposits",
        "counter_signs/holdings",
    }


def test_without_any_delivery_nothing_is_asked() -> None:
    con = empty_warehouse()
    con.begin()
    try:
        build_layer(con, "counter_signs", policy_at(datetime.date(2026, 10, 31)).bound)
        assert con.execute("select count(*) from counter_signs.all_signs").fetchall() == [(0,)]
    finally:
        con.rollback()
