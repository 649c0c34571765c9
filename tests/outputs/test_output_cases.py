"""The tables of a release, by cases that an official can read: the YAML files beside this one."""

import pytest

from pipelines.selects import selects_of
from schemas.outputs import all_outputs
from tests.sql_cases import Case, check_case, load_cases

CASES = load_cases("outputs")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    check_case(case)


def test_every_output_has_a_contract_and_a_case() -> None:
    tables = {select.name for select in selects_of("outputs")}
    assert tables == set(all_outputs())
    assert {case.sql.removeprefix("outputs/") for case in CASES} == tables


def test_every_released_column_is_explained_to_its_reader() -> None:
    for output in all_outputs().values():
        assert output.title, output.table
        assert output.description, output.table
        assert all(column.title and column.description for column in output.columns)


def test_only_tables_without_contacts_are_released_beside_the_lists() -> None:
    personal = {"name", "head_name", "phone", "address"}
    for output in all_outputs().values():
        shown = personal & {column.name for column in output.columns}
        assert not shown or output.file is None or output.folder == "watchlists", output.table
