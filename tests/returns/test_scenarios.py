"""What clerks do with returned workbooks, as stories that an official can read: the YAML files."""

from pathlib import Path

import pytest

from tests.returns.scenarios import Story, load_stories, play


@pytest.mark.parametrize("story", load_stories(), ids=str)
def test_story(story: Story, tmp_path: Path) -> None:
    play(story, tmp_path)
