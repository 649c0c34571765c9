"""镇街补报: the households that streets wrote onto their lists by hand, told to the district.

Whom the data know is screened from then on; whom they do not know somebody has to look for. Names
stand in the district's own workbook alone, in no table of a release.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

from pipelines.summary import COLOURS
from pipelines.workbook.district import Sheet
from pipelines.workbook.lists import Column
from pipelines.workbook.street import Row

SHEET_NAME = "镇街补报"
_ROWS = """
select
    nominations.*,
    streets.street_name,
    words.head_name,
    words.phone,
    words.address
from outputs.nominations as nominations
left join reference.streets as streets on nominations.sender_street_code = streets.street_code
left join identities.field__visit_results as words
    on nominations.file_id = words.file_id
    and nominations.sheet = words.sheet
    and nominations.row_number = words.row_number
where nominations.delivery_month = nominations.month
qualify row_number() over (
    partition by nominations.file_id, nominations.sheet, nominations.row_number
    order by words.delivery_rank
) = 1
order by
    nominations.household_id is not null, nominations.sender_street_code nulls first,
    nominations.file_id, nominations.sheet, nominations.row_number
"""


def nominated_rows(con: Any, table: pa.Table, files: Mapping[str, str]) -> list[Row]:
    """Return the month's rows written by hand, those that nobody in the data fits first.

    `table` is outputs.nominations; `files` says by file id under which name a file came.
    """
    if all(row["delivery_month"] != row["month"] for row in table.to_pylist()):
        return []
    rows = con.sql(_ROWS).pl().to_dicts()
    return [{**row, "file_name": files.get(row["file_id"])} for row in rows]


def file_names(files: list[dict[str, Any]]) -> dict[str, str]:
    """Return file id → name without its folder, of the files that the manifest tells."""
    return {told["sha256"][:16]: PurePosixPath(told["name"]).name for told in files}


def _outcome(row: Row) -> str:
    if row["household_id"] is None:
        return "数据里对不上唯一的一户：请镇街补全姓名、电话或住址再报，或请村居登记"
    if row["colour"]:
        return f"已列入本月名单（{COLOURS[row['colour']]}色）"
    if row["is_screened"]:
        return "已筛查，加上补报还没有到列入的界限：请镇街看看要帮办什么"
    return "对上了户，没有筛查：请区里核对"


NOMINATED = Sheet(
    SHEET_NAME,
    "镇街在走访名单下面手工添加的户。对得上的，已按补报列入筛查；对不上的，数据里没有这一户，"
    "或姓名、电话、住址不全，请区里会同镇街找到人。",
    (
        Column("谁报的", 12, lambda row: row["street_name"] or "（看不出）"),
        Column("户主", 10, lambda row: row["head_name"] or "（没有写）"),
        Column("电话", 14, lambda row: row["phone"]),
        Column("住址", 24, lambda row: row["address"]),
        Column("户编号", 15, lambda row: row["household_id"], "center"),
        Column("结果", 38, _outcome),
        Column("文件", 26, lambda row: row["file_name"]),
        Column("工作表", 10, lambda row: row["sheet"]),
        Column("行号", 6, lambda row: row["row_number"], "center"),
    ),
)
