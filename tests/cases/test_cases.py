"""Households as people tell them, and how they stand to the policies: the YAML files beside this.

Stories of the same month, standards and missing sources are built together, as a month's run
would: one household never changes what another may be due.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from pipelines import inputs
from pipelines.benefits import benefit_tables, load_benefits
from pipelines.places import load_reference
from pipelines.policy import policy_at
from pipelines.warehouse import build_layer
from tests.cases.stories import Story, load_stories, rows_of
from tests.sql_cases import empty_warehouse, insert_rows

STORIES = load_stories()
STATUSES = {
    "可能符合": "may_qualify",
    "已在领": "already_receives",
    "不符合": "does_not",
    "说不清": "cannot_tell",
}
Key = tuple[str, tuple[tuple[str, Any], ...], tuple[str, ...]]
Found = Mapping[tuple[str, str | None], Mapping[str, Any]]


def _key(story: Story) -> Key:
    return str(story.month), tuple(sorted(story.supposed.items())), story.missing


def _policies() -> dict[str, str]:
    """What the stories call a policy: its title up to the bracket."""
    return {
        benefit.title.partition("（")[0]: name
        for name, benefit in load_benefits().items()
        if benefit.conditions
    }


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_story(story: Story) -> None:
    found = _answers(_key(story))[story.number]
    policies = _policies()
    for expected in story.expected:
        place = (policies[expected["政策"]], story.person(expected.get("谁")))
        _check(f"{story}\n  {expected}", expected, found.get(place))


def _check(told: str, expected: Mapping[str, Any], got: Mapping[str, Any] | None) -> None:
    if expected["判断"] == "不涉及":
        assert got is None, f"{told}\n  got {got}"
        return
    assert got is not None, f"{told}\n  nothing is said of this policy"
    told = f"{told}\n  got {got}"
    assert got["status"] == STATUSES[expected["判断"]], told
    if "金额" in expected:
        assert _amount(got) == str(expected["金额"]), told
    if "还缺" in expected:
        _check_words(told, expected["还缺"], got["missing"])
    if "不符合在" in expected:
        _check_words(told, expected["不符合在"], got["failed"])
    if "暂定" in expected:
        assert got["uses_placeholder"] is expected["暂定"], told


def _check_words(told: str, words: list[str], text: str | None) -> None:
    """Every word stands in the text, and nothing stands there where none is told."""
    assert all(word in (text or "") for word in words), told
    assert bool(words) == bool(text), told


def _amount(got: Mapping[str, Any]) -> str:
    low, high = (
        None if yuan is None else format(Decimal(yuan).normalize(), "f")
        for yuan in (got["low_yuan"], got["high_yuan"])
    )
    if high is None:
        return "没有"
    if low is None:
        return f"至多{high}"
    return high if low == high else f"{low}至{high}"


@functools.cache
def _answers(key: Key) -> Mapping[str, Found]:
    """How every household of a key stands to every policy, by story."""
    stories = [story for story in STORIES if _key(story) == key]
    found: dict[str, dict[tuple[str, str | None], dict[str, Any]]] = {
        story.number: {} for story in stories
    }
    for row in _built(stories):
        found[row["story"]][row["policy"], row["person_id"]] = row
    return found


def _built(stories: list[Story]) -> list[dict[str, Any]]:
    con = empty_warehouse()
    con.begin()
    try:
        _load(con, stories)
        day = stories[0].month.as_of_date
        bound = {**policy_at(day).bound, **stories[0].supposed}
        for layer in ("core", "entitlements", "matches"):
            build_layer(con, layer, bound)
        rows = con.execute(
            "select entitlements.*, homes.story from matches.entitlements inner join "
            "(select distinct household_id, split_part(person_id, '/', 1) as story "
            "from core.members) as homes on entitlements.household_id = homes.household_id"
        )
        names = [column[0] for column in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    finally:
        con.rollback()


def _load(con: Any, stories: list[Story]) -> None:
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for serial, story in enumerate(stories):
        for table, rows in rows_of(story, serial).items():
            tables[table] += rows
    for table, rows in tables.items():
        if table.removeprefix("staging.") not in stories[0].missing:
            insert_rows(con, table, rows)
    month = stories[0].month
    inputs.load_source_list(con, {})
    con.execute("update inputs.sources set status = 'present', delivery_month = ?", [str(month)])
    for source in stories[0].missing:
        con.execute("update inputs.sources set status = 'missing' where source = ?", [source])
    inputs.load_places(con, load_reference())
    for name, frame in benefit_tables(month.as_of_date).items():
        con.execute(f"delete from policy.{name}")
        con.register("told", frame.to_arrow())
        con.execute(f"insert into policy.{name} by name select * from told")
        con.unregister("told")
