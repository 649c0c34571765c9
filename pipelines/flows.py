"""The scheduled flows: the stages of `pipelines.run` as Prefect tasks.

Tasks pass paths and names only. What Prefect stores of a run — parameters, states, logs,
artifacts — holds counts, street names and reasons for rejects; no row, no file name.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import flow, get_run_logger, task
from prefect.artifacts import (
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from pipelines import run as stages
from pipelines.cluster.address import parse_workers
from pipelines.errors import SanseError
from pipelines.lock import lock_home
from pipelines.months import Month, parse_month
from pipelines.settings import Home, default_home, default_inbox
from pipelines.spark import Engine, spark_address
from pipelines.summary import COHORTS, COLOURS, STATUSES, MonthSummary, summarise
from pipelines.warehouse import IN_MEMORY_LAYER, open_warehouse

TIME_ZONE = "Asia/Shanghai"
SWEEP_CRON = "0 2 * * *"  # every night at two
SCREENING_CRON = "0 4 1 * *"  # the first of the month at four, after that night's sweep
REMINDERS_CRON = "30 6 * * *"  # every morning before offices open, after both

_LOCK_WAIT_SECONDS = 3600
_READ_TIMEOUT_SECONDS = 4 * 3600
_STAGE_TIMEOUT_SECONDS = 2 * 3600
_SPARK_TIMEOUT_SECONDS = 8 * 3600


# The line that each stage logs is told to Prefect as well (PREFECT_LOGGING_EXTRA_LOGGERS).
logging.getLogger("sanse").setLevel(logging.INFO)


class StageFailed(Exception):
    """A stage failed for a reason whose own message may quote a received file."""


class ReadingFailed(StageFailed):
    """Reading or writing a file failed: worth another try."""


@contextmanager
def _telling_no_data() -> Iterator[None]:
    """Let Prefect see the kind and place of an error, never the message of another library."""
    try:
        yield
    except SanseError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, its message may quote a cell)
        place = traceback.extract_tb(error.__traceback__)[-1]
        kind = ReadingFailed if isinstance(error, OSError) else StageFailed
        told = f"{type(error).__name__}（{Path(place.filename).name} 第 {place.lineno} 行）"
        raise kind(told) from None


def _is_reading_failure(_task: object, _run: object, state: State) -> bool:
    return isinstance(state.result(raise_on_failure=False), ReadingFailed)


@task(
    name="接收",
    retries=2,
    retry_delay_seconds=[30, 300],
    retry_condition_fn=_is_reading_failure,
    timeout_seconds=_READ_TIMEOUT_SECONDS,
)
def receive(home: str, inbox: str, month: str, workers: str | None = None) -> int:
    """Take in what is new in the inbox; return how many deliveries the home then holds."""
    with _telling_no_data():
        where, when = Home(Path(home)), parse_month(month)
        report = stages.receive(where, Path(inbox), when, workers=parse_workers(workers))
        return len(report.deliveries)


@task(name="装载", timeout_seconds=_STAGE_TIMEOUT_SECONDS)
def load(home: str, month: str) -> None:
    """Begin the month's warehouse with what was delivered up to it."""
    where, when = Home(Path(home)), parse_month(month)
    with _telling_no_data(), closing(stages.begin_warehouse(where, when)) as con:
        stages.load(con, where, when)


@task(task_run_name="{layer}", timeout_seconds=_STAGE_TIMEOUT_SECONDS)
def build(home: str, month: str, layer: str) -> None:
    """Build one layer of the month's warehouse."""
    when = parse_month(month)
    path = Home(Path(home)).warehouse_path(when)
    with _telling_no_data(), closing(open_warehouse(path)) as con:
        stages.build(con, layer, when)
        if layer == "checks":
            stages.send_back(Home(Path(home)), when, con)


@task(name="验收和发布", timeout_seconds=_STAGE_TIMEOUT_SECONDS)
def publish(home: str, month: str, started: datetime) -> str:
    """Build the outputs, have them accepted and released; return the release's folder.

    One task, because the outputs hold names and stand in memory only.
    """
    where, when = Home(Path(home)), parse_month(month)
    with _telling_no_data(), closing(open_warehouse(where.warehouse_path(when))) as con:
        stages.build(con, "outputs", when)
        return str(stages.publish(con, where, when, started=started).path)


@task(name="用 Spark 计算和发布", timeout_seconds=_SPARK_TIMEOUT_SECONDS)
def compute_on_spark(home: str, month: str, spark: str, started: datetime) -> str:
    """Build every layer on the Spark at an address, and release the month; return its folder.

    One task, because the tables stand in one session of Spark, which no other task can enter.
    """
    where, when = Home(Path(home)), parse_month(month)
    with (
        _telling_no_data(),
        closing(open_warehouse(where.warehouse_path(when))) as con,
        stages.engine(where, when, spark) as build_tables,
    ):
        for layer in stages.LAYERS:
            stages.build(con, layer, when, build_tables=build_tables)
            if layer == "checks":
                stages.send_back(where, when, con)
        return str(stages.publish(con, where, when, started=started).path)


