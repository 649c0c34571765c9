"""The district's own workbook: what a person looks into, and what may be due and on no roll.

It goes to the section chief alone, never into a street's folder, and asks for nothing to be
filled. No amount stands in it: rolls disagree here, and nobody has found out yet which is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from pipelines.months import Month
from pipelines.workbook.lists import Column
from pipelines.workbook.look import LINE_POINTS, Look, lines, protect, write
from pipelines.workbook.street import Row, StreetList, community_of

REVIEWS_SHEET, UNDELIVERED_SHEET = "待人工核实", "可能没有落实"
TOP = 3  # rows above the first one: title, word, headings
RECEIVER = "区民政局"
_NOBODY = "本月没有。"


def _name(row: Row) -> str:
    return row["name"] or "（姓名不详）"


_PLACE = (
    Column("镇街", 11, lambda row: row["street_name"]),
    Column("社区", 13, community_of),
    Column("姓名", 11, _name),
    Column("身份证后四位", 9, lambda row: row["id_number_tail"], "center"),
)
REVIEWS = (
    *_PLACE,
    Column("核实什么事", 15, lambda row: row["matter_text"]),
    Column("待遇", 16, lambda row: row["benefit"]),
    Column("为什么请核实", 28, lambda row: row["reason"]),
    Column("请核实什么", 38, lambda row: row["to_check"]),
    Column("找谁核实", 17, lambda row: row["with_whom"]),
    Column("依据", 22, lambda row: row["article"]),
    Column("数据截至", 12, lambda row: row["observed_date"], "center", "yyyy-mm-dd"),
)
UNDELIVERED = (
    Column("主管部门", 12, lambda row: row["department"]),
    Column("政策", 19, lambda row: row["title"]),
    *_PLACE,
    Column("为什么列出", 34, lambda row: row["because"]),
    Column("还缺什么（谁提供）", 28, lambda row: row["missing"]),
    Column("到哪里办", 24, lambda row: row["apply_at"]),
    Column("依据", 30, lambda row: row["article"]),
)
_WORDS = {
    REVIEWS_SHEET: "待人工核实，不作为停发依据。只是几份名册对不上，核实以前待遇照常；"
    "核实清楚的，请告知名册有误的部门更正。",
    UNDELIVERED_SHEET: "已在享救助的户里看来符合、名册上却没有的政策。可能符合，由主管部门先核对"
    "自己的名册，再上门核实、帮助办理。",
}


@dataclass(frozen=True)
class Sheet:
    """What a sheet of the district's is called, what it says of itself, and its columns."""

    name: str
    word: str
    columns: Sequence[Column]


def write_district_book(
    path: Path,
    month: Month,
    list_date: date,
    reviews: Sequence[Row],
    undelivered: Sequence[Row],
    others: Sequence[tuple[Sheet, Sequence[Row]]] = (),
) -> None:
    """Write both lists into one workbook, and the others that have rows beside them.

    The same lists give the same bytes.
    """
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    office = StreetList(month, RECEIVER, list_date, list_date, (), ())
    with xlsxwriter.Workbook(str(path), safe) as book:
        book.set_properties(
            {
                "title": f"{RECEIVER}　待核实和待落实（{month}）",
                "subject": "线索，由人核实，不是决定",
                "author": "三色 Sanse",
                "created": datetime.combine(list_date, time()),
            }
        )
        look = Look(book, office)
        write_sheet(look, month, Sheet(REVIEWS_SHEET, _WORDS[REVIEWS_SHEET], REVIEWS), reviews)
        told = Sheet(UNDELIVERED_SHEET, _WORDS[UNDELIVERED_SHEET], UNDELIVERED)
        write_sheet(look, month, told, undelivered)
        for other, rows in others:
            if rows:
                write_sheet(look, month, other, rows)


def write_sheet(look: Look, month: Month, told: Sheet, rows: Sequence[Row]) -> None:
    """Write one sheet: title, word, headings, a row each; all locked."""
    name, columns = told.name, told.columns
    sheet, last = look.sheet(name), len(columns) - 1
    for x, column in enumerate(columns):
        sheet.set_column(x, x, column.width)
    title = f"{name}（{month.year}年{month.month}月，{len(rows)} 条）"
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, title, look.title(16))
    sheet.set_row(1, 2 * LINE_POINTS)
    word = told.word if rows else told.word + _NOBODY
    sheet.merge_range(1, 0, 1, last, word, look.text(text_wrap=True))
    look.write_headings(sheet, TOP - 1, (column.heading for column in columns))
    cells = [look.cell(align=column.align, num_format=column.format) for column in columns]
    for y, row in enumerate(rows, start=TOP):
        shown = [column.shows(row) for column in columns]
        sheet.set_row(y, _height(shown, columns))
        for x, value in enumerate(shown):
            write(sheet, y, x, value, cells[x])
    sheet.autofilter(TOP - 1, 0, TOP + max(len(rows), 1) - 1, last)
    sheet.freeze_panes(TOP, 0)
    sheet.repeat_rows(TOP - 1)
    protect(sheet)


def _height(shown: Sequence[object], columns: Sequence[Column]) -> float:
    told = zip(shown, columns, strict=True)
    most = max(lines(text, column.width - 1) for text, column in told if isinstance(text, str))
    return 6 + LINE_POINTS * most
