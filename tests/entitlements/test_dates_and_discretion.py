"""A policy is matched from the day it begins, and no text about anybody says too much."""

import datetime
import re
from pathlib import Path

import pytest

from pipelines.benefits import benefit_tables
from pipelines.policy import policy_at
from pipelines.selects import selects_of
from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import build_table, create_table
from tests.sql_cases import empty_warehouse, insert_rows

HERE = Path(__file__).parent
MATCHES = {select.name: select for select in selects_of("matches")}["entitlements"]
# What a visitor has no need to read: a kind of disability, an illness, who is in prison.
_UNSAID = re.compile(r"视力|听力|言语|肢体|智力|精神|多重|服刑|在押|矫正|戒毒|癌|肿瘤|尿毒|白血病")


def _matched(day: datetime.date, policy: str, condition: str) -> list[tuple[str]]:
    """The statuses of one household that meets a condition, under the policies of a day."""
    con = empty_warehouse()
    con.begin()
    try:
        for name, frame in benefit_tables(day).items():
            create_table(con, f"policy.{name}", frame)
        row = {"household_id": "户", "policy": policy, "condition": condition, "is_met": True}
        insert_rows(con, "entitlements.all_conditions", [row])
        build_table(con, MATCHES, policy_at(day).bound)
        return con.execute("select status from matches.entitlements").fetchall()
    finally:
        con.rollback()


@pytest.mark.parametrize(
    ("policy", "condition", "first_day"),
    [
        ("destitute_support", "no_work_ability", "2021-07-01"),
        ("expense_relief", "income", "2018-01-23"),
        ("critical_illness_tilt", "class", "2021-10-28"),
        ("gradual_exit", "above_line", "2021-07-01"),
        ("periodic_review", "due", "2021-07-01"),
    ],
)
def test_a_policy_is_matched_from_its_first_day_and_not_before(
    policy: str, condition: str, first_day: str
) -> None:
    first = datetime.date.fromisoformat(first_day)
    assert _matched(first, policy, condition) == [("may_qualify",)]
    assert _matched(first - datetime.timedelta(days=1), policy, condition) == []


@pytest.mark.parametrize("path", sorted(HERE.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_evidence_names_an_illness_a_kind_of_disability_or_a_prison(path: Path) -> None:
    cases = read_yaml(path.read_text(encoding="utf-8"))["cases"]
    told = [row.get("evidence") or "" for case in cases for row in case["expect"]]
    assert [text for text in told if _UNSAID.search(text)] == []
