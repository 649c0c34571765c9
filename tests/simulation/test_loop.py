"""A simulated year in small: three rounds of a messy district, and the ledger held against them."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import openpyxl
import polars as pl
import pytest

from pipelines.ledger import open_ledger
from pipelines.months import Month
from pipelines.simulation import Simulated, simulate
from pipelines.simulation.behaviour import read_behaviour
from pipelines.simulation.visits import CONTRADICTED, FAULTS
from pipelines.warehouse import Connection
from pipelines.workbook.district import TOP
from pipelines.workbook.nominated import SHEET_NAME
from tests.simulation import replay

LAST = Month(2026, 10)
MESSY = {
    "silent_office": 0.0, "late_workbook": 0.2, "sent_twice": 0.7, "contradicted": 0.7,
    "edited_id": 0.06, "no_date": 0.06, "in_future": 0.05, "concluded_unseen": 0.3,
    "unknown_word": 0.05, "before_listing": 0.06, "other_street": 0.08,
    "not_met": 0.2, "met": 0.7, "false_alarm": 0.3, "months_to_approve": [1.0, 0.0, 0.0],
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    out = tmp_path_factory.mktemp("simulated")
    shares = dataclasses.asdict(read_behaviour()) | MESSY
    behaviour = out / "behaviour.yaml"
    behaviour.write_text(json.dumps(shares, default=list), "utf-8")
    return simulate(out, 3, LAST, residents=1_000, hardship=2, history=1, behaviour=behaviour)


@pytest.fixture(scope="module")
def ledger(told: Simulated) -> Iterator[Connection]:
    with closing(open_ledger(told.home, LAST.as_of_date)) as con:
        yield con


def _rows(con: Connection, query: str) -> list[tuple[object, ...]]:
    return con.sql(query).pl().rows()


def test_states_are_what_a_replay_of_the_acts_gives(told: Simulated, ledger: Connection) -> None:
    query = "select household_id, state, last_visit_date from ledger.states"
    found = {str(h): (state, seen) for h, state, seen in _rows(ledger, query)}
    expected = replay.final_states(told, LAST.as_of_date)
    assert found == expected
    assert {state for state, _ in found.values()} >= {"waiting", "not_reached", "no_risk"}


def test_the_state_of_a_past_day_is_that_of_what_was_known_then(told: Simulated) -> None:
    on = date(2026, 9, 20)
    with closing(open_ledger(told.home, on)) as con:
        query = "select household_id, state, last_visit_date from ledger.states"
        found = {str(h): (state, seen) for h, state, seen in _rows(con, query)}
    acts = [act for act in told.acts if act.visit.on <= on]
    assert found == replay.final_states(dataclasses.replace(told, acts=acts), on)


def test_every_written_row_is_merged_kept_apart_or_sent_back(
    told: Simulated, ledger: Connection
) -> None:
    acts = replay.known(told.acts, LAST.as_of_date)
    expected = Counter(_fate(act.fault) for act in acts)
    found = Counter({"taken": len(_rows(ledger, "select * from ledger.answers"))})
    found.update(str(reason) for (reason,) in _rows(ledger, "select reason from ledger.unmerged"))
    sent_back = expected.pop("back", 0)
    assert found == expected
    assert sent_back
    assert set(expected) == {"taken", "unknown_household", "before_listing"}


def _fate(fault: str) -> str:
    return "back" if fault in replay.UNREADABLE else replay.UNMERGED.get(fault, "taken")


def test_the_figures_of_a_month_add_up_with_the_ledger(told: Simulated, ledger: Connection) -> None:
    last = told.months[-1]
    standing = replay.standing(told.acts, LAST.as_of_date)
    assert last.round.visits == sum(act.delivered == LAST for act in standing)
    everybody = sum(month.round.visits for month in told.months)
    assert everybody == len(_rows(ledger, "select * from ledger.answers where standing = 'merged'"))
    assert last.truth.covered <= last.truth.found <= last.truth.needy


def test_contradictions_stand_side_by_side_and_nothing_is_said_twice(
    told: Simulated, ledger: Connection
) -> None:
    standing = Counter(str(one) for (one,) in _rows(ledger, "select standing from ledger.answers"))
    assert standing["merged"] == len(replay.standing(told.acts, LAST.as_of_date))
    assert standing["conflict"] > 0
    assert standing["repeated"] > 0
    assert {act.fault for act in told.acts} >= {*FAULTS, CONTRADICTED}
    pairs = _rows(ledger, "select other_answer_id from ledger.conflicts where kind = 'same_day'")
    assert len(pairs) == standing["conflict"]


def test_an_edited_number_finds_the_household_it_was(told: Simulated, ledger: Connection) -> None:
    query = "select household_id_written, nearest_household_id from ledger.unmerged"
    near = dict(_rows(ledger, f"{query} where reason = 'unknown_household'"))
    slipped = [a for a in replay.known(told.acts, LAST.as_of_date) if a.fault == "edited_id"]
    assert slipped
    assert {act.written: act.listed.household for act in slipped} == near


def test_whom_an_office_named_is_screened_and_the_district_is_told(told: Simulated) -> None:
    place = told.home.release_path(LAST)
    named = pl.read_parquet(place / "nominations.parquet")
    known = named.filter(pl.col("household_id").is_not_null())
    assert known.height
    assert known["is_screened"].all()
    screened = pl.read_parquet(place / "households.parquet")
    cohorts = dict(screened.select("household_id", "cohorts").iter_rows())
    assert all("nominated" in cohorts[one].split(",") for one in known["household_id"])
    book = openpyxl.load_workbook(place / "district" / "reviews.xlsx")
    rows = list(book[SHEET_NAME].iter_rows(min_row=TOP + 1, values_only=True))
    assert len(rows) == named.filter(pl.col("delivery_month") == str(LAST)).height
