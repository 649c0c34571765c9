"""What the flows promise without a server: only reading is tried again, and nothing is told."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import State

from pipelines import flows
from pipelines.errors import SanseError
from pipelines.lock import HomeBusy, lock_home
from pipelines.months import Month
from pipelines.run import LAYERS
from pipelines.settings import Home
from pipelines.spark import ADDRESS_VARIABLE, Engine, spark_address


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
        flows.receive, flows.load, flows.build, flows.publish, flows.compute_on_spark,
        flows.write_reminders,
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


def _calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[object, ...]]]:
    """Have every task of a screening keep what it was asked, and do nothing."""
    asked: list[tuple[str, tuple[object, ...]]] = []
    for name in ("load", "build", "publish", "compute_on_spark"):
        monkeypatch.setattr(flows, name, lambda *told, name=name: asked.append((name, told)))
    monkeypatch.setattr(flows, "update_progress_artifact", lambda *_: None)
    return asked


def test_a_screening_on_spark_is_one_task_with_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = _calls(monkeypatch)
    flows._screen("家", "2026-10", uuid4(), "sc://host:15002")
    assert [name for name, _ in asked] == ["load", "compute_on_spark"]
    assert asked[-1][1][:3] == ("家", "2026-10", "sc://host:15002")


def test_a_screening_without_spark_is_a_task_a_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _calls(monkeypatch)
    flows._screen("家", "2026-10", uuid4(), None)
    built = [told[2] for name, told in asked if name == "build"]
    assert built == [layer for layer in LAYERS if layer != "outputs"]
    assert [asked[0][0], asked[-1][0]] == ["load", "publish"]


@pytest.mark.parametrize(
    ("engine", "told", "named", "address"),
    [
        ("duckdb", "sc://host:15002", "sc://other:15002", None),
        ("spark", "sc://host:15002", "sc://other:15002", "sc://host:15002"),
        ("spark", None, "sc://other:15002", "sc://other:15002"),
        ("spark", None, "", "local[*]"),
    ],
)
def test_the_engine_of_a_flow_means_what_it_means_on_the_command_line(
    engine: Engine,
    told: str | None,
    named: str,
    address: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ADDRESS_VARIABLE, named)
    assert spark_address(engine, told) == address


def test_all_layers_are_built_on_spark_and_the_month_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With DuckDB in Spark's place: what a task of the flow does in its session."""
    begun: list[object] = []

    @contextmanager
    def engine(home: Home, month: Month, spark: str | None) -> Iterator[object]:
        begun.append((home.root, month, spark))
        yield "tables"

    class Release:
        path = "名单"

    class Opened(list[object]):
        def close(self) -> None:
            built.append(("closed",))

    built: list[tuple[object, ...]] = []
    monkeypatch.setattr(flows.stages, "engine", engine)
    monkeypatch.setattr(flows, "open_warehouse", lambda _: Opened(built))
    monkeypatch.setattr(
        flows.stages, "build", lambda *told, build_tables: built.append((told[1], build_tables))
    )
    monkeypatch.setattr(flows.stages, "send_back", lambda *_: built.append(("back",)))
    monkeypatch.setattr(flows.stages, "publish", lambda *_, **_told: Release)
    told = flows.compute_on_spark.fn(str(tmp_path), "2026-10", "local[1]", datetime.now(UTC))
    assert (told, begun) == ("名单", [(tmp_path, Month(2026, 10), "local[1]")])
    names = [layer for one in LAYERS for layer in ([one, "back"] if one == "checks" else [one])]
    assert [one[0] for one in built] == [*names, "closed"]


def test_a_home_is_written_by_one_run_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with lock_home(home), pytest.raises(HomeBusy, match="正在写入"), lock_home(home):
        pass
    with lock_home(home):
        pass
