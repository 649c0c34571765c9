"""Stories of a household's months: each change told with its cause and evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.explain import HouseholdNotFound
from pipelines.months import Month, parse_month
from pipelines.policy_folder import VARIABLE
from pipelines.since import explain_since
from pipelines.summary import NoRelease
from tests.explain_since.stories import HOUSEHOLD, load_stories, policy_of, write_home


@pytest.mark.parametrize("story", load_stories(), ids=lambda story: story["name"])
def test_story(story: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = write_home(story, tmp_path / "home")
    monkeypatch.setenv(VARIABLE, str(policy_of(story, tmp_path / "policy")))
    text = explain_since(home, HOUSEHOLD, parse_month(str(story["since"])))
    place = 0
    for sentence in story["expect"]:
        found = text.find(sentence, place)
        assert found >= 0, f"missing here: {sentence}\n{text}"
        place = found + len(sentence)
    for sentence in story.get("absent", []):
        assert sentence not in text, text


def test_months_are_limited_and_what_is_not_there_is_said(tmp_path: Path) -> None:
    story = {"months": {"2026-11": {}, "2026-12": {}}}
    home = write_home(story, tmp_path)
    text = explain_since(home, HOUSEHOLD, Month(2026, 8), Month(2026, 11))
    assert "2026-08 以来" in text
    assert "2026-12" not in text
    with pytest.raises(NoRelease, match="2027-01 以来还没有发布名单"):
        explain_since(home, HOUSEHOLD, Month(2027, 1))
    with pytest.raises(HouseholdNotFound, match="H00000000009"):
        explain_since(home, "H00000000009", Month(2026, 11))
