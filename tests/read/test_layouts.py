"""Known tables in the layouts that departments make of them (known_layouts.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.blocks import Block, Unread
from pipelines.formats import NotReadable
from pipelines.grid import Grid
from pipelines.sheets import read_grids
from tests.read.contracts import SOURCES, made_up_id
from tests.read.grids_in_words import rows_of

KINDS = {
    "残疾": "federation__certificates",
    "救助": "civil__assistance",
    "台账": "community__residents",
}
CASES = yaml.safe_load(Path(__file__).with_name("known_layouts.yaml").read_text(encoding="utf-8"))
HEADER = ["序号", "姓名", "身份证号", "残疾类别", "残疾等级", "镇街"]


def read_all(
    rows: list[list[Any]], merged: tuple[tuple[int, int, int, int], ...] = ()
) -> list[Block | Unread]:
    width = max(map(len, rows))
    padded = [row + [""] * (width - len(row)) for row in rows]
    return read_grids([Grid("表", iter(padded), "xlsx", merged=merged)], SOURCES, 1000)


def read(rows: list[list[Any]]) -> list[Block]:
    return [block for block in read_all(rows) if isinstance(block, Block)]


def frame(block: Block) -> pl.DataFrame:
    return pl.concat(list(block.batches))


@pytest.mark.parametrize("case", CASES, ids=[case["名称"] for case in CASES])
def test_layout(case: dict[str, Any]) -> None:
    rows = rows_of(case["表格"].replace("\\n", "\r"))
    merged = tuple((row - 1, 0, row - 1, 3) for row in case.get("合并", []))
    everything = read_all(rows, merged)
    blocks = [block for block in everything if isinstance(block, Block)]
    shapes = [part.structure for part in everything if isinstance(part, Unread)]
    if "不认识" in case:
        seen = [[shape.header_row, shape.data_rows] for shape in shapes if shape]
        assert seen == case["不认识"]
    elif blocks:
        assert not shapes
    frames = [frame(block) for block in blocks]
    found = [
        [block.source, block.header_row, " ".join(read["name"])]
        for block, read in zip(blocks, frames, strict=True)
    ]
    assert found == [[KINDS[kind], row, names] for kind, row, names in case["表"]]
    for header, column in (("镇街", "town_name"), ("身份证号", "id_number")):
        if header in case:
            assert frames[0][column].to_list() == case[header]


def test_return_numbers_come_along_and_problems_do_not() -> None:
    header = [*HEADER, "退回编号", "问题", "退回编号"]
    rows = [header, ["1", "甲一", made_up_id(), "肢体", "二级", "某街道", "x", "缺", "f-1-2"]]
    (block,) = read([list(row) for row in rows])
    assert block.has_return_numbers
    assert block.extra_columns == ["序号"]
    assert frame(block)["return_number"].to_list() == ["f-1-2"]
    assert "return_number" not in block.columns


def test_what_was_chosen_stands_in_the_block() -> None:
    rows = rows_of("姓名|身份证号|救助类别|镇街|镇街\n甲一|身份证|低保||某街道")
    grid = Grid("表", iter(rows), "xls", is_hidden=True, hidden_rows=frozenset({2}))
    (block,) = read_grids([grid], SOURCES, 1000)
    assert isinstance(block, Block)
    assert (block.format, block.is_hidden, block.hidden_rows) == ("xls", True, 1)
    assert (block.header_rows, block.first_column) == (1, 1)
    assert block.repeated_headers == {"镇街": 2}
    assert block.extra_columns == ["镇街"]


def test_a_sheet_damaged_further_down_is_told_and_the_next_one_read() -> None:
    def rows() -> Iterator[list[Any]]:
        yield list(HEADER)
        yield ["1", "甲一", made_up_id(), "肢体", "二级", ""]
        raise NotReadable("文件不完整。")

    whole = [list(HEADER), ["1", "甲二", made_up_id(), "肢体", "二级", ""]]
    grids = [Grid("坏", rows(), "xlsx"), Grid("好", iter(whole), "xlsx")]
    damaged, sound = read_grids(grids, SOURCES, 1000)
    assert isinstance(damaged, Unread)
    assert damaged.reason == "工作表“坏”：文件不完整。"
    assert isinstance(sound, Block)
    assert frame(sound)["name"].to_list() == ["甲二"]


def test_an_unknown_sheet_is_described() -> None:
    rows = rows_of("\n名册\n序号|项目|资金(元)\n3×1|产业路|30\n合计||90")
    (unread,) = read_grids([Grid("表", iter(rows), "xlsx")], SOURCES, 1000)
    assert isinstance(unread, Unread)
    assert unread.structure is not None
    assert (unread.structure.header_row, unread.structure.data_rows) == (3, 3)
    assert unread.structure.total_rows == (7,)


def test_what_is_missing_is_told() -> None:
    rows = rows_of("姓名|身份证号|残疾类别\n甲一|身份证|肢体")
    (unread,) = read_grids([Grid("表", iter(rows), "xlsx")], SOURCES, 1000)
    assert isinstance(unread, Unread)
    assert (unread.nearest, unread.missing) == ("federation__certificates", ("残疾等级",))


PERSONS = st.lists(st.sampled_from(["sound", "no_number", "only_name"]), max_size=6)
ASIDES = st.sampled_from(
    [
        [],
        [[]],
        [["合计", "", "3"]],
        [["某东村"]],
        [["制表人：某某", "", "", "审核人：某某"]],
        [HEADER],
        [["持证残疾人名册"], HEADER],
        [["乙街道名册"], HEADER],
        [[], ["注：以上已核对。"], []],
        [["1", "2", "3", "4", "5", "6"]],
        [["镇街", "人数", "金额"], ["某街道", "3", "100"], ["合计", "3", "100"], [], HEADER],
        [[], ["分类统计"], ["类别", "一级", "二级"], ["肢体", "3", "1"], ["乙街道名册"], HEADER],
    ]
)


@settings(deadline=None)
@given(st.lists(st.tuples(PERSONS, ASIDES), min_size=1, max_size=6), st.booleans())
def test_no_record_is_lost_whatever_stands_between(
    groups: list[tuple[list[str], list[list[str]]]], has_title: bool
) -> None:
    rows: list[list[Any]] = [["持证残疾人名册"]] if has_title else []
    rows.append(list(HEADER))
    names: list[str] = []
    for persons, asides in groups:
        for kind in persons:
            name = f"甲{len(names)}"
            names.append(name)
            number = made_up_id(sequence=len(names)) if kind == "sound" else ""
            rest = ["肢体", "二级", "某街道"] if kind != "only_name" else []
            rows.append([str(len(names)) if rest else "", name, number, *rest])
        rows += [list(row) for row in asides]
    blocks = read(rows)
    found = [name for block in blocks for batch in block.batches for name in batch["name"]]
    assert found == names


def test_a_sheet_without_a_header_may_have_a_title_totals_and_rows_without_a_number() -> None:
    header = rows_of("名册\n姓名|身份证号|残疾类别|残疾等级|备注\n甲一|身份证|肢体|二级|无")
    going_on = rows_of(
        "名册\n甲二|身份证|肢体|二级\n甲三|身份证|肢体|二级\n甲四||肢体|二级\n合计|3人"
    )
    others = rows_of("1|甲五|身份证|肢体|二级\n2|甲六|身份证|肢体|二级")
    grids = [
        Grid(name, iter(rows), "xlsx")
        for name, rows in [("一", header), ("二", going_on), ("三", others)]
    ]
    first, second, third = read_grids(grids, SOURCES, 1000)
    assert isinstance(first, Block)
    assert isinstance(second, Block)
    assert frame(second)["name"].to_list() == ["甲二", "甲三", "甲四"]
    assert second.skipped_lines == {"note": 1, "total": 1}
    assert isinstance(third, Unread)
