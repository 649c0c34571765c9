"""How a household stands to a policy, by cases that an official can read: the files beside this."""

import pytest

from tests.sql_cases import Case, check_case, load_cases


@pytest.mark.parametrize("case", load_cases("matches"), ids=str)
def test_case(case: Case) -> None:
    check_case(case)
