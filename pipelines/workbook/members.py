"""Who lives in the listed households, for the person at the door."""

from typing import Any

from pipelines.workbook.lists import Column
from pipelines.workbook.look import Look, protect, write
from pipelines.workbook.street import Row, StreetList

MEMBERS_SHEET = "家庭成员"
TOP = 2  # rows above the first member: title, headings

COLUMNS = (
    Column("序号", 6, lambda row: row["rank_in_street"], "center"),
    Column("户主", 13, lambda row: row["head_name"] or "（姓名不详）"),
    Column("姓名", 13, lambda row: row["name"] or "（姓名不详）"),
    Column("与户主关系", 13, lambda row: "户主" if row["is_head"] else row["relationship"]),
    Column("性别", 7, lambda row: row["sex"], "center"),
    Column("年龄", 7, lambda row: row["age_years"], "center"),
    Column("身份证后四位", 14, lambda row: row["id_number_tail"], "center"),
    Column("残疾类别等级", 16, lambda row: row["disability"]),
    Column("近十二个月个人医疗负担", 23, lambda row: row["medical_burden_band"]),
    Column("户编号", 14, lambda row: row["household_id"], "center"),
)


def write_members(look: Look, street: StreetList) -> None:
    """Write the members in the list's order; nothing to fill."""
    sheet, last = look.sheet(MEMBERS_SHEET), len(COLUMNS) - 1
    for x, column in enumerate(COLUMNS):
        sheet.set_column(x, x, column.width)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, f"{street.title}　家庭成员", look.title(16))
    look.write_headings(sheet, TOP - 1, (column.heading for column in COLUMNS))
    rows = members_in_order(street)
    formats = [look.cell(align=column.align) for column in COLUMNS]
    for y, row in enumerate(rows, start=TOP):
        sheet.set_row(y, 18)
        for x, column in enumerate(COLUMNS):
            write(sheet, y, x, column.shows(row), formats[x])
    sheet.autofilter(TOP - 1, 0, TOP + len(rows) - 1, last)
    sheet.freeze_panes(TOP, 3)
    sheet.repeat_rows(TOP - 1)
    protect(sheet)


def members_in_order(street: StreetList) -> list[dict[str, Any]]:
    """Return members with their household's columns: by rank, the head first, then by age."""
    listed = {row["household_id"]: row for row in street.households}
    joined = [{**listed[row["household_id"]], **row} for row in street.members]
    return sorted(joined, key=_place_in_list)


def _place_in_list(row: Row) -> tuple[Any, ...]:
    return row["rank_in_street"], not row["is_head"], -(row["age_years"] or 0), row["person_id"]
