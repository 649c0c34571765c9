"""跨镇街的走访结果: an answer to a household of another street, told to both streets.

It counts as it came; the one street hears of its household, the other where its row belongs. No
name stands here: a household's number is all that the other street needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipelines.ledger_words import CONCLUSIONS
from pipelines.months import Month
from pipelines.warehouse import Connection
from pipelines.workbook.form import FormColumn
from pipelines.workbook.street import Row

SHEET_NAME = "跨镇街的走访结果"
WORD = (
    "走访结果填在了别的镇街的名单里，照样记入台账，两个镇街都告诉。"
    "本月和上月收到的在这里；请两边对一下，说得不对的按实际走访再报一次。"
)
# What came in the month before is told too: it may have come on that month's last day.
_ROWS = """
select
    answers.household_id,
    answers.list_month,
    answers.visited_date,
    answers.visit_result,
    answers.conclusion,
    answers.known_month,
    answers.street_code,
    answers.sender_street_code,
    coalesce(own.street_name, answers.street_code) as street_name,
    coalesce(sender.street_name, answers.sender_street_code) as sender_name
from ledger.answers as answers
left join reference.streets as own on answers.street_code = own.street_code
left join reference.streets as sender on answers.sender_street_code = sender.street_code
where answers.is_other_street and answers.known_month >= $since
order by
    answers.known_month desc, answers.street_code, answers.sender_street_code,
    answers.household_id, answers.visited_date, answers.answer_id
"""


def read_astray(con: Connection, on: date) -> list[dict[str, Any]]:
    """Return the answers of this month and the last that another street than the own one sent."""
    rows: list[dict[str, Any]] = (
        con.sql(_ROWS, params={"since": str(Month.of(on).plus(-1))}).pl().to_dicts()
    )
    return rows


def streets_of(rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return the streets that are to be told of it, code → name."""
    told = {row["street_code"]: row["street_name"] for row in rows}
    return told | {row["sender_street_code"]: row["sender_name"] for row in rows}


def told_to(code: str, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a street is told: of its own households, and of rows that it sent."""
    return [
        {**row, "is_own": row["street_code"] == code}
        for row in rows
        if code in (row["street_code"], row["sender_street_code"])
    ]


def _what(row: Row) -> str:
    if row["is_own"]:
        return f"本镇街的户，{row['sender_name']}报来了结果"
    return f"本镇街报来的，是{row['street_name']}的户"


def _to_do(row: Row) -> str:
    if row["is_own"]:
        return "看看说得对不对；不对的，按自己走访的填在走访名单里传回"
    return "不用再报；以后这一户的结果请交给那个镇街填"


COLUMNS = (
    FormColumn("户编号", 16, lambda row: row["household_id"]),
    FormColumn("怎么回事", 32, _what),
    FormColumn("名单月份", 11, lambda row: row["list_month"], "center"),
    FormColumn("走访日期", 12, lambda row: str(row["visited_date"]), "center"),
    FormColumn("走访结果", 11, lambda row: row["visit_result"], "center"),
    FormColumn("核实结论", 26, lambda row: CONCLUSIONS.get(row["conclusion"] or "", "")),
    FormColumn("收到月份", 11, lambda row: row["known_month"], "center"),
    FormColumn("请怎样办", 36, _to_do),
)
