"""What is due, overdue and told to whom, by stories that an official can read."""

import pytest

from tests.reminders.deadline_stories import Story, check_story, load_stories


@pytest.mark.parametrize("story", list(load_stories()), ids=str)
def test_story(story: Story) -> None:
    check_story(story)
