"""Workbooks as departments hand them over: sheets, merged cells, cell types, damaged files."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cell_text import cell_text
from pipelines.read import Block, Unread, read_blocks
from tests.read.contracts import SOURCES, made_up_id

A, B, C = (made_up_id(sequence=n) for n in (1, 2, 3))
HEADER = ["序号", "姓名", "身份证号", "残疾类别", "残疾等级", "发证日期"]
OLD_WORKBOOK = Path(__file__).with_name("certificates.xls")


def write(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for y, row in enumerate(rows):
                for x, value in enumerate(row):
                    if value is not None:
                        sheet.write(y, x, value)
    return path


def blocks(path: Path) -> list[Block]:
    found = read_blocks(path, SOURCES)
    assert all(isinstance(block, Block) for block in found), found
    return [block for block in found if isinstance(block, Block)]


def rows_of(block: Block) -> pl.DataFrame:
    return pl.concat(block.batches)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (30000.1, "30000.1"),
        (0.1 + 0.2, "0.3"),
        (30000.100000000002, "30000.1"),
        (-12.5, "-12.5"),
        (12.0, "12"),
        (0.00001, "0.00001"),
        (370299800101101.0, "370299800101101"),
        (370299199001011230.0, "370299199001011000"),
        (370299196004031618.0, "370299196004031000"),
        (370299196004031000.0, "370299196004031000"),
        (-1.5e20, "-150000000000000000000"),
        (True, "TRUE"),
        (dt.date(2023, 5, 1), "2023-05-01"),
        (dt.datetime(2023, 5, 1), "2023-05-01"),  # noqa: DTZ001
        (dt.datetime(2023, 5, 1, 8, 30), "2023-05-01 08:30:00"),  # noqa: DTZ001
        (dt.time(8, 30), "08:30:00"),
        ("007", "007"),
        ("", None),
        (None, None),
    ],
)
def test_cell_text(value: object, text: str | None) -> None:
    assert cell_text(value) == text


@given(st.integers(-(10**13), 10**13))
def test_money_is_exact_as_typed(fen: int) -> None:
    text = f"{fen // 100 if fen >= 0 else -(-fen // 100)}.{abs(fen) % 100:02d}"
    shown = cell_text(float(text))
    assert shown is not None
    assert float(shown) == float(text)
    assert len(shown.partition(".")[2]) <= 2


def test_numbers_in_identity_cells_are_marked(tmp_path: Path) -> None:
    rows = [
        [1, "甲", A, "肢体", 2, dt.date(2020, 5, 1)],
        [2, "乙", float(B[:17] + "0"), "肢体", "二级", "2020.5"],
        [3, "丙", float("370299" + "800101" + "101"), "肢体", "二级", 45047],
    ]
    (block,) = blocks(write(tmp_path / "x.xlsx", {"表": [HEADER, *rows]}))
    found = rows_of(block)
    assert found["id_number__is_number"].to_list() == [False, True, True]
    assert found["id_number"].to_list()[1:] == [B[:15] + "000", "370299" + "800101" + "101"]
    assert found["issued_date"].to_list() == ["2020-05-01", "2020.5", "45047"]
    assert found["grade"].to_list() == ["2", "二级", "二级"]
    assert found["row_number"].to_list() == [2, 3, 4]


def test_other_numbers_too_long_to_be_exact_are_shown_as_spreadsheets_do(tmp_path: Path) -> None:
    rows = [[1, float("370200202699990123"), A, "肢体", 123456789012345, "2020"]]
    (block,) = blocks(write(tmp_path / "x.xlsx", {"表": [HEADER, *rows]}))
    assert rows_of(block).select("name", "grade").row(0) == (
        "3.70200202699990E+17",
        "123456789012345",
    )


def test_rows_and_columns_may_begin_anywhere(tmp_path: Path) -> None:
    table = [[None, *row] for row in (HEADER, [1, "甲", A, "肢体", 2, "2020"])]
    (block,) = blocks(write(tmp_path / "x.xlsx", {"表": [[], [], [], *table]}))
    assert block.header_row == 4
    assert rows_of(block).select("name", "id_number", "row_number").rows() == [("甲", A, 5)]


def test_each_sheet_has_its_own_header_or_surely_continues(tmp_path: Path) -> None:
    sheets = {
        "甲街道": [["名册"], HEADER, [1, "甲", A, "肢体", 2, "2020"], ["合计", None, 1]],
        "续": [[2, "乙", B, "肢体", 2, "2020"]],
        "乙街道": [["身份证号", "姓名", "等级", "类别"], [C, "丙", 3, "视力"]],
        "说明": [["填表说明"], ["每月报送。"]],
        "不续": [["某", "某", "某", "某"]],
        "空": [],
    }
    found = read_blocks(write(tmp_path / "x.xlsx", sheets), SOURCES)
    kinds = [(b.sheet, b.header_row if isinstance(b, Block) else None) for b in found]
    assert kinds == [("甲街道", 2), ("续", 0), ("乙街道", 1), ("说明", None), ("不续", None)]
    assert "当作说明" in next(b.reason for b in found if isinstance(b, Unread))
    names = [rows_of(b)["name"].to_list() for b in found if isinstance(b, Block)]
    assert names == [["甲"], ["乙"], ["丙"]]


def test_cells_merged_over_rows_hold_in_each(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["户号", "镇街", "社区", "姓名", "身份证号"])
        sheet.merge_range(1, 0, 2, 0, "H1")
        for y, number in enumerate((A, B, C), start=1):
            sheet.write_row(y, 1, ["珠海街道", "某社区", "某", number])
    (block,) = blocks(tmp_path / "x.xlsx")
    assert rows_of(block)["household_number"].to_list() == ["H1", "H1", None]


def test_old_workbook_with_merged_header(tmp_path: Path) -> None:
    found = read_blocks(OLD_WORKBOOK, SOURCES)
    first, second, third = (b for b in found if isinstance(b, Block))
    rows = rows_of(first)
    assert rows["row_number"].to_list() == [5, 6, 7]
    assert rows["issued_date"].to_list() == ["2020-05-01"] * 3
    assert rows["id_number__is_number"].to_list() == [False, True, True]
    assert rows["town_name"].to_list() == ["珠海街道"] * 3
    assert first.skipped_lines == {"blank": 1, "total": 1, "note": 1}
    assert [rows_of(b).height for b in (second, third)] == [1, 1]
    content = OLD_WORKBOOK.read_bytes()
    for size in range(600, len(content), 2500):
        path = tmp_path / "cut.xls"
        path.write_bytes(content[:size])
        (unread,) = read_blocks(path, SOURCES)
        assert isinstance(unread, Unread)
        assert "损坏" in unread.reason


def test_damaged_and_foreign_archives(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    content = write(path, {"表": [HEADER, [1, "甲", A, "肢体", 2, "2020"]]}).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    (cut,) = read_blocks(path, SOURCES)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("名册.xlsx", content)
    (packed,) = read_blocks(path, SOURCES)
    (empty,) = read_blocks(write(tmp_path / "y.xlsx", {"表": []}), SOURCES)
    reasons = [b.reason if isinstance(b, Unread) else "" for b in (cut, packed, empty)]
    assert ["损坏" in reasons[0], "压缩包" in reasons[1], "没有内容" in reasons[2]] == [True] * 3


def test_batches_and_counts(tmp_path: Path) -> None:
    rows = [[i, "甲", A, "肢体", 2, "2020"] for i in range(25)]
    path = write(tmp_path / "x.xlsx", {"表": [HEADER, *rows, [], HEADER]})
    (block,) = read_blocks(path, SOURCES, batch_rows=10)
    assert isinstance(block, Block)
    assert [f.height for f in block.batches] == [10, 10, 5]
    assert block.skipped_lines == {"blank": 1, "repeated_header": 1}
