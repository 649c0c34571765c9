"""LibreOffice as an office uses it: opens the list, fills it, sorts, filters, hides, saves.

The office's hand is a macro: every cell is written by the program itself, and every file is
written by it. Where the program is not installed, files that it wrote before stand in for them:
`python -m tests.answers.libreoffice` writes them anew.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipelines.workbook.lists import LIST_SHEET, TOP
from tests.answers.made_up import FIRST, HEADINGS, HOUSEHOLDS, added_row, sent

WRITTEN_BEFORE = Path(__file__).with_name("made_by_libreoffice")
FORMATS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
_SECONDS = 120

# What the office writes, by row of the sheet as it was sent.
EDITS: tuple[tuple[int, Mapping[str, str]], ...] = (
    (
        FIRST,
        {
            "走访日期": "2026-11-05",
            "走访人": "李网格",
            "走访结果": "已见到",
            "核实结论": "未发现风险",
            "需要的帮扶": "无需",
        },
    ),
    (FIRST + 1, {"走访日期": "2026-11-06", "走访结果": "未遇到", "备注": "邻居说住院"}),
    (FIRST + 2, {"走访日期": "上周三", "走访结果": "已见到"}),
    (added_row(1), {"户主及电话": "孙德福 19900005705", "住址": "兰亭路9号"}),
)
_HIDDEN_COLUMNS = ("列入原因", "名单月份", "户编号")
_HIDDEN_ROW = TOP + 1  # 0-based: the second household, filtered away after it was filled

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
Sub Fill
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden"
  unseen(0).Value = True
  book = StarDesktop.loadComponentFromURL("{folder}/sent.xlsx", "_blank", 0, unseen())
  sheet = book.Sheets.getByName("{sheet}")
{cells}
  sheet.unprotect("")
  Dim field(0) As New com.sun.star.table.TableSortField
  field(0).Field = {last}
  field(0).IsAscending = False
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "SortFields"
  how(0).Value = field()
  how(1).Name = "ContainsHeader"
  how(1).Value = False
  sheet.getCellRangeByPosition(0, {top}, {last}, {bottom}).sort(how())
{hidden}
  sheet.Rows.getByIndex({row}).IsVisible = False
  Dim save(0) As New com.sun.star.beans.PropertyValue
  save(0).Name = "FilterName"
{saved}
  book.close(True)
End Sub
</script:module>
"""


def fill_in_libreoffice(folder: Path) -> Path:
    """Have the list filled and saved in all formats; the folder that holds the files."""
    office = shutil.which("soffice")
    if office is None:
        return WRITTEN_BEFORE
    (folder / "sent.xlsx").write_bytes(sent())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    # A new profile is laid out by the first start; the macro is put into it afterwards.
    _start(office, profile, "--terminate_after_init")
    module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_macro(folder), encoding="utf-8")
    _start(office, profile, "macro:///Standard.Module1.Fill")
    return folder


def _start(office: str, *arguments: str) -> None:
    subprocess.run(
        [office, *arguments, "--headless", "--norestore"],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )


def _macro(folder: Path) -> str:
    return _MACRO.format(
        folder=folder.as_uri(),
        sheet=LIST_SHEET,
        cells="\n".join(_cells(EDITS)),
        top=TOP,
        bottom=TOP + HOUSEHOLDS - 1,
        last=len(HEADINGS) - 1,
        hidden="\n".join(
            f"  sheet.Columns.getByIndex({HEADINGS.index(heading)}).IsVisible = False"
            for heading in _HIDDEN_COLUMNS
        ),
        row=_HIDDEN_ROW,
        saved="\n".join(_saves(folder)),
    )


def _cells(edits: Iterable[tuple[int, Mapping[str, str]]]) -> Iterable[str]:
    for row, cells in edits:
        for heading, text in cells.items():
            place = f"{HEADINGS.index(heading)}, {row - 1}"
            yield f'  sheet.getCellByPosition({place}).setFormula("{text}")'


def _saves(folder: Path) -> Iterable[str]:
    for kind, name in FORMATS.items():
        yield f'  save(0).Value = "{name}"'
        yield f'  book.storeToURL("{folder.as_uri()}/back.{kind}", save())'


if __name__ == "__main__":
    WRITTEN_BEFORE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        back = fill_in_libreoffice(Path(made))
        for written in FORMATS:
            shutil.copy(back / f"back.{written}", WRITTEN_BEFORE)
