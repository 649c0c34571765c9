"""Stories of clues, told in tables: what the ledger says of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import Connection
from tests.clues.warehouse import build, story_warehouse

STORIES = read_yaml((Path(__file__).parent / "线索.yaml").read_text("utf-8"))
ON = date(2026, 10, 31)


@contextmanager
def ledger_of(story: dict[str, Any]) -> Iterator[Connection]:
    with story_warehouse(story["given"]) as con:
        build(con, story.get("day", ON), "clue_rows", "clue_answers", "clue_subjects", "clues")
        yield con


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_story(story: dict[str, Any]) -> None:
    with ledger_of(story) as con:
        rows = con.execute("select * from ledger.clues order by clue_number, street_name")
        names = [column[0] for column in rows.description]
        found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    numbers = {row["clue_id"]: row["clue_number"] for row in found}
    for row in found:
        row["duplicate_of"] = numbers.get(row["duplicate_of"], row["duplicate_of"])
    told = [
        {name: row[name] for name in expected}
        for row, expected in zip(found, story["expect"], strict=True)
    ]
    assert told == story["expect"]


def test_the_number_that_was_sent_out_finds_the_clue_though_other_cells_were_edited() -> None:
    asked = {"clue_number": "X1", "received_at": "2026-10-08 09:00:00", "town_name": "黄岛街道"}
    with ledger_of({"given": {"staging.field__clues": [asked]}}) as con:
        [[clue_id]] = con.execute("select clue_id from ledger.clues").fetchall()
    edited = {
        "clue_number": "X1改", "received_at": "2026-10-09 00:00:00", "town_name": "辛安街道",
        "dispatch_id": clue_id.lower(), "is_answered": True, "checked_date": "2026-10-09",
        "visit_result": "已见到", "outcome": "no_risk",
    }  # fmt: skip
    given = {"staging.field__clues": [asked, edited]}
    with ledger_of({"given": given}) as con:
        rows = con.execute("select clue_id, standing from ledger.clues").fetchall()
    assert rows == [(clue_id, "closed")]


def test_no_answer_is_lost_however_often_it_came() -> None:
    answer = {
        "clue_number": "X1", "received_at": "2026-10-08 09:00:00", "is_answered": True,
        "checked_date": "2026-10-09", "visit_result": "未遇到",
    }  # fmt: skip
    other = {**answer, "visit_result": "拒绝", "delivery_rank": 2}
    with ledger_of({"given": {"staging.field__clues": [answer, answer, other]}}) as con:
        rows = con.execute("select standing from ledger.clue_answers order by all").fetchall()
    assert rows == [("conflict",), ("merged",), ("repeated",)]


def test_an_answer_without_the_number_that_was_sent_is_found_by_what_stands_beside_it() -> None:
    asked = {"clue_number": "X1", "received_at": "2026-10-08 09:20:00", "town_name": "黄岛街道"}
    answer = {
        "clue_number": "X1", "received_at": "2026-10-08 09:20:00", "is_answered": True,
        "checked_date": "2026-10-09", "visit_result": "已见到", "outcome": "no_risk",
    }  # fmt: skip
    twice = [asked, {**asked, "town_name": "辛安街道"}, answer]
    for rows, standings in (([asked, answer], ["closed"]), (twice, ["closed", "open", "open"])):
        with ledger_of({"given": {"staging.field__clues": rows}}) as con:
            found = con.execute("select standing from ledger.clues order by 1").fetchall()
        # Where two streets have such a clue, nobody guesses which one was answered.
        assert [standing for (standing,) in found] == standings
