"""镇街补报: what the district is told of the households that streets wrote onto their lists."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.months import Month
from pipelines.warehouse import Connection, create_table, open_warehouse
from pipelines.workbook.district import REVIEWS_SHEET, TOP, UNDELIVERED_SHEET, write_district_book
from pipelines.workbook.nominated import NOMINATED, SHEET_NAME, file_names, nominated_rows
from schemas.sources import source_named
from schemas.tables import columns_in, contract_of

FILE = "f" * 16
FILES = [{"sha256": "f" * 64, "name": "2026-11/镇街/一街道.xlsx"}]
ROW = {
    "month": "2026-11", "file_id": FILE, "sheet": "走访名单", "delivery_month": "2026-11",
    "is_screened": False,
}  # fmt: skip
ROWS = [
    {**ROW, "row_number": 18, "household_id": "H1", "is_screened": True, "colour": "yellow"},
    {**ROW, "row_number": 19, "sender_street_code": "370299001"},
    {**ROW, "row_number": 20, "household_id": "H2", "is_screened": True},
    {**ROW, "row_number": 21, "delivery_month": "2026-10"},
]


@pytest.fixture
def con() -> Iterator[Connection]:
    opened = open_warehouse(None)
    schema = columns_in(contract_of("outputs", "nominations"))
    create_table(opened, "outputs.nominations", pl.DataFrame(ROWS, schema=schema))
    streets = {"street_code": ["370299001"], "street_name": ["一街道"]}
    create_table(opened, "reference.streets", pl.DataFrame(streets))
    words = {
        **source_named("field__visit_results").identity_schema,
        "delivery_rank": pl.Int32(),
    }
    told = [
        {"file_id": FILE, "sheet": "走访名单", "row_number": 19, "delivery_rank": rank,
         "head_name": "测试甲", "phone": "19900000001"}
        for rank in (1, 2)
    ]  # fmt: skip
    create_table(opened, "identities.field__visit_results", pl.DataFrame(told, schema=words))
    yield opened
    opened.close()


def _rows(con: Connection) -> list[Any]:
    table = con.sql("select * from outputs.nominations").to_arrow_table()
    return list(nominated_rows(con, table, file_names(FILES)))


def test_whom_the_data_do_not_know_stands_first_with_street_file_and_row(
    con: Connection, tmp_path: Path
) -> None:
    path = tmp_path / "reviews.xlsx"
    others = [(NOMINATED, _rows(con))]
    write_district_book(path, Month(2026, 11), date(2026, 12, 1), [], [], others)
    sheet = openpyxl.load_workbook(path)[SHEET_NAME]
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=TOP + 1)]
    assert told[0][:4] == ["一街道", "测试甲", "19900000001", None]
    assert told[0][4] is None
    assert "对不上唯一的一户" in told[0][5]
    assert told[0][6:] == ["一街道.xlsx", "走访名单", 19]
    assert [row[4] for row in told[1:]] == ["H1", "H2"]
    assert told[1][5] == "已列入本月名单（黄色）"
    assert told[2][5].startswith("已筛查，加上补报还没有到列入的界限")
    # What came in an earlier month was told in that month.
    assert len(told) == 3


def test_a_month_in_which_nobody_named_anybody_has_no_such_sheet(
    con: Connection, tmp_path: Path
) -> None:
    con.execute("delete from outputs.nominations where delivery_month = month")
    assert _rows(con) == []
    path = tmp_path / "reviews.xlsx"
    write_district_book(path, Month(2026, 11), date(2026, 12, 1), [], [], [(NOMINATED, [])])
    assert openpyxl.load_workbook(path).sheetnames == [REVIEWS_SHEET, UNDELIVERED_SHEET]


def test_no_name_phone_or_address_stands_in_the_released_table() -> None:
    columns = columns_in(contract_of("outputs", "nominations"))
    assert not {"head_name", "phone", "address", "file_name"} & set(columns)
