"""What a person has to decide: answers that contradict each other, answers that fit no list.

A workbook for the district's own desk. It names who visited and what they remarked, so that one
knows whom to ask; it stands in no street's folder.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.inputs import create_words_view
from pipelines.ledger_inputs import field_files
from pipelines.ledger_words import CONCLUSIONS, CONFLICTS, UNMERGED
from pipelines.months import Month
from pipelines.received import deliveries_for
from pipelines.settings import Home
from pipelines.warehouse import Connection
from pipelines.workbook.district import RECEIVER, Sheet, write_sheet
from pipelines.workbook.lists import Column
from pipelines.workbook.look import Look
from pipelines.workbook.street import Row, StreetList
from schemas.sources import source_named

SOURCE = "field__visit_results"
CONFLICTS_SHEET, UNMERGED_SHEET = "说法不一致", "没有并入"
ASTRAY_SHEET = "别的镇街报来的"
_DAY = "yyyy-mm-dd"

_CONFLICT_ROWS = f"""
with told as (
    select
        written.answer_id,
        words.visitor,
        words.remark
    from ledger.written as written
    inner join identities.{SOURCE} as words
        on written.file_id = words.file_id
        and written.sheet = words.sheet
        and written.row_number = words.row_number
    qualify row_number() over (partition by written.answer_id order by words.delivery_rank) = 1
)

select
    conflicts.*,
    coalesce(streets.street_name, conflicts.street_code) as street_name,
    coalesce(ours.street_name, conflicts.standing_sender_code) as standing_sender,
    coalesce(theirs.street_name, conflicts.other_sender_code) as other_sender,
    standing.visitor as standing_visitor,
    standing.remark as standing_remark,
    others.visitor as other_visitor,
    others.remark as other_remark
from ledger.conflicts as conflicts
left join reference.streets as streets on conflicts.street_code = streets.street_code
left join reference.streets as ours on conflicts.standing_sender_code = ours.street_code
left join reference.streets as theirs on conflicts.other_sender_code = theirs.street_code
left join told as standing on conflicts.standing_answer_id = standing.answer_id
left join told as others on conflicts.other_answer_id = others.answer_id
order by
    conflicts.is_settled, conflicts.street_code, conflicts.household_id,
    conflicts.other_answer_id, conflicts.standing_answer_id
"""
_UNMERGED_ROWS = f"""
select
    unmerged.*,
    coalesce(streets.street_name, unmerged.sender_street_code) as street_name,
    words.visitor,
    words.remark,
    words.head_name
from ledger.unmerged as unmerged
left join reference.streets as streets on unmerged.sender_street_code = streets.street_code
left join identities.{SOURCE} as words
    on unmerged.file_id = words.file_id
    and unmerged.sheet = words.sheet
    and unmerged.row_number = words.row_number
qualify row_number() over (partition by unmerged.answer_id order by words.delivery_rank) = 1
order by unmerged.sender_street_code nulls first, unmerged.known_month, unmerged.answer_id
"""
_ASTRAY_ROWS = f"""
select
    answers.*,
    coalesce(own.street_name, answers.street_code) as street_name,
    coalesce(sender.street_name, answers.sender_street_code) as sender_name,
    words.visitor,
    words.remark
from ledger.answers as answers
inner join ledger.written as written on answers.answer_id = written.answer_id
left join reference.streets as own on answers.street_code = own.street_code
left join reference.streets as sender on answers.sender_street_code = sender.street_code
left join identities.{SOURCE} as words
    on written.file_id = words.file_id
    and written.sheet = words.sheet
    and written.row_number = words.row_number
where answers.is_other_street
qualify row_number() over (partition by answers.answer_id order by words.delivery_rank) = 1
order by
    answers.known_month desc, answers.street_code, answers.household_id, answers.visited_date,
    answers.answer_id