@task(name="到期提醒", timeout_seconds=_STAGE_TIMEOUT_SECONDS)
def write_reminders(home: str, day: str) -> list[dict[str, str | int]]:
    """Write the reminders of a day; return what is told of each street: counts, no names."""
    from pipelines.reminders import remind

    with _telling_no_data():
        written = remind(Home(Path(home)), date.fromisoformat(day))
    return [
        {"镇街": one.street_name, "快到期": one.soon, "超期": one.overdue, "报区里": one.district}
        for one in written.streets
    ]


@flow(name="daily-sweep", log_prints=False)
def sweep(
    home: str | None = None,
    inbox: str | None = None,
    month: str | None = None,
    workers: str | None = None,
) -> None:
    """Take in what is new in the inbox.

    `workers` as the command's `--workers`: a number of processes or a cluster's address; by
    default what SANSE_WORKERS says.

    Where a file's path tells no month, it counts as delivered in `month`: by default the
    month in which the flow was due.
    """
    where = _home(home)
    received = Path(inbox).absolute() if inbox else default_inbox(where)
    when = parse_month(month) if month else _month_due()
    with lock_home(where, wait_seconds=_LOCK_WAIT_SECONDS):
        deliveries = receive(str(where.root), str(received), str(when), workers)
    get_run_logger().info("收件夹已清点，登记的文件共 %d 个", deliveries)


@flow(name="monthly-screening", log_prints=False)
def screening(
    home: str | None = None,
    month: str | None = None,
    engine: Engine = "duckdb",
    spark: str | None = None,
) -> None:
    """Screen a month and release its lists: by default the month before the flow was due.

    `engine` and `spark` mean what `sanse screen --engine --spark` mean.
    """
    where = _home(home)
    when = parse_month(month) if month else _month_due().previous()
    described = f"{when} 筛查的进度"
    progress = create_progress_artifact(progress=0.0, key="screening", description=described)
    address = spark_address(engine, spark)
    with lock_home(where, wait_seconds=_LOCK_WAIT_SECONDS):
        release = _screen(str(where.root), str(when), cast("UUID", progress), address)
    _tell(summarise(Path(release)))


@flow(name="daily-reminders", log_prints=False)
def reminders(home: str | None = None, day: str | None = None) -> None:
    """Remind each street of what is due: by default on the day on which the flow was due."""
    where = _home(home)
    with lock_home(where, wait_seconds=_LOCK_WAIT_SECONDS):
        told = write_reminders(str(where.root), day or str(_day_due()))
    create_table_artifact(told, key="reminders", description="到期提醒（件）")


def _screen(home: str, month: str, progress: UUID, spark: str | None) -> str:
    started = datetime.now(UTC)
    load(home, month)
    if spark is None:
        _build_all(home, month, progress)
        release = publish(home, month, started)
    else:
        release = compute_on_spark(home, month, spark, started)
    update_progress_artifact(progress, 100.0)
    return release


def _build_all(home: str, month: str, progress: UUID) -> None:
    layers = [layer for layer in stages.LAYERS if layer != IN_MEMORY_LAYER]
    for done, layer in enumerate(layers, start=1):
        update_progress_artifact(progress, 100 * done / (len(layers) + 2))
        build(home, month, layer)


def _tell(summary: MonthSummary) -> None:
    create_table_artifact(
        [
            {"人群": title, "人数": told["persons"], "户数": told["households"]}
            for cohort, title in COHORTS.items()
            for told in [summary.screened[cohort]]
        ],
        key="screened",
        description=f"{summary.month} 筛查对象",
    )
    create_table_artifact(
        [
            {"镇街": street.street_name}
            | {title: street.colours[colour] for colour, title in COLOURS.items()}
            | {title: street.statuses[status] for status, title in STATUSES.items()}
            for street in summary.streets
        ],
        key="streets",
        description=f"{summary.month} 各镇街名单（户）",
    )
    create_table_artifact(
        [{"来源": source, "原因": fault, "行数": rows} for source, fault, rows in summary.faults],
        key="rejected",
        description=f"{summary.month} 退回的行",
    )


def _home(named: str | None) -> Home:
    return Home(Path(named).absolute()) if named else default_home()


def _month_due() -> Month:
    """Return the month in which the run was due, by the calendar of the place."""
    return Month.of(_day_due())


def _day_due() -> date:
    due = flow_run.scheduled_start_time or datetime.now(UTC)
    return due.astimezone(ZoneInfo(TIME_ZONE)).date()
