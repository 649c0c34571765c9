"""Who stands on a list where offices declared their visits: the YAML stories beside this file."""

import pytest

from tests.sql_cases import Case, check_case, load_cases


@pytest.mark.parametrize("case", load_cases("selection"), ids=str)
def test_story(case: Case) -> None:
    check_case(case)
