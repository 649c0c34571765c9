"""The way of one file: handed in, returned, mended in place, handed in again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.returns.office import Office, cell_of
from tests.stage.files import made_up_id, wrong_check

SOURCE = "disabled_federation__certificates"
HEADER = ["序号", "姓名", "身份证号", "残疾类别", "残疾等级", "发证日期", "手机"]
RETURNED = "残联/残疾人-退回.xlsx"


def rows() -> list[list[object]]:
    """Six people; three rows have something wrong: a number, a grade, a date."""
    table: list[list[object]] = [["某区持证残疾人名册"], HEADER]
    for number in range(1, 7):
        who = [number, f"甲{number}", made_up_id(number)]
        table.append([*who, "肢体", "二级", "2020-05-01", "19900000000"])
    table[3][2] = wrong_check(made_up_id(2))
    table[4][4] = "九级"
    table[5][5] = "01/02/2023"
    return table


def mend_two(sheet: Any) -> None:
    cell_of(sheet, "甲2", "身份证号").value = made_up_id(2)
    cell_of(sheet, "甲3", "残疾等级").value = "三级"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.put("残疾人.xlsx", rows())
    office.receive()
    return office


def test_the_file_comes_back_with_what_is_wrong(office: Office) -> None:
    assert office.returned == [RETURNED]
    assert office.counts("残疾人.xlsx") == (6, 3, 3, 0)
    book = office.open(RETURNED)
    assert book.sheetnames == ["退回说明", "名册"]
    sheet = book["名册"]
    assert "校验码" in cell_of(sheet, "甲2", "问题").value
    assert cell_of(sheet, "甲1", "问题").value in {"", None}
    assert cell_of(sheet, "甲2", "身份证号").fill.start_color.rgb == "FFFF9B9B"
    assert cell_of(sheet, "甲1", "身份证号").fill.fill_type is None
    assert cell_of(sheet, "甲2", "退回编号").value.endswith("-1-4")


def test_mended_rows_are_taken_up_once(office: Office) -> None:
    office.mend(RETURNED, "更正/随便什么名字.xlsx", mend_two)
    office.receive()
    assert office.counts("更正/随便什么名字.xlsx") == (6, 2, 1, 3)
    assert office.entry("更正/随便什么名字.xlsx").reasons == {"return_unchanged": 1}
    assert office.delivery("残疾人.xlsx").closed == 2
    origin = office.delivery("残疾人.xlsx").file_id
    assert office.delivery("更正/随便什么名字.xlsx").corrects == (origin,)
    assert len(office.people(SOURCE)) == len(set(office.people(SOURCE))) == 5
    assert office.returned == ["残联/随便什么名字-退回.xlsx"]


def test_the_same_correction_again_is_a_copy(office: Office) -> None:
    mended = office.mend(RETURNED, "更正.xlsx", mend_two)
    office.receive()
    office.put("又一次.xlsx", mended.read_bytes())
    office.receive()
    assert office.delivery("更正.xlsx").status == "copy"  # sorts after 又一次
    assert office.counts("更正.xlsx") == (6, 0, 0, 6)
    assert office.delivery("残疾人.xlsx").closed == 2
    assert len(office.people(SOURCE)) == 5


def test_the_same_correction_saved_anew_is_repeated(office: Office) -> None:
    mended = office.mend(RETURNED, "更正1.xlsx", mend_two)
    office.receive()
    book = openpyxl.load_workbook(mended)
    book["名册"].column_dimensions["A"].width = 33
    book.save(office.inbox / "更正2.xlsx")
    office.receive()
    assert office.counts("更正2.xlsx") == (6, 0, 1, 5)
    assert len(office.people(SOURCE)) == 5
    assert office.returned == ["残联/更正2-退回.xlsx"]


def test_the_last_row_mended_empties_the_tray(office: Office) -> None:
    office.mend(RETURNED, "更正1.xlsx", mend_two)
    office.receive()

    def mend_last(sheet: Any) -> None:
        cell_of(sheet, "甲4", "发证日期").value = "2023-02-01"

    office.mend("残联/更正1-退回.xlsx", "更正2.xlsx", mend_last)
    office.receive()
    assert office.counts("更正2.xlsx") == (6, 1, 0, 5)
    assert office.delivery("残疾人.xlsx").closed == 3
    assert office.delivery("更正2.xlsx").corrects == (office.delivery("残疾人.xlsx").file_id,)
    assert office.returned == []
    assert len(office.people(SOURCE)) == len(set(office.people(SOURCE))) == 6
