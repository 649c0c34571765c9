"""Two made-up policies beside the made-up households: one of the household, one of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.benefits import BENEFIT_SCHEMAS
from schemas.entitlements import EVERY_TABLE
from schemas.tables import columns_in, contract_of, union_columns

if TYPE_CHECKING:
    from tests.release.made_up import Household

GUARANTEE, NURSING = "minimum_living_guarantee", "disability_care_subsidy"
MISSING = "家庭收入（家庭授权后由民政局核对中心提供）"
ASK = "每个月固定收入大约多少"

Rows = list[dict[str, Any]]


def policy_frames(households: Sequence[Household]) -> dict[str, pl.DataFrame]:
    """Return what the layers policy, entitlements and matches hold of them."""
    matched = [row for household in households for row in _matched(household)]
    return {
        "policy.benefits": _frame(_benefits(), BENEFIT_SCHEMAS["benefits"]),
        "policy.benefit_conditions": _frame(_conditions(), BENEFIT_SCHEMAS["benefit_conditions"]),
        "policy.benefit_parameters": _frame(_parameters(), BENEFIT_SCHEMAS["benefit_parameters"]),
        "entitlements.all_conditions": _frame(
            [row for matches in matched for row in _answers(matches)],
            union_columns("entitlements", EVERY_TABLE),
        ),
        "matches.entitlements": _frame(matched, _columns("entitlements")),
        "matches.likely_policies": _frame(
            [row for matches in matched for row in _likely(matches)], _columns("likely_policies")
        ),
        "matches.reviews": _frame(
            [_review(one) for one in households if one.draws_basic_assistance], _columns("reviews")
        ),
        "matches.undelivered": _frame(
            [_undelivered(one) for one in households if one.draws_basic_assistance],
            _columns("undelivered"),
        ),
        "matches.duties": _frame(
            [_duty(one) for one in households if one.draws_basic_assistance], _columns("duties")
        ),
        "core.benefits": _frame(
            [_drawn(one) for one in households if one.draws_basic_assistance],
            columns_in(contract_of("core", "benefits")),
        ),
    }


def _drawn(household: Household) -> dict[str, Any]:
    return {
        "household_id": household.household_id,
        "person_id": household.person_id(0),
        "benefit": "最低生活保障",
        "amount_yuan": Decimal("700.00"),
        "is_monthly": True,
        "since_date": date(2026, 1, 1),
        "source": "civil_affairs__assistance",
    }


def _frame(rows: Rows, schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def _columns(table: str) -> dict[str, pl.DataType]:
    return columns_in(contract_of("matches", table))


def _benefits() -> Rows:
    told = {"form": "monthly", "apply_at": "户籍所在地的镇街", "since_date": date(2014, 5, 1)}
    return [
        {
            **told, "policy": GUARANTEE, "title": "最低生活保障", "department": "民政局",
            "grain": "household", "rank": 10, "received_by": "household",
            "articles": "《最低生活保障审核确认办法》第三条",
            "bring": "身份证、家庭经济状况核对授权书",
        },
        {
            **told, "policy": NURSING, "title": "重度残疾人护理补贴", "department": "民政局",
            "grain": "person", "rank": 20, "received_by": "person",
            "articles": "国发〔2015〕52号第二条", "bring": "残疾证",
        },
    ]  # fmt: skip


def _conditions() -> Rows:
    return [
        {
            "policy": GUARANTEE, "condition": "income", "position": 1, "kind": "means",
            "title": "人均收入低于低保标准", "missing": "家庭收入",
            "supplier": "家庭授权后由民政局核对中心提供", "ask": ASK,
            "article": "《最低生活保障审核确认办法》第三条",
        },
        {
            "policy": GUARANTEE, "condition": "hardship", "position": 2, "kind": "sign",
            "title": "家里有难处（不是法定条件）", "missing": "难处", "supplier": "走访时问",
            "ask": "有什么难处",
        },
        {
            "policy": NURSING, "condition": "severity", "position": 1, "kind": "fact",
            "title": "残疾证一级或二级", "missing": "残疾证", "supplier": "残联",
            "ask": "有没有残疾证",
            "article": "国发〔2015〕52号第二条",
        },
    ]  # fmt: skip


def _parameters() -> Rows:
    return [
        {
            "policy": GUARANTEE, "condition": "income", "parameter": "dibao_line_monthly_yuan",
            "title": "低保标准", "value": "900", "unit": "元/人/月", "since_date": date(2021, 7, 1),
            "reference": "没有公开文件给出青岛现行数值；暂用值", "is_placeholder": True,
        },
        {
            "policy": NURSING, "condition": None, "parameter": "nursing_yuan",
            "title": "护理补贴标准", "value": "150", "unit": "元/人/月",
            "since_date": date(2020, 1, 1),
            "reference": "《通知》第一条", "is_placeholder": False,
        },
    ]  # fmt: skip


def _matched(household: Household) -> Rows:
    """The guarantee as the colour says, the person's for the head of the first household only."""
    draws = household.draws_basic_assistance
    status = "already_receives" if draws else "may_qualify" if household.colour else "does_not"
    if household.colour == "yellow":
        status = "cannot_tell"
    is_open = status in ("may_qualify", "cannot_tell")
    told: dict[str, Any] = {
        "household_id": household.household_id, "person_id": None, "policy": GUARANTEE,
        "status": status, "form": "monthly", "met_count": 1, "unknown_count": 1,
        "high_yuan": Decimal(900 * household.members) if is_open else None,
        "missing": MISSING if is_open else None, "asks": ASK if is_open else None,
        "failed": "人均收入低于低保标准" if status == "does_not" else None,
        "uses_placeholder": True,
    }  # fmt: skip
    if household.number != 1:
        return [told]
    nursing = {
        "person_id": household.person_id(0), "policy": NURSING, "status": "may_qualify",
        "low_yuan": Decimal(150), "high_yuan": Decimal(150), "missing": None, "asks": None,
        "unknown_count": 0, "failed": None, "uses_placeholder": False,
        "observed_date": date(2026, 9, 1),
    }  # fmt: skip
    return [told, {**told, **nursing}]


