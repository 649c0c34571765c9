"""The ledger tells what the stories of this folder say."""

import pytest

from tests.ledger.stories import Story, check_story, load_stories


@pytest.mark.parametrize("story", load_stories(), ids=str)
def test_story(story: Story) -> None:
    check_story(story)
