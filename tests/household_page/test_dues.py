"""What a household may be due, as the printed page tells it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.household_page.dues import read_dues


def _row(person: str | None, **given: Any) -> dict[str, Any]:
    return {
        "household_id": "户一", "policy": "single", "title": "单人保", "status": "may_qualify",
        "form": "monthly", "person_id": person, "low_yuan": None, "high_yuan": Decimal("900.00"),
        "missing": "本人收入（核对中心）", **given,
    }  # fmt: skip


def _dues(folder: Path, rows: list[dict[str, Any]]) -> list[tuple[str | None, str, int]]:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    frame.write_parquet(folder / "entitlements.parquet")
    names = {"P1": "测试甲", "P2": "测试乙"}
    entries = read_dues(folder, "户一", names).entries
    return [(due.person, due.amount, len(due.missing)) for due in entries]


def test_two_members_with_one_policy_are_one_entry(tmp_path: Path) -> None:
    other = _row("P2", low_yuan=Decimal(80), high_yuan=Decimal(450), missing="医院证明（本人）")
    assert _dues(tmp_path, [_row("P1"), other]) == [
        ("测试甲、测试乙", "每人每月可能至多约900元", 2)
    ]


def test_the_range_of_two_members_spans_both(tmp_path: Path) -> None:
    rows = [
        _row("P1", low_yuan=Decimal(100), high_yuan=Decimal(200)),
        _row("P2", low_yuan=Decimal(80), high_yuan=Decimal(150)),
    ]
    assert _dues(tmp_path, rows) == [("测试甲、测试乙", "每人每月可能约80—200元", 1)]


def test_who_receives_and_who_may_stand_apart(tmp_path: Path) -> None:
    rows = [_row("P1"), _row("P2", status="already_receives", high_yuan=None)]
    assert [person for person, _, _ in _dues(tmp_path, rows)] == ["测试甲", "测试乙"]
