"""What of a received file goes back is read once, and is the same however much was kept by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipelines import delimited, read
from pipelines.returns import received
from pipelines.returns.received import ReceivedSheet, received_sheets
from pipelines.stage import Entry
from pipelines.text_parts import find_parts
from tests.returns.office import Office, Rows
from tests.returns.test_clerks import deaths


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which way the sheets of workbooks were opened."""
    ways: list[str] = []
    for module in (read, received):
        ways_of(monkeypatch, module, ways)
    monkeypatch.setattr(received, "WHOLE_ROWS", 5)
    return ways


def ways_of(monkeypatch: pytest.MonkeyPatch, module: Any, ways: list[str]) -> None:
    real = module.open_grids

    def told(*words: Any, **more: Any) -> Iterator[Any]:
        ways.append(module.__name__.rpartition(".")[2])
        yield from real(*words, **more)

    monkeypatch.setattr(module, "open_grids", told)


def lines(
    path: Path, wanted: Mapping[str, list[int]], entries: tuple[Entry, ...] = ()
) -> dict[str, list[tuple[int, list[str | None]]]]:
    return {sheet.name: sheet.lines for sheet in received_sheets(path, wanted, (), entries)}


def names_of(sheet: ReceivedSheet) -> list[tuple[int, str | None]]:
    return [(number, cells[0]) for number, cells in sheet.lines]


def test_a_workbook_is_opened_once(tmp_path: Path, opened: list[str]) -> None:
    office = Office(tmp_path)
    path = office.put("死亡.xlsx", {"一月": deaths(20), "二月": deaths(4), "说明": [["说明"]]})
    first, second = received_sheets(path, {"一月": [8, 20], "二月": [3]})
    assert names_of(first) == [(1, "姓名"), (8, "甲7"), (20, "甲19")]
    assert not first.is_whole
    assert len(second.lines) == 5
    assert second.records == frozenset(range(2, 6))
    assert opened == ["read"]


def beside(rows: int) -> Rows:
    """A short list and, some columns further right, a longer one."""
    few, many = deaths(2), deaths(rows)
    blank = [""] * len(few[0])
    return [[*(few[y] if y < len(few) else blank), "", *line] for y, line in enumerate(many)]


def test_a_short_list_beside_a_long_one_goes_back_whole(tmp_path: Path, opened: list[str]) -> None:
    path = Office(tmp_path).put("死亡.xlsx", {"一月": beside(20)})
    short, long = received_sheets(path, {})
    assert (short.is_whole, len(short.lines)) == (True, 3)
    assert (long.is_whole, len(long.lines)) == (False, 1)
    assert opened == ["read", "received"]


def test_a_header_far_below_is_there_too(tmp_path: Path, opened: list[str]) -> None:
    rows: Rows = [*deaths(20), [], ["名单二"], *deaths(20)]
    path = Office(tmp_path).put("死亡.xlsx", {"一月": rows})
    [sheet] = received_sheets(path, {"一月": [4, 30]})
    found = names_of(sheet)
    assert len(sheet.blocks) == 2
    assert found == [(1, "姓名"), (4, "甲3"), (24, "姓名"), (30, "甲6")]
    assert opened == ["read", "received"]


def staged(folder: Path, rows: Rows) -> tuple[Path, tuple[Entry, ...]]:
    office = Office(folder)
    path = office.put("死亡.csv", rows)
    office.receive()
    return path, office.delivery("死亡.csv").entries


def test_a_long_text_of_one_table_is_not_searched_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received, "WHOLE_ROWS", 5)
    path, entries = staged(tmp_path, deaths(20, bad=(7,)))
    expected = lines(path, {"": [8, 20]})
    monkeypatch.setattr(delimited, "find_parts", None)
    assert lines(path, {"": [8, 20]}, entries) == expected
    assert [number for number, _ in expected[""]] == [1, 8, 20]


def test_a_text_of_several_tables_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received, "WHOLE_ROWS", 5)
    searched: list[Path] = []

    def told(path: Path, *more: Any) -> Any:
        searched.append(path)
        return find_parts(path, *more)

    other = [["证件号码", "姓名", "死亡时间"], ["x", "乙", "2026-10-01"], ["y", "丙", "2026-10-01"]]
    path, entries = staged(tmp_path, [*deaths(20, bad=(7,)), [], *other])
    assert sum(len(entry.blocks) for entry in entries) == 2
    monkeypatch.setattr(delimited, "find_parts", told)
    assert lines(path, {"": [8]}, entries) == lines(path, {"": [8]})
    assert searched == [path, path]
