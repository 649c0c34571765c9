"""Whatever an office does to its list: no row is lost, and nothing that was answered is."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.answers.made_up import HEADINGS, household_id, taken

DATES = ("2026-11-05", "2026/11/6", "2026.11.7", "上周三", "2026-12-09", "11月8日", "")
RESULTS = ("已见到", "未遇到", "已搬走", "拒绝", "没遇到", "不知道", "")
CONCLUSIONS = ("未发现风险", "情况复杂", "应享政策未落实，转办落实", "随便写写", "")
HELPS = ("无需", "低保", "低保、就业", "修房", "")
NUMBERS = (*map(household_id, range(1, 5)), "H0000000001B", "新增", "19900000001", "", " ")
WORDS = ("", "孙德福 19900005705", "电话空号", "在外地")

ROWS = st.fixed_dictionaries(
    {
        "户编号": st.sampled_from(NUMBERS),
        "名单月份": st.sampled_from(("2026-10", "2026年10月", "2026-10-01", "")),
        "户主及电话": st.sampled_from(WORDS),
        "住址": st.sampled_from(("兰亭路9号", "")),
        "走访日期": st.sampled_from(DATES),
        "走访人": st.sampled_from(("李网格", "")),
        "走访结果": st.sampled_from(RESULTS),
        "核实结论": st.sampled_from(CONCLUSIONS),
        "需要的帮扶": st.sampled_from(HELPS),
        "备注": st.sampled_from(WORDS),
    }
)


def written(path: Path, rows: list[Mapping[str, str]], headings: list[str]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, headings, restval="", extrasaction="ignore")
        table.writeheader()
        # The office's own numbering: no row is blank, so each is a row received.
        table.writerows({**row, "序号": str(n)} for n, row in enumerate(rows, start=1))
    return path


@given(rows=st.lists(ROWS, min_size=1, max_size=12), order=st.integers(0, 99))
@settings(deadline=None)
def test_any_mix_of_edits_is_received_and_accounted_for(
    rows: list[Mapping[str, str]], order: int
) -> None:
    headings = list(HEADINGS)
    random.Random(order).shuffle(headings)  # noqa: S311 (columns may be moved, too)
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "名单.csv", rows, headings)
        found = taken(path, Path(folder) / "home")
    assert found.entry.received == len(rows)
    back = found.rejects["row_number"].n_unique()
    assert back == found.entry.rejected
    assert found.rows.height + back + found.entry.repeated == len(rows)
    is_written = pl.col("visit_result").is_not_null()
    assert found.rows.filter(pl.col("is_answered") != is_written).is_empty()
    answered = found.rows.filter("is_answered")
    assert answered["visited_date"].null_count() == 0
    assert answered.filter(pl.col("household_id").is_null() & ~pl.col("is_nomination")).is_empty()
    assert not any(word in found.rows.write_csv() for word in ("1990000", "孙德福", "修房", "外地"))


@given(row=ROWS, times=st.integers(1, 4))
@settings(deadline=None, max_examples=10)
def test_a_row_copied_any_number_of_times_counts_once(row: Mapping[str, str], times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "名单.csv", [row] * times, list(HEADINGS))
        found = taken(path, Path(folder) / "home").entry
    assert (found.accepted, found.rejected) in {(1, 0), (0, times)}
