"""Parquet files as departments' programs write them: typed columns become the texts they show."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.formats import NotReadable, format_of
from pipelines.grids import Grid, open_grids
from pipelines.read import Block, Unread, read_blocks
from tests.read.contracts import SOURCES, made_up_id

A, B = (made_up_id(sequence=n) for n in (1, 2))


def written(path: Path, **columns: object) -> Path:
    pl.DataFrame(columns).write_parquet(path)
    return path


def rows_of(path: Path) -> list[list[object]]:
    (grid,) = open_grids(path)
    assert isinstance(grid, Grid)
    return list(grid.rows)


def test_it_is_told_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    told = {"姓名": ["甲", "乙"], "身份证号": [A, B], "残疾类别": ["肢体"] * 2, "残疾等级": [2, 3]}
    path = written(tmp_path / "残疾人.xlsx", **told)
    assert format_of(path) == "parquet"
    (block,) = read_blocks(path, SOURCES)
    assert isinstance(block, Block)
    rows = pl.concat(block.batches)
    assert rows["id_number"].to_list() == [A, B]
    assert rows["row_number"].to_list() == [2, 3]
    assert (block.format, block.header_row) == ("parquet", 1)


def test_typed_cells_become_what_a_person_would_write(tmp_path: Path) -> None:
    china = dt.timezone(dt.timedelta(hours=8))
    path = written(
        tmp_path / "t",
        day=[dt.date(2026, 11, 5)],
        moment=[dt.datetime(2026, 11, 5, 9, 30, tzinfo=china)],
        yuan=[Decimal("30000.50")],
        number=[370299190000000000],
        share=[0.5],
        yes=[True],
        nothing=pl.Series([None], dtype=pl.String),
        nested=[["不", "取"]],
        bytes=[b"\xff"],
        not_a_number=[float("nan")],
    )
    _, row = rows_of(path)
    assert row == [
        "2026-11-05", "2026-11-05 09:30:00", "30000.50", "370299190000000000", 0.5, "TRUE",
        None, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [5, 30, -9, -30])
def test_a_file_cut_short_is_told_and_how_to_mend_it(tmp_path: Path, cut: int) -> None:
    whole = written(tmp_path / "whole", 姓名=["甲"] * 50, 身份证号=[A] * 50)
    part = tmp_path / "part.parquet"
    part.write_bytes(whole.read_bytes()[:cut])
    (told,) = read_blocks(part, SOURCES)
    assert isinstance(told, Unread)
    assert "请重新导出" in told.reason


def test_an_encrypted_one_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "locked.parquet"
    path.write_bytes(b"PARE" + bytes(50))
    with pytest.raises(NotReadable, match="加密的 Parquet"):
        format_of(path)


@given(
    numbers=st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=5),
    words=st.lists(st.none() | st.text(max_size=5), min_size=1, max_size=5),
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5, deadline=None
)
def test_whole_numbers_and_words_come_as_they_were(
    tmp_path: Path, numbers: list[int | None], words: list[str | None]
) -> None:
    rows = min(len(numbers), len(words))
    path = tmp_path / "any.parquet"
    frame = {"n": pl.Series(numbers[:rows], dtype=pl.Int64), "w": words[:rows]}
    pl.DataFrame(frame, schema_overrides={"w": pl.String}).write_parquet(path)
    told = [[None if n is None else str(n), w] for n, w in zip(numbers, words, strict=False)]
    assert rows_of(path)[1:] == told
