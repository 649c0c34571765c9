"""Whom a policy concerns and what is known of its conditions: the YAML files beside this one."""

import datetime
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pipelines.policy import policy_at
from pipelines.policy_uses import answered_conditions
from pipelines.selects import selects_of
from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import build_layer
from schemas.sources import all_sources
from tests.sql_cases import Case, check_case, empty_warehouse, load_cases

HERE = Path(__file__).parent
POLICIES = {select.name: select for select in selects_of("entitlements")}
BENEFITS = files("policy") / "benefits"
_WORDS_OF_A_DECISION = re.compile(r"应当享受|批准|予以取消|拒绝|追缴|骗保")


def _benefit(policy: str) -> dict[str, Any]:
    return read_yaml((BENEFITS / f"{policy}.yaml").read_text(encoding="utf-8"))


def _cases(policy: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = read_yaml((HERE / f"{policy}.yaml").read_text(encoding="utf-8"))[
        "cases"
    ]
    return cases


@pytest.mark.parametrize("case", load_cases("entitlements"), ids=str)
def test_case(case: Case) -> None:
    check_case(case)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_has_a_benefit_and_cases(policy: str) -> None:
    assert (BENEFITS / f"{policy}.yaml").is_file(), f"write policy/benefits/{policy}.yaml"
    assert (HERE / f"{policy}.yaml").is_file(), f"write tests/entitlements/{policy}.yaml"


def test_a_benefit_with_conditions_has_sql() -> None:
    named = {entry.name.removesuffix(".yaml") for entry in BENEFITS.iterdir()
             if entry.name.endswith(".yaml")}  # fmt: skip
    without = {name for name in named - POLICIES.keys() if _benefit(name)["conditions"]}
    assert not without, "conditions of a benefit without sql/entitlements file are never judged"


@pytest.mark.parametrize("policy", POLICIES)
def test_the_conditions_of_sql_and_benefit_are_the_same(policy: str) -> None:
    told = answered_conditions(POLICIES[policy].text)
    assert told, "list the conditions as (values ('income'), …) as conditions (condition)"
    assert told == set(_benefit(policy)["conditions"])


@pytest.mark.parametrize("policy", POLICIES)
def test_every_condition_is_met_in_a_case_and_not_met_or_unknown_in_another(policy: str) -> None:
    answers = {
        (row["condition"], row.get("is_met")) for case in _cases(policy) for row in case["expect"]
    }
    for condition in _benefit(policy)["conditions"]:
        seen = {is_met for name, is_met in answers if name == condition}
        assert True in seen, f"no case in which {condition} is met"
        assert seen - {True}, f"no case in which {condition} is not met or not known"


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_concerns_considered_households_alone(policy: str) -> None:
    """It reads core, and of the sources named in its header only what core does not hand on."""
    select = POLICIES[policy]
    named = set(select.header["sources"].split(","))
    assert named <= {source.name for source in all_sources()}
    assert {name for layer, name in select.tables if layer == "staging"} <= named
    assert {layer for layer, _ in select.tables} <= {"core", "inputs", "staging", "policy"}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_lead_has_no_word_of_a_decision(policy: str) -> None:
    assert not _WORDS_OF_A_DECISION.search(POLICIES[policy].text)


@pytest.mark.parametrize(
    "day", ["2018-01-31", "2021-06-30", "2022-09-30", "2024-12-31", "2026-10-31"]
)
def test_without_any_delivery_nobody_is_compared(day: str) -> None:
    """In months before a policy began, too: its parameters have no value then."""
    con = empty_warehouse()
    con.begin()
    try:
        build_layer(con, "entitlements", policy_at(datetime.date.fromisoformat(day)).bound)
        counted = con.execute("select count(*) from entitlements.all_conditions").fetchall()
        assert counted == [(0,)]
    finally:
        con.rollback()
