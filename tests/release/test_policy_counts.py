"""The manifest counts each case of a policy once, and says what was not compared and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from pipelines.manifest import CountsDisagree
from pipelines.policy import policy_at
from pipelines.policy_counts import told_likely, told_policies
from pipelines.policy_gaps import told_not_compared, told_placeholders
from schemas.matches.entitlements import STATUSES
from tests.release.made_up import District, Household

DAY = date(2026, 10, 31)
POLICY = "minimum_living_guarantee"


def _counts(answers: int = 8, **cases: int) -> list[dict[str, Any]]:
    told = {"policy": POLICY, "title": "最低生活保障", "grain": "household"}
    return [
        {
            **told,
            "status": status,
            "cases_count": cases.get(status, 0),
            "persons_count": 0,
            "households_count": cases.get(status, 0),
            "answers_count": answers,
            "conditions_count": 2,
        }
        for status in STATUSES
    ]


def _released(*statuses: str) -> pa.Table:
    return pa.table(
        {
            "policy": [POLICY] * len(statuses),
            "status": list(statuses),
            "household_id": [f"H{number}" for number in range(len(statuses))],
        }
    )


def test_every_case_has_one_status_and_what_is_not_ruled_out_is_released() -> None:
    counts = _counts(8, may_qualify=2, already_receives=1, does_not=1)
    released = _released("may_qualify", "may_qualify", "already_receives")
    told = told_policies(counts, released, DAY)[POLICY]
    assert told["cases"] == 4
    assert told["may_qualify"] == {"cases": 2, "persons": 0, "households": 2}
    assert told["cannot_tell"]["cases"] == 0


@pytest.mark.parametrize(
    ("counts", "released"),
    [
        (_counts(8, may_qualify=2, does_not=1), ["may_qualify"] * 2),
        (_counts(8, may_qualify=3, does_not=2), ["may_qualify"] * 3),
        (_counts(7, may_qualify=3), ["may_qualify"] * 3),
        (_counts(8, may_qualify=4), ["may_qualify"] * 3),
    ],
    ids=["a case lost", "a case doubled", "an answer lost", "a released row lost"],
)
def test_nothing_is_lost_or_doubled_unseen(
    counts: list[dict[str, Any]], released: list[str]
) -> None:
    with pytest.raises(CountsDisagree, match=r"最低生活保障.*没有发布"):
        told_policies(counts, _released(*released), DAY)


def test_a_policy_that_concerns_nobody_is_told_with_zeros() -> None:
    told = told_policies([], _released(), DAY)
    assert told[POLICY]["cases"] == 0
    assert told[POLICY]["may_qualify"] == {"cases": 0, "persons": 0, "households": 0}


def test_households_that_may_be_due_something_count_once() -> None:
    released = pa.table(
        {
            "status": ["may_qualify", "may_qualify", "cannot_tell", "may_qualify"],
            "household_id": ["甲", "甲", "乙", "丙"],
        }
    )
    listed = pa.table({"household_id": ["甲", "乙"]})
    assert told_likely(released, listed) == {"households": 2, "listed_households": 1}


def test_what_was_not_compared_says_whether_a_source_or_a_rule_is_missing() -> None:
    sources = {"civil_affairs__means_checks": {"status": "missing", "title": "核对报告"}}
    told = {
        entry["policy"]: entry
        for entry in told_not_compared(policy_at(DAY), sources, {POLICY: {"cases": 5}})
    }
    guarantee = told[POLICY]
    assert (guarantee["reason"], guarantee["cases"]) == ("source_missing", 5)
    assert {"source": "civil_affairs__means_checks", "title": "核对报告"} in guarantee["sources"]
    assert told["water_relief"]["reason"] == "no_rule"
    assert told["water_relief"]["sources"] == []


def test_a_placeholder_is_told_with_its_value_and_what_it_is_used_for() -> None:
    told = {entry["parameter"]: entry for entry in told_placeholders(policy_at(DAY))}
    line = told["dibao_line_monthly_yuan"]
    assert (line["title"], line["unit"]) == ("低保标准", "元/人/月")
    assert "最低生活保障" in line["used_for"]
    assert line["reference"].startswith("没有公开文件")


def test_a_month_in_which_nobody_is_compared_is_released_too(tmp_path: Path) -> None:
    released = District(households=[Household(7, None, 5, status=None)]).release(tmp_path)
    assert pl.read_parquet(released.path / "conditions.parquet").is_empty()
    assert pl.read_parquet(released.path / "entitlements.parquet").is_empty()
    assert released.manifest["likely"] == {"households": 0, "listed_households": 0}
