"""The formats in which departments send workbooks, each told by its content under any name."""

from __future__ import annotations

import base64
import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from pipelines.formats import NotReadable, format_of
from pipelines.grids import Grid, open_grids
from pipelines.read import Block, read_blocks
from tests.read.contracts import SOURCES, made_up_id
from tests.read.workbook_files import (
    MAIN,
    ods_row,
    row_xml,
    sheet_xml,
    write_ods,
    write_xlsb,
    write_xlsx,
)

A, B = (made_up_id(sequence=n) for n in (1, 2))
DAMAGED_B = float(B[:17] + "0")
HEADER = ["姓名", "身份证号", "残疾类别", "残疾等级"]
ROWS: list[list[object]] = [HEADER, ["甲", A, "肢体", 2], ["乙", DAMAGED_B, "#N/A", 3]]


def grids(path: Path) -> list[Grid]:
    found = list(open_grids(path))
    assert all(isinstance(grid, Grid) for grid in found), found
    return [grid for grid in found if isinstance(grid, Grid)]


def rows_of(path: Path) -> pl.DataFrame:
    (block,) = read_blocks(path, SOURCES)
    assert isinstance(block, Block), block
    return pl.concat(block.batches)


def write_book(path: Path, kind: str) -> Path:
    """The rows in a format, the second record's row hidden where the format can say so."""
    if kind == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("表")
            for y, row in enumerate(ROWS):
                sheet.write_row(y, 0, [None if value == "#N/A" else value for value in row])
            sheet.write_formula(2, 2, "=NA()", None, "#N/A")
            sheet.set_row(2, None, None, {"hidden": True})
    elif kind == "xlsb":
        write_xlsb(path, ROWS, hidden=2)
    elif kind == "ods":
        write_ods(path, _ods_rows())
    elif kind == "xml":
        path.write_bytes(_xml_book(ROWS).encode("utf-16"))
    else:
        path.write_bytes(_page(ROWS).encode("gb18030"))
    return path


def _ods_rows() -> str:
    failed = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    last = ods_row(ROWS[2], attributes=' table:visibility="collapse"')
    plain = '<table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>'
    return ods_row(ROWS[0]) + ods_row(ROWS[1]) + last.replace(plain, failed)


def _xml_book(rows: Sequence[Sequence[object]]) -> str:
    def cell(value: object) -> str:
        kind = "Error" if value == "#N/A" else "String" if isinstance(value, str) else "Number"
        return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>'

    hidden = ["", "", ' ss:Hidden="1"']
    lines = [
        f"<Row{how}>{''.join(map(cell, row))}</Row>" for how, row in zip(hidden, rows, strict=True)
    ]
    names = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0" encoding="UTF-16"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{names}" xmlns:ss="{names}"><Worksheet ss:Name="表"><Table>'
        f"{''.join(lines)}</Table></Worksheet></Workbook>"
    )


def _page(rows: Sequence[Sequence[object]]) -> str:
    """The rows as Excel saves a page: a long number shows as 3.7E+17."""

    def cell(value: object) -> str:
        if isinstance(value, str):
            return f"<td>{value}"
        return f"<td>{value}</td>" if value in (2, 3) else f'<td x:num="{value}">3.7E+17</td>'

    hidden = ["", "", ' style="display:none"']
    lines = [f"<tr{how}>{''.join(map(cell, row))}" for how, row in zip(hidden, rows, strict=True)]
    return (
        '<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"></head>'
        f"<body><table border=1>{''.join(lines)}</table></body></html>"
    )


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods", "xml", "html"])
def test_every_format_gives_the_same_rows(tmp_path: Path, kind: str) -> None:
    path = write_book(tmp_path / "名册.xls", kind)
    assert format_of(path) == kind
    (grid,) = grids(path)
    assert (grid.format, grid.is_hidden, grid.hidden_rows) == (kind, False, {3})
    assert [row[2] for row in grid.rows] == ["残疾类别", "肢体", "#N/A"]
    found = rows_of(path)
    assert found["name"].to_list() == ["甲", "乙"]
    assert found["id_number"].to_list() == [A, B[:15] + "000"]
    assert found["id_number__is_number"].to_list() == [False, True]


def test_old_binary_workbook_tells_failed_formulas_and_hidden_rows() -> None:
    (grid,) = grids(Path(__file__).with_name("failed_formulas.xls"))
    rows = list(grid.rows)
    assert grid.format == "xls"
    assert grid.hidden_rows == {3}
    assert [row[2] for row in rows] == ["残疾类别", "#N/A", "#DIV/0!", "肢体"]


