"""Stories of case conferences, told in tables: what the ledger says of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.strict_yaml import read_yaml
from pipelines.warehouse import Connection
from tests.clues.warehouse import build, story_warehouse

STORIES = read_yaml((Path(__file__).parent / "会商.yaml").read_text("utf-8"))


def rows_of(con: Connection, table: str, order: str) -> list[dict[str, Any]]:
    found = con.execute(f"select * from ledger.{table} order by {order}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def alike(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in told} for row, told in zip(found, expected, strict=True)]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_story(story: dict[str, Any]) -> None:
    with story_warehouse(story["given"]) as con:
        build(con, story.get("day", date(2026, 10, 31)), "conference_tasks", "conferences")
        tasks = rows_of(con, "conference_tasks", "household_id, conference_date, department")
        conferences = rows_of(con, "conferences", "household_id, conference_date")
    assert alike(tasks, story["tasks"]) == story["tasks"]
    assert alike(conferences, story["conferences"]) == story["conferences"]
