"""The tables of a release, by cases that an official can read: the YAML files beside this one."""

import re

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
    cases = CASES + load_cases("selection")
    assert {case.sql.removeprefix("outputs/") for case in cases} == tables


def test_every_released_column_is_explained_to_its_reader() -> None:
    for output in all_outputs().values():
        assert output.title, output.table
        assert output.description, output.table
        assert all(column.title and column.description for column in output.columns)


def test_only_tables_without_contacts_are_released_beside_the_lists() -> None:
    """The district's own lists name people, and tell neither phone nor address."""
    personal = {"name", "head_name", "phone", "address"}
    for output in all_outputs().values():
        shown = personal & {column.name for column in output.columns}
        may_show = {"watchlists": personal, "district": {"name"}}.get(output.folder, set())
        assert shown <= may_show or output.file is None, output.table


def test_what_the_district_looks_into_is_in_no_street_folder() -> None:
    outputs = all_outputs()
    for table in ("reviews", "undelivered"):
        assert outputs[table].folder == "district"
        assert outputs[table].partition_by is None
        assert not {"score", "colour"} & {column.name for column in outputs[table].columns}
        assert not [column for column in outputs[table].columns if column.name.endswith("_yuan")]


NOTICE = "待人工核实，不作为停发依据"
REFUSAL = re.compile(
    "应当享受|批准|取消|拒绝|追缴|追回|清退|骗|违规|停发|停保|不予|不符合条件|deny|denied|reject|refus|fraud"
)


def test_no_row_of_a_review_says_less_than_that_a_person_looks_into_it() -> None:
    (text,) = (select.text for select in selects_of("outputs") if select.name == "reviews")
    assert f"'{NOTICE}' as notice" in text


@pytest.mark.parametrize("layer", ["matches", "outputs"])
def test_no_released_word_refuses_anybody_anything(layer: str) -> None:
    """Neither a text that SQL writes into a table, nor the name or title of a column."""
    for select in selects_of(layer):
        written = re.sub(r"--.*", "", select.text).replace(NOTICE, "")
        told = [
            word for text in re.findall(r"'([^']*)'", written) for word in REFUSAL.findall(text)
        ]
        assert not told, select.path
    for output in all_outputs().values():
        for column in output.columns:
            assert not REFUSAL.search(f"{column.name} {column.title}"), output.table
