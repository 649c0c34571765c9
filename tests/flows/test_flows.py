"""What the flows promise without a server: only reading is tried again, and nothing is told."""

import traceback
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from prefect.client.schemas.objects import State

from pipelines import flows
from pipelines.errors import SanseError
from pipelines.lock import HomeBusy, lock_home
from pipelines.months import Month
from pipelines.settings import Home


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("一格里的内容"), flows.StageFailed),
        (OSError("一格里的内容"), flows.ReadingFailed),
    ],
)
def test_prefect_never_sees_the_message_of_another_library(
    error: Exception, told: type[Exception]
) -> None:
    with pytest.raises(told) as failed, flows._telling_no_data():
        raise error
    shown = "".join(traceback.format_exception(failed.value))
    assert type(error).__name__ in shown
    assert "一格里的内容" not in shown


def test_our_own_errors_are_told_as_they_are() -> None:
    with pytest.raises(SanseError, match="没有收件夹"), flows._telling_no_data():
        raise SanseError("没有收件夹")


def _state(error: Exception) -> State:
    return State(type="FAILED", data=error)  # type: ignore[arg-type]


def test_only_a_reading_failure_is_tried_again() -> None:
    assert flows._is_reading_failure(None, None, _state(flows.ReadingFailed("OSError")))
    assert not flows._is_reading_failure(None, None, _state(flows.StageFailed("ValueError")))
    assert flows.receive.retries == 2
    assert [each.retries for each in (flows.load, flows.build, flows.publish)] == [0, 0, 0]


def test_every_task_ends_in_time() -> None:
    for each in (
        flows.receive, flows.load, flows.build, flows.publish, flows.write_reminders,
    ):  # fmt: skip
        assert each.timeout_seconds


def test_a_run_belongs_to_the_month_of_the_place_in_which_it_was_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Due:
        # Still October by Greenwich, already November in Shanghai.
        scheduled_start_time = datetime(2026, 10, 31, 20, tzinfo=UTC)

    monkeypatch.setattr(flows, "flow_run", Due)
    assert flows._month_due() == Month(2026, 11)
    assert flows._day_due() == date(2026, 11, 1)


def test_a_home_is_written_by_one_run_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with lock_home(home), pytest.raises(HomeBusy, match="正在写入"), lock_home(home):
        pass
    with lock_home(home):
        pass
