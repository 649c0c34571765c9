"""What a bulletin counts, told as stories that an official can read."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.bulletin.definitions import HOUSEHOLD_FIGURES
from pipelines.bulletin.figure import Figure, Figures
from pipelines.bulletin.gathered import gather
from pipelines.bulletin.households import GROUPS, POLICIES, YIELD
from pipelines.strict_yaml import read_yaml
from tests.bulletin.stories import basis_for

STORIES = read_yaml((Path(__file__).parent / "月报.yaml").read_text(encoding="utf-8"))["cases"]


def _words(one: Figure) -> str:
    """Return a figure as the stories call it: the group's or the scope's name before its own."""
    if one.section in {GROUPS, POLICIES}:
        return f"{one.group_title}·{one.title}"
    definition = HOUSEHOLD_FIGURES.get(one.name)
    if one.name.startswith(("due_", "list_")) and definition and definition.whole:
        return f"{HOUSEHOLD_FIGURES[definition.whole].title}·{one.title}"
    return one.title


def _told(figures: Figures) -> dict[str, str]:
    return {
        _words(one): one.told
        for section in (YIELD, GROUPS, POLICIES)
        for one in figures.of(section)
    }


@pytest.mark.parametrize("story", STORIES, ids=[story["name"] for story in STORIES])
def test_story(story: dict[str, Any]) -> None:
    told = _told(gather(basis_for(story["households"], story["month"]), None).figures)
    assert {name: told[name] for name in story["expect"]} == story["expect"]