def test_hidden_sheets_are_read_and_said_to_be_hidden(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("看得见").write(0, 0, "甲")
        for name, hide in (("藏", "hide"), ("深藏", "very_hidden")):
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, "乙")
            getattr(sheet, hide)()
    assert [g.is_hidden for g in grids(tmp_path / "a.xlsx")] == [False, True, True]
    (binary,) = grids(write_xlsb(tmp_path / "b.xlsb", [["甲"]], is_hidden=True))
    assert binary.is_hidden


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        pytest.param(
            "<row><c><v>1</v></c><c t='s' ><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row>",
            [[1.0, "甲"], ["乙&丙"]],
            id="no places",
        ),
        pytest.param(
            '<row r="2"><c r="B2" s="0" t="s"><v>1</v></c></row>'
            '<row r="4"><c r="A4"><v>7</v></c></row>',
            [[], [None, "乙&丙"], [], [7.0]],
            id="gaps",
        ),
        pytest.param(
            '<row r="1"><c t="s" r="A1"><f>X</f><v>0</v></c><c r="B1" t="s"/></row>',
            [["甲"]],
            id="attributes in another order",
        ),
        pytest.param(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
            '<row r="2"><c r="A2" s="1"/><c r="XFD2" s="1"/></row>',
            [["甲"]],
            id="formatted to the last column",
        ),
    ],
)
def test_sheets_as_different_programs_write_them(
    tmp_path: Path, sheet: str, rows: list[list[object]]
) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><r><t xml:space="preserve">乙&amp;</t></r>'
        "<r><t>丙</t></r><rPh><t>读音</t></rPh></si></sst>"
    )
    (grid,) = grids(write_xlsx(tmp_path / "x.xlsx", sheet_xml(sheet), strings=strings))
    shown = [[value or None for value in row] for row in grid.rows]
    for row in shown:
        while row and row[-1] is None:
            row.pop()
    assert shown == rows


def test_prefixed_tags(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1" hidden="1"><x:c r="A1" t="s">'
        '<x:v>0</x:v></x:c><x:c r="B1" t="e"><x:v>#REF!</x:v></x:c></x:row></x:sheetData>'
        '<x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>'
    )
    strings = f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>甲</x:t></x:si></x:sst>'
    (grid,) = grids(write_xlsx(tmp_path / "x.xlsx", sheet, strings=strings))
    assert list(grid.rows) == [["甲", "#REF!"]]
    assert grid.hidden_rows == {1}
    assert grid.merged == ((0, 0, 0, 1),)


def test_many_pieces_make_one_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.sheet_pieces._FIRST_PIECE", 300)
    monkeypatch.setattr("pipelines.sheet_pieces._PIECE", 700)
    monkeypatch.setattr("pipelines.zipped._STRETCH", 97)
    rows = [row_xml(n, [f"甲{n}", n], attributes=' spans="1:2"') for n in range(1, 200)]
    merged = '<mergeCells><mergeCell ref="A5:A1048576"/></mergeCells>'
    (grid,) = grids(write_xlsx(tmp_path / "x.xlsx", sheet_xml("".join(rows), after=merged)))
    read = list(grid.rows)
    assert [row[1] for row in read] == list(range(1, 200))
    assert [row[0] for row in read[:6]] == ["甲1", "甲2", "甲3", "甲4", "甲5", "甲5"]
    assert read[-1][0] == "甲5"


def test_dates_keep_their_type_in_every_piece(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx", {"date_1904": True}) as book:
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet().write_datetime(0, 0, dt.datetime(2023, 5, 1), style)  # noqa: DTZ001
    (grid,) = grids(tmp_path / "x.xlsx")
    assert list(grid.rows) == [[dt.date(2023, 5, 1)]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_web_tables_with_spans(tmp_path: Path, encoding: str) -> None:
    page = (
        "<table><tr><th colspan=3>某街道名册</th></tr><tr><th rowspan=2>户号<th colspan=2>成员"
        "<tr><th>姓　名<th>身份证号</tr><tr><td rowspan=2>H1<td>甲<br>乙<td>&nbsp;1</tr>"
        "<tr><td>丙<td>2<table><tr><td>里面</table></td></tr></table><p>字<table></table>"
    )
    path = tmp_path / "x.xls"
    path.write_bytes(f"<html>{page}</html>".encode(encoding))
    outer, inner = grids(path)
    assert list(outer.rows) == [
        ["某街道名册"], ["户号", "成员"], ["户号", "姓 名", "身份证号"], ["H1", "甲 乙", "1"],
        ["H1", "丙", "2"],
    ]  # fmt: skip
    assert outer.merged == ((0, 0, 0, 2), (1, 1, 1, 2))
    assert list(inner.rows) == [["里面"]]


def test_web_archives(tmp_path: Path) -> None:
    page = base64.encodebytes(_page(ROWS).encode("gb18030")).decode()
    path = tmp_path / "x.xls"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64\n\n'
        f"{page}\n--b--\n"
    )
    assert format_of(path) == "mht"
    assert rows_of(path)["name"].to_list() == ["甲", "乙"]


def test_tabs_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes("\r\n".join("\t".join(map(str, row)) for row in ROWS[:2]).encode("gb18030"))
    assert format_of(path) == "text"
    assert rows_of(path)["id_number"].to_list() == [A]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"{\\rtf1", "文稿"),
        (b"<?xml version='1.0'?><rss/>", "XML"),
        (b"PK\x03\x04 no archive", "损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "损坏"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, word: str) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(NotReadable, match=word):
        format_of(tmp_path / "x.xlsx")


@pytest.mark.parametrize(("member", "word"), [("word/document.xml", "Word"), ("a.csv", "压缩包")])
def test_other_archives_are_named(tmp_path: Path, member: str, word: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr(member, "")
    with pytest.raises(NotReadable, match=word):
        format_of(tmp_path / "x.xlsx")
