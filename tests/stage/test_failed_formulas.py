"""A cell that shows only that its formula failed is no blank: it is told, and never kept."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from pipelines.reasons import NOTES, REASONS, WARNED
from pipelines.typed import TypedBatch, read_batch
from schemas.sources import source_named
from tests.read.contracts import made_up_id

A = made_up_id(sequence=1)


def read(**cells: str | None) -> TypedBatch:
    """One certificate's row with these cells."""
    row = {
        "name": "甲", "id_number": A, "disability_category": "肢体", "disability_grade": "二级",
        "certificate_number": None, "town_name": "某街道", "issued_date": "2020-05-01",
    } | cells  # fmt: skip
    batch = pl.DataFrame({name: pl.Series([cell], dtype=pl.String) for name, cell in row.items()})
    batch = batch.with_columns(row_number=pl.lit(2, pl.UInt32))
    source = source_named("disabled_federation__certificates")
    return read_batch(source, batch, {}, date(2026, 10, 31))


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_in_a_required_column_the_row_goes_back(error: str) -> None:
    for column in ("id_number", "disability_category", "name"):
        found = read(**{column: error})
        assert found.faults["rule"].to_list() == ["formula_error"], column
        assert found.frame[column].to_list() == [None]


@pytest.mark.parametrize("column", ["town_name", "issued_date"])
def test_elsewhere_it_is_told_and_left_out(column: str) -> None:
    found = read(**{column: "#REF!"})
    assert found.faults.is_empty()
    assert [(note.rule, note.column) for note in found.notes] == [("formula_error", column)]
    assert found.frame[column].to_list() == [None]


def test_what_the_certificate_number_says_needs_no_telling() -> None:
    found = read(disability_category="#N/A", certificate_number=A + "42")
    assert found.faults.is_empty()
    assert found.frame["disability_category"].to_list() == ["肢体"]


def test_words_that_only_begin_like_an_error_are_words() -> None:
    found = read(town_name="#3号街道")
    assert found.frame["town_name"].to_list() == ["#3号街道"]
    assert not found.notes


def test_the_rule_is_explained() -> None:
    assert "formula_error" in REASONS
    assert "formula_error" not in NOTES
    assert "formula_error" in WARNED