def _answers(matched: dict[str, Any]) -> Rows:
    told = {name: matched[name] for name in ("household_id", "person_id", "policy")}
    if matched["policy"] == NURSING:
        severity = {"is_met": True, "evidence": "残疾证1级", "observed_date": date(2026, 9, 1)}
        return [{**told, "condition": "severity", **severity}]
    income = False if matched["status"] == "does_not" else None
    return [
        {**told, "condition": "income", "is_met": income},
        {**told, "condition": "hardship", "is_met": True, "evidence": "有重度残疾人"},
    ]


def _likely(matched: dict[str, Any]) -> Rows:
    if matched["status"] != "may_qualify":
        return []
    is_person = matched["policy"] == NURSING
    sentence = (
        "重度残疾人护理补贴｜可能每月约150元"
        if is_person
        else "最低生活保障（标准未公布，按暂定值估算）｜可能每月至多约"
        f"{matched['high_yuan']}元｜还缺：{MISSING}｜问：{ASK}"
    )
    return [{**matched, "rank": 2 if is_person else 1, "sentence": sentence}]


def _review(household: Household) -> dict[str, Any]:
    return {
        "household_id": household.household_id, "matter": "means_changed",
        "benefit": "最低生活保障", "reason": "最近一份核对报告与低保标准或财产规定有出入",
        "to_check": "收入、财产现在怎样", "with_whom": "民政局核对中心、镇街、家庭",
        "observed_date": date(2026, 9, 1),
    }  # fmt: skip


def _undelivered(household: Household) -> dict[str, Any]:
    return {
        "household_id": household.household_id, "person_id": household.person_id(1),
        "policy": NURSING, "because": "户内在享最低生活保障；残疾证1级",
        "article": "国发〔2015〕52号第二条",
    }  # fmt: skip


def _duty(household: Household) -> dict[str, Any]:
    return {
        "household_id": household.household_id, "kind": "half_year_review",
        "started_date": date(2026, 5, 20), "due_date": date(2026, 11, 20),
        "reviewed_date": date(2026, 5, 20),
    }  # fmt: skip
