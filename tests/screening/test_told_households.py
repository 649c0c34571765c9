"""Households told in the three articles that must be found; figures not told are chosen here.

F: the People's Daily on 阜新 (2024); T: Tianjin's civil affairs pages (2024).
"""

import datetime

import pytest

from pipelines import inputs
from pipelines.policy import policy_at
from pipelines.warehouse import build_layer
from tests.sql_cases import build_facts, empty_warehouse

AS_OF = datetime.date(2026, 10, 31)

# Who lives in the household: age, and what the certificate says (category, grade, self-care,
# employment) where there is one; then what the person bore in twelve months, where told.
TOLD = {
    "F1 肢体一级、不能自理、无业的31岁女子，父亲务工，弟弟上中学": (
        [(31, ("肢体", 1, "不能自理", "无业"), 0), (57, None, 0), (15, None, 0)],
        "yellow",
    ),
    "F3 自幼失明、独自生活的61岁男子": ([(61, ("视力", 1, None, None), 0)], "yellow"),
    "T4 智力二级，父母都过60岁、没有劳动能力": (
        [(35, ("智力", 2, None, None), 0), (63, None, 0), (61, None, 0)],
        "yellow",
    ),
    "T5 言语二级，母亲去世，只有年老的父亲": (
        [(40, ("言语", 2, None, None), 0), (70, None, 0)],
        "yellow",
    ),
    "T6 白血病移植，花费巨大；妻子有退休金，儿子上班": (
        [(58, None, 180000), (56, None, 0), (30, None, 0)],
        "yellow",
    ),
    "四级残疾、家人健全、没有大额费用：筛查，但不列入": (
        [(45, ("听力", 4, "自理", "在业"), 0), (44, None, 0)],
        None,
    ),
}


@pytest.fixture
def warehouse():
    con = empty_warehouse()
    con.begin()
    inputs.load_source_list(con, {})
    con.execute("update inputs.sources set status = 'present', delivery_month = '2026-10'")
    inputs.load_indicator_list(con)
    yield con
    con.rollback()


def settle(con, members):
    con.execute(
        "insert into core.households (household_id, members_count, is_provisional) "
        "values ('户', ?, false)",
        [len(members)],
    )
    for number, (age, certificate, burden) in enumerate(members):
        person = f"人{number}"
        con.execute(
            "insert into core.screened_members (person_id, household_id) values (?, '户')", [person]
        )
        con.execute("insert into core.persons (person_id, age_years) values (?, ?)", [person, age])
        if certificate:
            con.execute(
                "insert into core.certificates (person_id, disability_category, disability_grade, "
                "self_care, employment, is_valid) values (?, ?, ?, ?, ?, true)",
                [person, *certificate],
            )
        if burden:
            con.execute(
                "insert into core.medical_burdens (person_id, burden_yuan, last_date) "
                "values (?, ?, '2026-09-30')",
                [person, burden],
            )
        con.execute(
            "insert into core.cohorts (person_id, household_id, cohort) values (?, '户', ?)",
            [person, "medical" if burden else "disability"],
        )


@pytest.mark.parametrize("told", TOLD)
def test_a_household_told_of_is_found(warehouse, told):
    members, colour = TOLD[told]
    settle(warehouse, members)
    bound = policy_at(AS_OF).bound
    build_facts(warehouse, bound)
    for layer in ("indicators", "screening"):
        build_layer(warehouse, layer, bound)
    found = warehouse.execute("select colour, score, reasons from screening.households").fetchall()
    assert [row[0] for row in found] == [colour], found
