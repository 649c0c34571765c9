"""The district's own sheet on visits: what offices declared, whom the district supports, who waits.

It names no household's people: an office finds a household by its number on its own list.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.months import Month
from pipelines.summary import COLOURS
from pipelines.workbook.district import RECEIVER, Sheet, write_sheet
from pipelines.workbook.lists import Column
from pipelines.workbook.look import Look
from pipelines.workbook.street import Row, StreetList

VISITS_SHEET, MISSES_SHEET = "走访力量", "差一点列入"


def _share(row: Row) -> str:
    return f"{row['listed'] / row['coloured']:.0%}" if row["coloured"] else "—"


STREETS = (
    Column("镇街", 18, lambda row: row["street_name"]),
    Column("申报每月走访", 14, lambda row: row["capacity"], "center"),
    Column("有颜色的户", 12, lambda row: row["coloured"], "center"),
    Column("列入名单", 11, lambda row: row["listed"], "center"),
    Column("列入比例", 11, _share, "center"),
    Column("其中抽样走访", 14, lambda row: row["sample"], "center"),
    Column("其中上月排队", 14, lambda row: row["carried"], "center"),
    Column("请区里支援", 13, lambda row: row["supported"], "center"),
    Column("排队等候", 11, lambda row: row["waiting"], "center"),
)
MISSES = (
    Column("镇街", 18, lambda row: row["street_name"]),
    Column("户编号", 15, lambda row: row["household_id"], "center"),
    Column("颜色", 7, lambda row: COLOURS[row["colour"]], "center"),
    Column("已等月数", 10, lambda row: row["months_waited"], "center"),
    Column("预期帮助（元/年）", 18, lambda row: row["expected_benefit_yuan"], "center"),
    Column("得分", 7, lambda row: row["score"], "center"),
    Column("最后排进的户", 15, lambda row: row["last_in_household_id"], "center"),
    Column("颜色", 7, lambda row: COLOURS.get(row["last_in_colour"]), "center"),
    Column("已等月数", 10, lambda row: row["last_in_months_waited"], "center"),
    Column("预期帮助（元/年）", 18, lambda row: row["last_in_expected_benefit_yuan"], "center"),
    Column("得分", 7, lambda row: row["last_in_score"], "center"),
    Column("差在哪一项", 38, lambda row: row["decided_by_text"]),
)


def write_visits_book(
    path: Path, month: Month, list_date: date, selection: Row, misses: Sequence[Row]
) -> None:
    """Write both tables into one workbook; `selection` is what the manifest tells of it."""
    office = StreetList(month, RECEIVER, list_date, list_date, (), ())
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties(
            {
                "title": f"{RECEIVER}　走访力量（{month}）",
                "subject": "名单怎样按走访力量定",
                "author": "三色 Sanse",
                "created": datetime.combine(list_date, time()),
            }
        )
        look = Look(book, office)
        streets = list(selection["streets"].values())
        told = _told(selection)
        write_sheet(look, month, Sheet(VISITS_SHEET, told, STREETS), streets)
        write_sheet(look, month, Sheet(MISSES_SHEET, _MISSED, MISSES), misses)


_MISSED = (
    "每个有户排队的镇街写一户：排在最前而没有排进的，与全区排在它前面的最后一户比，看差在哪一项。"
    "颜色和先后都保留；情况变急的，随时上门。"
)


def _told(selection: Any) -> str:
    waiting = "、".join(
        f"{word}色 {selection['waiting'][colour]} 户" for colour, word in COLOURS.items()
    )
    return (
        f"{selection['offices']} 个镇街申报每月共能走访 {selection['capacity']} 户，名单 "
        f"{selection['listed']} 户，请区里支援 {selection['supported']} 户；排队：{waiting}。"
        "全区一个先后、一条线：风险同样的，住在哪个镇街机会都一样；红色全部走访。"
        "没有申报的镇街全部列入，不在表内。"
    )
