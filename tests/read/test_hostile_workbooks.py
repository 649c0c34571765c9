"""Workbooks that were made to harm, or might as well have been: refused, with the cure, at once."""

from __future__ import annotations

import gc
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from pipelines.blocks import Unread
from pipelines.formats import NotReadable
from pipelines.grids import Grid, open_grids
from pipelines.sheet_pieces import MAX_COLUMNS
from pipelines.zipped import Zipped
from tests.read.workbook_files import (
    MAIN,
    ods_row,
    row_xml,
    sheet_xml,
    write_ods,
    write_xlsb,
    write_xlsx,
)

FIRST = row_xml(1, ["姓名"])


def why(path: Path) -> str:
    """The reason for which the file or its one sheet is refused."""
    try:
        (found,) = open_grids(path)
        if isinstance(found, Grid):
            list(found.rows)
    except NotReadable as problem:
        return str(problem)
    assert isinstance(found, Unread), "was read"
    return found.reason


def rows_of(path: Path) -> list[list[object]]:
    (grid,) = open_grids(path)
    assert isinstance(grid, Grid), grid
    return list(grid.rows)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (FIRST + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', f"{MAX_COLUMNS} 列"),
        (FIRST + '<row r="2"><c r="XFD2"><v>1</v></c></row>', "第 16384 列"),
        (FIRST + "<row r=\"2\"><c r='xfd2' ><v>1</v></c></row>", "第 16384 列"),
        (FIRST + '<row r="2"><c r="BXA1048576"><v>1</v></c></row>', "错乱"),
        (row_xml(3, ["甲"]) + row_xml(2, ["乙"]), "错乱"),
        (row_xml(3, ["甲"]) + row_xml(3, ["乙"]), "错乱"),
    ],
)
def test_cells_in_places_where_no_list_has_any(tmp_path: Path, rows: str, word: str) -> None:
    reason = why(write_xlsx(tmp_path / "x.xlsx", sheet_xml(rows)))
    assert word in reason
    assert "重新提交" in reason


def test_a_cell_far_below_costs_no_memory(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", sheet_xml(FIRST + row_xml(300_000, ["末"])))
    rows = rows_of(path)
    assert (len(rows), rows[0], rows[1], rows[-1]) == (300_000, ["姓名"], [], ["末"])


def test_wide_and_long_rows_are_laid_out_in_small_parts(tmp_path: Path) -> None:
    rows = [f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 6001)]
    rows[3000] = '<row r="3001"><c r="BXW3001"><v>1</v></c></row>'
    read = rows_of(write_xlsx(tmp_path / "x.xlsx", sheet_xml("".join(rows))))
    assert [row[0] for row in read[:2999]] == list(range(1, 3000))
    assert read[3000][1998:] == [1.0] or read[3000][-1] == 1.0
    assert len(read) == 6000


def test_very_many_formatted_blank_rows(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 200_000))
    assert rows_of(write_xlsx(tmp_path / "x.xlsx", sheet_xml(FIRST + blank))) == [["姓名"]]


def test_a_sheet_that_unfolds_beyond_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.zipped._RATIO_FROM", 4 << 20)
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        _parts(archive)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(5):
                sheet.write(b"<row></row>" * 100_000)
    assert "大得不合常理" in why(tmp_path / "x.xlsx")


def _parts(archive: zipfile.ZipFile) -> None:
    """A workbook but for its sheet."""
    other = BytesIO()
    write_xlsx(other, "")  # type: ignore[arg-type]
    with zipfile.ZipFile(other) as book:
        for name in book.namelist():
            if "sheet1" not in name:
                archive.writestr(name, book.read(name))


