"""Requests are read strictly: every fault names the place and the cure."""

import itertools
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml

from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.whatif.request_book import read_request as read_book
from pipelines.whatif.request_yaml import read_request as read_yaml_request
from pipelines.whatif.scenarios import Asked, ScenarioNotReadable
from pipelines.whatif.study import known, study
from pipelines.whatif.template import CAPACITIES, CHANGES, SWEEPS, write_template
from pipelines.whatif.written import Known

CASES = yaml.safe_load((Path(__file__).parent / "refused.yaml").read_text(encoding="utf-8"))
BY_LIBREOFFICE = Path(__file__).parent / "filled_in_libreoffice.xlsx"
OCTOBER = Month(2026, 10)
YELLOW = "scorecard.colours.yellow.minimum_score"


@pytest.fixture(scope="module")
def told(sample_home: Home) -> Known:
    return known(sample_home, OCTOBER)


@pytest.fixture
def template(told: Known, tmp_path: Path) -> Path:
    path = tmp_path / "试算.xlsx"
    write_template(path, OCTOBER, told)
    return path


def _filled(template: Path, *cells: tuple[str, str, object]) -> Path:
    book = openpyxl.load_workbook(template)
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    book.save(template)
    return template


def _row(template: Path, key: str) -> int:
    sheet = openpyxl.load_workbook(template)[CHANGES]
    return next(row for row in itertools.count(1) if sheet.cell(row, 1).value == key)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_wrong_file_is_refused_where_it_is_wrong(
    sample_home: Home, tmp_path: Path, case: dict[str, object]
) -> None:
    file = tmp_path / "方案.yaml"
    file.write_text(str(case["text"]), encoding="utf-8")
    with pytest.raises(SanseError) as refused:
        study(sample_home, OCTOBER, file, lambda _: None)
    for words in case["told"]:  # type: ignore[attr-defined]
        assert words in str(refused.value)


def test_every_unit_of_a_template_is_a_word_that_officials_use(template: Path) -> None:
    sheet = openpyxl.load_workbook(template)[CHANGES]
    units = {str(cell.value or "") for cell in sheet["E"][3:]}
    assert "级别代号" in units
    assert not [unit for unit in units if re.search("[a-z]{2}", unit)]


def test_an_untouched_template_asks_for_nothing(template: Path, told: Known) -> None:
    assert read_book(template, told) == Asked((), (), {})


def test_a_template_with_everything_rewritten_as_it_is_asks_for_nothing(
    template: Path, told: Known
) -> None:
    numbers = told.numbers.values()
    cells = [(CHANGES, f"G{row}", one.value) for row, one in enumerate(numbers, start=4)]
    assert read_book(_filled(template, *cells), told) == Asked((), (), {})


def test_a_filled_template_is_read(template: Path, told: Known) -> None:
    yellow, line = _row(template, YELLOW), _row(template, "monitoring_line_yuan")
    street = openpyxl.load_workbook(template)[CAPACITIES]["A4"].value
    asked = read_book(
        _filled(
            template,
            (CHANGES, f"G{yellow}", 26),
            (CHANGES, f"H{line}", 7000.5),
            (CAPACITIES, "C4", 30),
            (CAPACITIES, "E4", 45),
            *(
                (SWEEPS, f"{letter}4", value)
                for letter, value in zip("ABCD", (YELLOW, 20, 30, 5), strict=True)
            ),
        ),
        told,
    )
    first, second = asked.scenarios
    assert (first.name, first.changes) == ("方案一", {YELLOW: 26})
    assert (second.name, second.changes) == ("方案二", {"monitoring_line_yuan": Decimal("7000.5")})
    assert asked.capacities == first.capacities == {street: 30}
    assert second.capacities == {street: 45}
    assert asked.sweeps[0].values() == (20, 25, 30)


def test_what_libreoffice_saved_is_read_alike(told: Known) -> None:
    asked = read_book(BY_LIBREOFFICE, told)
    assert [one.name for one in asked.scenarios] == ["放宽黄线"]
    assert asked.scenarios[0].changes == {YELLOW: 26, "visit_months_yellow": 4}
    assert asked.sweeps[0].values() == (22, 24, 26)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([(CHANGES, "A4", "no_such_number")], ["“方案”A4 格", "没有名为 no_such_number"]),
        ([(CHANGES, "D4", 1)], ["“方案”D4 格", "这一列不能改"]),
        ([(CHANGES, "G4", "五十")], ["“方案”G4 格", "要写一个数"]),
        ([(CHANGES, "G4", 50.5)], ["“方案”G4 格", "整数"]),
        ([(CHANGES, "K4", 50)], ["“方案”K4 格", "没有表头"]),
        ([(CHANGES, "G3", "方案二")], ["“方案”H3 格", "用了两次"]),
        ([(CHANGES, "B3", "种类")], ["“方案”第 3 行", "类别"]),
        ([(CHANGES, "A3", "编码")], ["找不到以“代码”开头的表头"]),
        ([(CAPACITIES, "D3", "别的"), (CAPACITIES, "D4", 5)], ["“走访能力”D3 格", "方案名要一样"]),
        ([(CAPACITIES, "C4", -3)], ["“走访能力”C4 格", "0 以上的数"]),
        ([(CAPACITIES, "A4", "999")], ["“走访能力”A4 格", "没有这个镇街"]),
        ([(SWEEPS, "A4", YELLOW)], ["“试算范围”第 4 行", "四格都要填"]),
    ],
)
def test_a_fault_in_a_workbook_names_sheet_and_cell(
    template: Path, told: Known, cells: list[tuple[str, str, object]], words: list[str]
) -> None:
    with pytest.raises(ScenarioNotReadable) as refused:
        read_book(_filled(template, *cells), told)
    for word in words:
        assert word in str(refused.value)


def test_a_broken_order_of_colours_names_the_cell(sample_home: Home, template: Path) -> None:
    row = _row(template, YELLOW)
    with pytest.raises(ScenarioNotReadable, match=f"“方案”G{row} 格"):
        study(sample_home, OCTOBER, _filled(template, (CHANGES, f"G{row}", 48)), lambda _: None)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_workbook_is_told_so(tmp_path: Path, told: Known, content: bytes) -> None:
    file = tmp_path / "方案.xlsx"
    file.write_bytes(content)
    with pytest.raises(ScenarioNotReadable, match="不是能读的工作簿"):
        read_book(file, told)


def test_yaml_says_the_same_as_the_workbook(tmp_path: Path, told: Known) -> None:
    file = tmp_path / "方案.yaml"
    file.write_text(
        "scenarios:\n  放宽黄线:\n    parameters: {visit_months_yellow: 4}\n"
        "    scorecard: {colours: {yellow: {minimum_score: 26}}}\n"
        f"sweeps: [{{number: {YELLOW}, from: 22, to: 26, step: 2}}]\n",
        encoding="utf-8",
    )
    asked, booked = read_yaml_request(file, told), read_book(BY_LIBREOFFICE, told)
    assert dict(asked.scenarios[0].changes) == dict(booked.scenarios[0].changes)
    assert asked.sweeps[0].values() == booked.sweeps[0].values()
