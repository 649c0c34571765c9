"""The list filled, sorted, filtered and saved in LibreOffice, as WPS does it too, taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from pipelines.workbook.lists import LIST_SHEET
from tests.answers.libreoffice import FORMATS, WRITTEN_BEFORE, fill_in_libreoffice
from tests.answers.made_up import HOUSEHOLDS, Taken, household_id, taken


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that the program has just written, or wrote before where it is not installed."""
    return fill_in_libreoffice(tmp_path_factory.mktemp("office"))


def check(found: Taken) -> None:
    assert (found.entry.received, found.entry.rejected) == (HOUSEHOLDS + 1, 1)
    assert found.unread == ()
    met, not_met = (found.of(household_id=household_id(number)) for number in (1, 2))
    assert met["visited_date"] == dt.date(2026, 11, 5)
    assert (met["visit_result"], met["conclusion"]) == ("已见到", "no_risk")
    assert (not_met["visit_result"], not_met["has_remark"]) == ("未遇到", True)
    assert set(found.rows["list_month"].drop_nulls()) == {"2026-10"}
    (back,) = found.rejects.to_dicts()
    assert (back["column"], back["rule"]) == ("visited_date", "date_unreadable")
    added = found.of(is_nomination=True)
    assert added["household_id"] is None
    words = found.words.filter(row_number=added["row_number"]).to_dicts()
    assert [(one["head_name"], one["phone"]) for one in words] == [("孙德福", "19900005705")]
    blank = found.rows.filter(~pl.col("is_answered") & ~pl.col("is_nomination"))
    assert blank.height == HOUSEHOLDS - 3
    assert set(found.rows["sheet"]) == {LIST_SHEET}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_libreoffice_saves_is_taken_back(now: Path, kind: str, tmp_path: Path) -> None:
    check(taken(now / f"back.{kind}", tmp_path))


def test_it_was_sorted_and_columns_and_rows_were_hidden(now: Path, tmp_path: Path) -> None:
    found = taken(now / "back.xlsx", tmp_path)
    in_order = found.rows.drop_nulls("household_id").sort("row_number")["household_id"]
    assert in_order.to_list() == sorted(in_order, reverse=True)
    (block,) = [one for one in found.entry.blocks if one["sheet"] == LIST_SHEET]
    assert block["hidden_rows"] == 1


def test_files_written_before_are_taken_back_too(tmp_path: Path) -> None:
    check(taken(WRITTEN_BEFORE / "back.ods", tmp_path))
