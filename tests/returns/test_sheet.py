"""Rows of text written in one go say what the package that writes cell by cell would say."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from pipelines.returns.sheet import TextSheet

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
STRANGE = [
    "", " ", "张三", " 前后有空格　", "a\nb", "a\tb\r", "&<>\"'", "=1+1", "_x0041_", "\x01\x1f",
    "<r><t>x</t></r>", "</t></is></c>", "人" * 40_000, "😀" * 20_000, "]]>", "\u200b",
    "\ufeff", "0",
]  # fmt: skip
ROWS = st.lists(st.text(max_size=12), min_size=1, max_size=4)


def rows_xml(path: Path, rows: list[list[str]], kind: type[Worksheet]) -> str:
    """The rows of a sheet as they stand in the workbook, empty cells written in one way."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheet: Any = book.add_worksheet("数据", worksheet_class=kind)
        shapes = [book.add_format({"bold": bool(x % 2)}) for x in range(3)]
        for y, row in enumerate(rows):
            if kind is TextSheet:
                sheet.write_texts(y, row, [shapes[x % 3] for x in range(len(row))])
            else:
                for x, text in enumerate(row):
                    sheet.write_string(y, x, text, shapes[x % 3])
            if y % 2:
                sheet.set_row(y, 30 + y)
    with zipfile.ZipFile(path) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    return re.sub(r' t="inlineStr"><is><t></t></is></c>', "/>", xml)


def test_strange_texts(tmp_path: Path) -> None:
    rows = [[text, f"第{y}行", text] for y, text in enumerate(STRANGE) if text[:3] != "<r>"]
    own = rows_xml(tmp_path / "own.xlsx", rows, TextSheet)
    assert own == rows_xml(tmp_path / "package.xlsx", rows, Worksheet)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_any_text(tmp_path_factory: Any, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("books")
    own = rows_xml(folder / "own.xlsx", rows, TextSheet)
    assert own == rows_xml(folder / "package.xlsx", rows, Worksheet)


def test_markup_is_text(tmp_path: Path) -> None:
    """The package would write a text between <r> and </r> as markup: a broken or forged sheet."""
    path = tmp_path / "book.xlsx"
    forged = "<r><t>x</t></r></is></c><c r='Z1'><v>1</v></c><c><is><r></r>"
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheet: Any = book.add_worksheet("数据", worksheet_class=TextSheet)
        sheet.write_string(0, 0, forged)
        sheet.write_texts(1, [forged], [book.add_format({})])
        sheet.write_string(2, 0, "后面")
    with zipfile.ZipFile(path) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert xml.count("&lt;r&gt;&lt;t&gt;x") == 2
    assert re.findall(r'<c r="(\w+)"', xml) == ["A1", "A2", "A3"]
