"""The linked tables, by cases that an official can read: the YAML files beside this one."""

import pytest

from pipelines.selects import selects_of
from tests.sql_cases import Case, check_case, load_cases

CASES = load_cases("core")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    check_case(case)


def test_every_table_is_told_by_a_case_or_read_by_one_that_is() -> None:
    told = {case.sql for case in CASES}
    read_by_others = {
        f"{layer}/{name}" for select in selects_of("core") for layer, name in select.tables
    }
    untold = {f"core/{select.name}" for select in selects_of("core")} - told - read_by_others
    assert not untold
