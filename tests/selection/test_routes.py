"""Who is visited in which order, and what sets a household apart, on the office's own sheets."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.months import Month
from pipelines.workbook import StreetList, write_workbook
from pipelines.workbook.routes import NO_GRID, ROUTES_SHEET, in_walking_order, natural


def _household(rank: int, **changed: Any) -> dict[str, Any]:
    row = {
        "month": "2026-10", "household_id": f"H{rank:011d}", "community_name": "甲社区",
        "grid_code": "G1", "head_name": "测试甲", "address": None, "phone": "19900000001",
        "members_count": 2, "colour": "yellow", "rank_in_street": rank, "status": "new",
        "months_listed": 1, "reasons": "原因", "already_receives": None, "likely_policies": None,
        "data_gaps": None, "is_provisional": False, "next_visit_by": date(2026, 12, 2),
        "verify_by": date(2026, 11, 16),
    }  # fmt: skip
    return {**row, **changed}


@pytest.mark.parametrize(
    "doors",
    [
        ["2号楼1单元301", "2号楼1单元1001", "10号楼1单元101"],
        ["３号楼", "十二号楼", "二十号楼"],
        ["5号楼一单元", "5号楼2单元", "5号楼三单元"],
        ["某路8号", "某路8号-1", "某路9号"],
    ],
)
def test_doors_stand_as_one_passes_them(doors: list[str]) -> None:
    assert [natural(door) for door in doors] == sorted(map(natural, doors))
    assert len(set(map(natural, doors))) == len(doors)


def test_grid_by_grid_from_one_and_who_has_no_grid_or_address_last() -> None:
    rows = [
        _household(1, grid_code=None, address="1号楼"),
        _household(2, grid_code="G10", address="1号楼"),
        _household(3, grid_code="G2"),
        _household(4, grid_code="G2", address="10号楼"),
        _household(5, grid_code="G2", address="9号楼"),
    ]
    stops = [(r["rank_in_street"], r["grid"], r["stop"]) for r in in_walking_order(rows)]
    assert stops == [
        (5, "G2", 1), (4, "G2", 2), (3, "G2", 3), (2, "G10", 1), (1, NO_GRID, 1),
    ]  # fmt: skip


@given(st.lists(st.text(alphabet="甲十二三12０号楼单元-", max_size=12), max_size=12))
def test_every_household_has_one_place_whatever_is_written(addresses: list[str]) -> None:
    rows = [_household(n, address=address) for n, address in enumerate(addresses, 1)]
    stops = in_walking_order(reversed(rows))
    assert stops == in_walking_order(rows)
    assert sorted(row["rank_in_street"] for row in stops) == list(range(1, len(rows) + 1))
    assert [row["stop"] for row in stops] == list(range(1, len(rows) + 1))


def test_marks_stand_on_the_list_the_route_and_in_the_guide(tmp_path: Path) -> None:
    marked = _household(2, is_exploration=True, is_supported=True, is_carried=False)
    street = StreetList(
        Month(2026, 10), "黄岛街道", date(2026, 11, 2), date(2026, 11, 16),
        [_household(1), marked], [],
    )  # fmt: skip
    write_workbook(tmp_path / "a.xlsx", street)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    statuses = [book["走访名单"].cell(y, 7).value for y in (5, 6)]
    assert statuses == ["新列入", "新列入\n抽样走访\n区里支援"]
    assert [book[ROUTES_SHEET].cell(y, 10).value for y in (4, 5)] == [None, "抽样走访、区里支援"]
    guide = "".join(str(cell) for row in book["说明"].values for cell in row if cell)
    assert "抽样走访：" in guide
    assert "上月排队：" not in guide