@pytest.mark.parametrize("where", ["cell", "text", "row"])
def test_one_cell_of_many_megabytes(tmp_path: Path, where: str) -> None:
    long = "长甲乙丙" * (2 << 20)
    shared = row_xml(2, []).replace("</row>", '<c r="A2" t="s"><v>0</v></c></row>')
    sheet, strings = {
        "cell": (FIRST + row_xml(2, [long]), ""),
        "text": (FIRST + shared, f"<sst xmlns='{MAIN}'><si><t>{long}</t></si></sst>"),
        "row": (FIRST + '<row r="2">' + '<c r="A2"><v>1</v></c>' * (800 << 10) + "</row>", ""),
    }[where]
    assert "16 MB" in why(write_xlsx(tmp_path / "x.xlsx", sheet_xml(sheet), strings=strings))


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE s [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>'
    sheet = laughs + sheet_xml(row_xml(1, ["&b;"]))
    assert "损坏" in why(write_xlsx(tmp_path / "a.xlsx", sheet))
    names = "urn:schemas-microsoft-com:office:spreadsheet"
    book = f'<?xml version="1.0"?>{laughs}<Workbook xmlns="{names}"/>'
    (tmp_path / "b.xls").write_text(book)
    assert "实体" in why(tmp_path / "b.xls")
    page = '<html><!DOCTYPE html SYSTEM "file:///x"><table><tr><td>&b;甲</table></html>'
    (tmp_path / "c.xls").write_text(page)
    assert rows_of(tmp_path / "c.xls") == [["&b;甲"]]


def test_spans_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(
        "<table><tr><td rowspan=999999 colspan=999999>甲<tr><td rowspan=0>乙</table>"
    )
    assert "行列太多" in why(tmp_path / "a.xls")
    (tmp_path / "b.xls").write_text("<table><tr><td rowspan=999999>甲<td>乙<tr><td>丙</table>")
    assert rows_of(tmp_path / "b.xls") == [["甲", "乙"], ["甲", "丙"]]
    names = "urn:schemas-microsoft-com:office:spreadsheet"
    for place in ('<Row ss:Index="99999999"/>', '<Row><Cell ss:Index="99999999"/></Row>'):
        (tmp_path / "c.xls").write_text(
            f'<?xml version="1.0"?><Workbook xmlns="{names}" xmlns:ss="{names}">'
            f'<Worksheet ss:Name="表"><Table>{place}</Table></Worksheet></Workbook>'
        )
        assert "行列太多" in why(tmp_path / "c.xls")


def test_repeated_cells_of_an_opendocument_workbook(tmp_path: Path) -> None:
    repeated = ods_row(["甲"], attributes=' table:number-rows-repeated="1048576"').replace(
        "<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" '
    )
    assert "行列太多" in why(write_ods(tmp_path / "x.ods", repeated))


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods"])
def test_cut_and_changed_workbooks_never_do_harm(tmp_path: Path, kind: str) -> None:
    rows = [["姓名", "号码"], ["甲", 1.0], ["乙", 2.0]]
    path = tmp_path / f"x.{kind}"
    if kind == "xlsx":
        write_xlsx(path, sheet_xml("".join(row_xml(y, row) for y, row in enumerate(rows, 1))))
    elif kind == "xlsb":
        write_xlsb(path, rows)
    else:
        write_ods(path, "".join(map(ods_row, rows)))
    content = path.read_bytes()
    for at in range(9, len(content), len(content) // 6):
        path.write_bytes(content[:at])
        assert "重新提交" in why(path)
        path.write_bytes(content[:at] + b"\xff\x00" + content[at + 2 :])
        with suppress(NotReadable):
            for found in open_grids(path):
                if isinstance(found, Grid):
                    list(found.rows)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_workbook_that_nobody_reads_to_its_end_is_closed(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    zipped = Zipped(write_xlsx(tmp_path / "x.xlsx", sheet_xml(FIRST)))
    begun = zipped.stretches("xl/worksheets/sheet1.xml")
    next(begun)
    zipped.ring = (zipped, begun)  # type: ignore[attr-defined]
    del zipped, begun
    gc.collect()
    assert not recwarn.list