"""


def _shown(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _conclusion(name: str) -> Callable[[Row], Any]:
    return lambda row: CONCLUSIONS.get(row[name] or "")


def _side(side: str, title: str) -> tuple[Column, ...]:
    """The columns of one of the two answers."""
    return (
        Column(f"{title}：谁报的", 11, _shown(f"{side}_sender")),
        Column("走访日期", 11, _shown(f"{side}_visited_date"), "center", _DAY),
        Column("走访结果", 8, _shown(f"{side}_visit_result"), "center"),
        Column("核实结论", 17, _conclusion(f"{side}_conclusion")),
        Column("需要的帮扶", 11, _shown(f"{side}_help_needed")),
        Column("走访人", 8, _shown(f"{side}_visitor")),
        Column("备注", 12, _shown(f"{side}_remark")),
    )


_CONFLICT_SHEET = Sheet(
    CONFLICTS_SHEET,
    "两份走访结果说法不一致。请向走访人问清楚，再请镇街把对的一份按原样再报一次："
    "再报以后以那一份为准。在那以前先采用左边的一份，右边的一份留着。",
    (
        Column("镇街", 11, _shown("street_name")),
        Column("户编号", 14, _shown("household_id"), "center"),
        Column("名单月份", 9, _shown("list_month"), "center"),
        Column("怎样不一致", 14, lambda row: CONFLICTS[row["kind"]]),
        Column("定了没有", 8, lambda row: "已定" if row["is_settled"] else "等人来定", "center"),
        *_side("standing", "采用的"),
        *_side("other", "另一份"),
    ),
)
# What a street wrote in one row, and when it came.
_AS_WRITTEN = (
    Column("走访日期", 11, _shown("visited_date"), "center", _DAY),
    Column("走访结果", 9, _shown("visit_result"), "center"),
    Column("核实结论", 20, _conclusion("conclusion")),
    Column("需要的帮扶", 14, _shown("help_needed")),
    Column("走访人", 9, _shown("visitor")),
    Column("备注", 16, _shown("remark")),
    Column("送达月份", 9, _shown("known_month"), "center"),
)
_UNMERGED_SHEET = Sheet(
    UNMERGED_SHEET,
    "镇街报来、对不上任何一期名单的走访结果，一行不少都在这里。户编号只差一个字的，写出是哪一户："
    "请镇街核对，改好户编号再报。",
    (
        Column("谁报的", 12, lambda row: row["street_name"] or "（看不出）"),
        Column("为什么没有并入", 17, lambda row: UNMERGED[row["reason"]]),
        Column("填写的户编号", 15, _shown("household_id_written"), "center"),
        Column("是不是这一户", 15, _shown("nearest_household_id"), "center"),
        Column("户主", 10, _shown("head_name")),
        *_AS_WRITTEN,
        Column("行号", 6, _shown("row_number"), "center"),
    ),
)

_ASTRAY = Sheet(
    ASTRAY_SHEET,
    "走访结果是别的镇街报来的：照样记入台账，户还归原来的镇街。两个镇街在到期提醒里都会看到，"
    "请区里看看这一户到底归谁走访。",
    (
        Column("户在哪个镇街", 12, _shown("street_name")),
        Column("户编号", 15, _shown("household_id"), "center"),
        Column("名单月份", 9, _shown("list_month"), "center"),
        Column("谁报的", 12, _shown("sender_name")),
        *_AS_WRITTEN,
    ),
)


def write_conflicts(con: Connection, home: Home, month: Month, path: Path) -> None:
    """Write the workbook of a ledger; the same ledger gives the same bytes."""
    con.execute("create schema if not exists identities")
    files = field_files(deliveries_for(home, month), SOURCE)
    create_words_view(con, home, source_named(SOURCE), files)
    day = month.as_of_date
    office = StreetList(month, RECEIVER, day, day, (), ())
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), safe) as book:
        book.set_properties(
            {
                "title": f"{RECEIVER}　走访结果等人来定（{month}）",
                "subject": "由人核实，不是决定",
                "author": "三色 Sanse",
                "created": datetime.combine(day, time()),
            }
        )
        look = Look(book, office)
        write_sheet(look, month, _CONFLICT_SHEET, con.sql(_CONFLICT_ROWS).pl().to_dicts())
        write_sheet(look, month, _UNMERGED_SHEET, con.sql(_UNMERGED_ROWS).pl().to_dicts())
        write_sheet(look, month, _ASTRAY, con.sql(_ASTRAY_ROWS).pl().to_dicts())
