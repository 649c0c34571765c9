"""Rules that a row may break and still be taken: both sides of each, and what becomes of them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.doubts import FoundDoubts, Place, level_of, sentence_of
from pipelines.english import SENTENCES, sentence_in_english
from pipelines.reasons import NOTES, ONLY_COUNTED, REASONS, WARNED
from pipelines.register import fingerprint
from pipelines.typed import Note
from schemas.doubts import Doubt, looks_like_ten_thousands, two_heads
from schemas.sources import DOUBT_SCHEMA, Source, all_sources, source_named
from tests.stage.files import made_up_id, stage_rows

Case = dict[str, Any]
CASES: list[Case] = yaml.safe_load(
    (Path(__file__).parent / "doubts.yaml").read_text(encoding="utf-8")
)
ALL_DOUBTS = [(source, doubt) for source in all_sources() for doubt in source.all_doubts]
_PERSON = re.compile(r"([男女])(\d)")


def person(cell: object) -> object:
    """The number of a made-up person: odd sequences are men's, even ones women's."""
    named = _PERSON.fullmatch(str(cell))
    if not named:
        return cell
    return made_up_id(10 * int(named[2]) + (1 if named[1] == "男" else 2))


def doubts_of(folder: Path, rows: Sequence[Sequence[object]]) -> tuple[Any, pl.DataFrame]:
    outcome = stage_rows(folder, [[person(cell) for cell in row] for row in rows])
    path = outcome.home.doubts / outcome.entry.source / f"{outcome.sha256}.parquet"
    return outcome, pl.read_parquet(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["规则"])
def test_both_sides_of_a_rule(tmp_path: Path, case: Case) -> None:
    outcome, doubts = doubts_of(tmp_path, [case["表头"], *case["数据"]])
    assert outcome.entry.rejected == 0
    told = doubts.filter(pl.col("rule") == case["规则"])["row_number"].to_list()
    expected = [None] if case["存疑"] == "整列" else [row + 1 for row in case["存疑"]]
    assert told == expected


def test_every_rule_has_cases_on_both_sides() -> None:
    told: dict[str, list[Any]] = {case["规则"]: [] for case in CASES}
    for case in CASES:
        told[case["规则"]].append(case["存疑"])
    for source, doubt in ALL_DOUBTS:
        assert doubt.rule in told, (source.name, doubt.rule)
        assert any(told[doubt.rule]), doubt.rule
    for case in CASES:
        rows = len(case["数据"])
        quiet = [one for one in CASES if one["规则"] == case["规则"]]
        assert any(one["存疑"] != list(range(1, rows + 1)) for one in quiet)


@pytest.mark.parametrize(("source", "doubt"), ALL_DOUBTS, ids=lambda one: getattr(one, "rule", ""))
def test_a_doubt_fits_its_contract(source: Source, doubt: Doubt) -> None:
    names = {spec.name for spec in source.columns}
    assert {doubt.column, *doubt.reads, *doubt.asks_for} <= names | {"row_number"}
    assert re.search(r"请", doubt.reason)
    assert doubt.reason.endswith("。")
    assert doubt.english.isascii() or "元" in doubt.english
    assert sentence_of(doubt.rule, source) == doubt.reason
    assert sentence_in_english(doubt.rule, source) == doubt.english


def test_no_source_has_a_rule_twice() -> None:
    for source in all_sources():
        rules = [(doubt.rule, doubt.column) for doubt in source.all_doubts]
        assert len(rules) == len(set(rules))
        assert not {rule for rule, _ in rules} & set(REASONS) & set(NOTES)


def test_every_rule_of_the_readers_is_told_in_english() -> None:
    assert set(SENTENCES) == {*REASONS, *NOTES}
    assert not WARNED - {*REASONS, *NOTES}
    assert not WARNED & ONLY_COUNTED
    assert level_of("certificate_disagrees") == "warn"
    assert level_of("id_from_15") == "note"


def test_a_doubt_says_where_and_what(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "残疾证号", "残疾类别", "残疾等级"]
    number = made_up_id(11)
    rows = [["甲", "男1", f"{number}42", "视力", "一级"], ["乙", "男2", "", "肢体", "二级"]]
    outcome, doubts = doubts_of(tmp_path, [header, *rows])
    assert outcome.entry.warnings == {"certificate_disagrees": 1}
    assert dict(doubts.schema) == DOUBT_SCHEMA
    assert doubts.select("row_number", "column", "header", "level").rows() == [
        (2, "disability_category", "残疾类别", "warn"),
        (2, "disability_grade", "残疾等级", "warn"),
    ]
    assert doubts["reason"].unique().to_list() == [NOTES["certificate_disagrees"]]
    assert not any(number in str(cell) for row in doubts.rows() for cell in row)


def test_a_rejected_row_is_not_doubted_too(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "死亡日期", "性别"]
    rows = [["甲", "男1", "不详", "女"], ["乙", "男2", "2026-05-01", "女"]]
    outcome, doubts = doubts_of(tmp_path, [header, *rows])
    assert outcome.counts == (2, 1, 1, 0)
    assert doubts["row_number"].to_list() == [3]
    assert outcome.entry.warnings == {"sex_differs_from_id": 1}


def test_a_row_that_differs_from_the_one_that_counts_is_doubted(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "死亡日期"]
    rows = [["甲", "男1", "2026-05-01"], ["乙", "男2", "2026-05-01"], ["甲", "男1", "2026-05-02"]]
    outcome, doubts = doubts_of(tmp_path, [header, *rows])
    assert outcome.entry.warnings == {"repeated_differing": 1}
    assert doubts.select("row_number", "column", "rule").rows() == [
        (2, None, "repeated_differing"),
    ]


def test_what_concerns_every_row_is_only_counted(tmp_path: Path) -> None:
    old = made_up_id(11)
    header = ["姓名", "身份证号", "死亡日期"]
    rows = [["甲", old[:6] + old[8:17], "2026-05-01"]]
    outcome, doubts = doubts_of(tmp_path, [header, *rows])
    assert outcome.entry.notes == {"id_from_15": 1}
    assert doubts.is_empty()


def test_what_is_only_for_reading_is_not_staged(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "死亡日期", "性别", "出生日期"]
    outcome, _ = doubts_of(tmp_path, [header, ["甲", "男1", "2026-05-01", "女", "1971-01-01"]])
    assert not {"stated_sex", "stated_birth_date"} & set(outcome.rows.columns)
    assert outcome.entry.warnings == {"birth_differs_from_id": 1, "sex_differs_from_id": 1}
    [block] = outcome.entry.blocks
    assert block["extra_columns"] == []


def test_another_rule_stages_a_source_anew() -> None:
    source = source_named("civil_affairs__deaths")
    [doubt] = source.doubts
    later = dataclasses.replace(doubt, broken=doubt.broken.not_())
    assert fingerprint(source) != fingerprint(dataclasses.replace(source, doubts=(later,)))
    reworded = dataclasses.replace(doubt, reason="请核对。")
    assert fingerprint(source) == fingerprint(dataclasses.replace(source, doubts=(reworded,)))


def _residents(rows: Sequence[tuple[str, str | None, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row_number": range(2, len(rows) + 2),
            "household_number": [household for household, _, _ in rows],
            "relationship": [relationship for _, relationship, _ in rows],
            "id_number": [number for _, _, number in rows],
        },
        schema_overrides={"row_number": pl.Int32, "relationship": pl.String},
    )


RESIDENT_ROWS = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.sampled_from(["户主", "之子", None]), st.sampled_from("1234")
    ),
    min_size=1,
    max_size=12,
)


@given(rows=RESIDENT_ROWS, cut=st.integers(0, 12))
@settings(deadline=None)
def test_two_heads_are_found_however_the_rows_are_batched(
    rows: list[tuple[str, str | None, str]], cut: int
) -> None:
    source = dataclasses.replace(
        source_named("rural_affairs__poverty_roster"), doubts=(two_heads("household_number"),)
    )
    found = FoundDoubts(source)
    frame = _residents(rows)
    for batch in (frame[:cut], frame[cut:]):
        brought = ("household_number", "relationship", "id_number")
        found.take(Place("f", "", {}), brought, batch, [])
    heads: dict[str, set[str]] = {}
    for household, relationship, number in rows:
        if relationship == "户主":
            heads.setdefault(household, set()).add(number)
    expected = [
        place + 2
        for place, (household, relationship, _) in enumerate(rows)
        if relationship == "户主" and len(heads[household]) > 1
    ]
    told = found.finish()
    assert told.filter(pl.col("rule") == "two_heads")["row_number"].to_list() == expected
    assert found.warnings["two_heads"] == len(expected)


@given(amounts=st.lists(st.one_of(st.none(), st.integers(-50, 50)), max_size=20))
@settings(deadline=None)
def test_small_amounts_are_told_each_and_as_a_column(amounts: list[int | None]) -> None:
    small = looks_like_ten_thousands("amount", 10)
    frame = pl.DataFrame({"amount": amounts}, schema={"amount": pl.Decimal(16, 2)})
    told = frame.select(small.broken.fill_null(value=False))["amount"].to_list()
    assert told == [amount is not None and 0 < amount < 10 for amount in amounts]


@given(
    notes=st.lists(
        st.tuples(
            st.sampled_from(["certificate_disagrees", "id_from_15", "id_check"]),
            st.sampled_from(["disability_category", "disability_grade"]),
            st.lists(st.booleans(), min_size=5, max_size=5),
        ),
        max_size=4,
        unique_by=lambda note: note[:2],
    )
)
@settings(deadline=None)
def test_rows_of_a_note_count_once(notes: list[tuple[str, str, list[bool]]]) -> None:
    source = source_named("disabled_federation__certificates")
    found = FoundDoubts(source)
    told = [Note(rule, column, pl.Series(rows)) for rule, column, rows in notes]
    records = found.take(Place("f", "", {}), (), pl.DataFrame({"row_number": range(5)}), told)
    rows_of: dict[str, set[int]] = {}
    for rule, _, rows in notes:
        rows_of.setdefault(rule, set()).update(place for place, one in enumerate(rows) if one)
    counted = {**found.warnings, **found.notes}
    assert {rule: count for rule, count in counted.items() if count} == {
        rule: len(rows) for rule, rows in rows_of.items() if rows
    }
    assert "id_from_15" not in records["rule"]
