"""A month's run from the inbox to the lists, stage after stage, as plain functions."""

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.built_with import all_selects, record_built_with
from pipelines.cluster.address import WORKERS, Workers
from pipelines.errors import SanseError
from pipelines.ingest import IngestReport, ingest, sources_for
from pipelines.inputs import load_inputs
from pipelines.ledger_files import write_ledger
from pipelines.lock import lock_home
from pipelines.months import Month
from pipelines.policy import Policy, policy_at
from pipelines.policy_uses import check_uses
from pipelines.release import Released, list_dates, release
from pipelines.returns import Returning, ReturnsReport, begin_returns, write_returns
from pipelines.room import room_told
from pipelines.settings import Home, make_private_folder
from pipelines.stage_costs import counted_stage, forget_stages, tell_stages
from pipelines.standing import basis_of, inbox_digest, keep_basis
from pipelines.summary import MonthSummary, summarise
from pipelines.unchanged import engine_name, stands_unread, told_stands
from pipelines.warehouse import Connection, open_warehouse, quoted, write_layer

# One line a stage, with counts only: no name, no number, no address, no file name.
log = logging.getLogger("sanse.run")

# Layer → what the stage is called, and the table whose rows tell how much came of it.
LAYERS = {
    "core": ("归户", "core.households", "户"),
    "checks": ("比对", "checks.all_doubts", "条疑点"),
    "indicators": ("计量", "indicators.all_measurements", "条测量"),
    "counter_signs": ("对照", "counter_signs.all_signs", "条待核实的情况"),
    "screening": ("筛查", "screening.households", "户"),
    "entitlements": ("对照政策条件", "entitlements.all_conditions", "条条件"),
    "matches": ("汇总可能符合的政策", "matches.entitlements", "项对照"),
    "outputs": ("整理名单", "outputs.watchlists", "户列入名单"),
}

OnProgress = Callable[[str], None]
# Builds all tables of a layer: in DuckDB, or on Spark for the same warehouse.
BuildLayer = Callable[[Connection, str, Mapping[str, Any]], object]


def _silent(_: str) -> None:
    """Tell nobody."""


def run_month(
    home: Home,
    inbox: Path,
    month: Month,
    on_progress: OnProgress = _silent,
    threads: int | None = None,
    spark: str | None = None,
    *,
    again: bool = False,
    workers: Workers = WORKERS,
) -> MonthSummary:
    """Take in what is new in the inbox, screen the month, and release its lists.

    Where nothing has come and nothing else has changed since the month was released, its release
    stands as it is; `again` computes it all the same.
    `spark` is the address of the Spark that computes the layers (`local[2]`, `sc://host:15002`);
    without one DuckDB does. `workers` read the files: processes of this machine, or a cluster's.
    Raises ReleaseRefused where the result was not accepted: then nothing is released.
    """
    forget_stages()
    if not again and stands_unread(home, inbox, month, spark):
        return summarise(home.release_path(month))
    # A calendar not announced, a number nobody has set: said before the work, not after it.
    _dates(month)
    check_uses(month.as_of_date)
    with lock_home(home):
        seen = inbox_digest(home, inbox)
        # The checks change most returned workbooks again: they are written once, after those.
        take_in(home, inbox, month, on_progress, workers)
        basis = basis_of(home, month, engine_name(spark), seen)
        if not again and told_stands(home, month, basis, is_read=True):
            keep_basis(home, month, basis)
            return summarise(home.release_path(month))
    try:
        return screen_month(home, month, on_progress, threads, spark, inbox_seen=seen)
    except Exception:
        # What came in goes back all the same; what stopped the month is what is to be told.
        with suppress(SanseError, OSError), lock_home(home):
            send_back(home, month, on_progress=on_progress)
        raise


def ingest_inbox(
    home: Home,
    inbox: Path,
    month: Month,
    on_progress: OnProgress = _silent,
    workers: Workers = WORKERS,
) -> IngestReport:
    """Take in and stage every file of the inbox that the home does not hold yet."""
    with lock_home(home):
        return receive(home, inbox, month, on_progress, workers)


def screen_month(
    home: Home,
    month: Month,
    on_progress: OnProgress = _silent,
    threads: int | None = None,
    spark: str | None = None,
    inbox_seen: str = "",
) -> MonthSummary:
    """Screen one month from what was delivered up to it, and release its lists.

    See `run_month` for `spark`; `inbox_seen` is the digest of the inbox that was taken in before.
    """
    started = datetime.now(UTC)
    _dates(month)
    with lock_home(home):
        basis = basis_of(home, month, engine_name(spark), inbox_seen)
        with (
            closing(begin_warehouse(home, month, threads)) as con,
            engine(home, month, spark) as build_tables,
            ExitStack() as beside,
        ):
            load(con, home, month, on_progress)
            for layer in LAYERS:
                build(con, layer, month, on_progress, build_tables)
                if layer == "checks":
                    begun = begin_sending_back(home, month, con, on_progress)
                    returning = beside.enter_context(begun)
            released = publish(
                con, home, month, started=started, on_progress=on_progress, returning=returning
            )
        # The warehouse is closed: what a later run will find of it is as it stays.
        keep_basis(home, month, basis)
    return summarise(released.path)


def begin_warehouse(home: Home, month: Month, threads: int | None = None) -> Connection:
    """Open an empty warehouse for a month.

    A run depends on what was delivered, on earlier releases and on the policy of its date;
    never on what an earlier try of the same month left behind. Raises PolicyNotReadable where
    the policy and its uses do not fit together.
    """
    check_uses(month.as_of_date)
    home.warehouse_path(month).unlink(missing_ok=True)
    shutil.rmtree(home.spark_path(month), ignore_errors=True)
    return open_warehouse(home.warehouse_path(month), threads=threads)


@contextmanager
def engine(home: Home, month: Month, spark: str | None) -> Iterator[BuildLayer]:
    """Yield what builds the layers of a month: DuckDB, or the Spark at an address."""
    if spark is None:
        yield write_layer
        return
    from pipelines.spark.session import spark_session
    from pipelines.spark.small import is_small_run
    from pipelines.spark.warehouse import SparkWarehouse

    folder = make_private_folder(home.spark_path(month))
    with spark_session(spark, folder, is_small=is_small_run(home.staging)) as session:
        yield SparkWarehouse(session, folder).build_layer


def receive(
    home: Home,
    inbox: Path,
    month: Month,
    on_progress: OnProgress = _silent,
    workers: Workers = WORKERS,
) -> IngestReport:
    """Stage ingest, and the workbooks that go back: the caller holds the home."""
    report = take_in(home, inbox, month, on_progress, workers)
    send_back(home, month, on_progress=on_progress)
    return report


def take_in(
    home: Home,
    inbox: Path,
    month: Month,
    on_progress: OnProgress = _silent,
    workers: Workers = WORKERS,
) -> IngestReport:
    """Stage what is new in the inbox; nothing goes back yet. The caller holds the home."""
    with _stage("接收", on_progress) as told:
        report = ingest(home, inbox, month, on_progress=on_progress, workers=workers)
        told.append(str(report))
    return report


def send_back(
    home: Home, month: Month, con: Connection | None = None, on_progress: OnProgress = _silent
) -> ReturnsReport:
    """Bring the returned workbooks in line with what came in; with the month's checks if built."""
    with _stage("退回", on_progress) as told:
        checks = con.sql("select * from checks.all_doubts").pl() if con else None
        report = write_returns(home, month, checks)
        told.append(str(report))
    return report


def begin_sending_back(
    home: Home, month: Month, con: Connection, on_progress: OnProgress = _silent
) -> Returning:
    """Begin what `send_back` does with the month's checks: many workbooks take another process
    as long as the layers behind the checks take this one.
    """
    with _stage("退回", on_progress) as told:
        returning = begin_returns(home, month, con.sql("select * from checks.all_doubts").pl())
        told.append(str(returning))
    return returning


def finish_sending_back(returning: Returning, on_progress: OnProgress = _silent) -> ReturnsReport:
    """Wait until the workbooks are written. Raises OSError where the disk fails."""
    with _stage("退回", lambda _: on_progress("等退回表写完……")) as told:
        report = returning.finish()
        told.append(str(report))
    return report


def load(con: Connection, home: Home, month: Month, on_progress: OnProgress = _silent) -> None:
    """Put what the month uses into its warehouse."""
    with _stage("装载", on_progress) as told:
        sources = sources_for(home, month)
        load_inputs(con, home, month, _policy(month), sources)
        record_built_with(con, all_selects(), _policy(month).parameters)
        connected = [source for source in sources.values() if source.is_connected]
        present = sum(source.status == "present" for source in connected)
        told.append(f"{len(connected)} 个已接入的来源，其中 {present} 个本月有新数据")


def build(
    con: Connection,
    layer: str,
    month: Month,
    on_progress: OnProgress = _silent,
    build_tables: BuildLayer = write_layer,
) -> None:
    """Build one layer of the warehouse from those before it."""
    title, table, unit = LAYERS[layer]
    policy = _policy(month)
    with _stage(title, on_progress) as told:
        dates = _dates(month) if layer == "outputs" else {}
        build_tables(con, layer, {**policy.bound, **dates})
        told.append(f"{_count(con, table):,} {unit}")


def publish(
    con: Connection,
    home: Home,
    month: Month,
    *,
    started: datetime,
    on_progress: OnProgress = _silent,
    returning: Returning | None = None,
) -> Released:
    """Have the outputs accepted and released, and write the ledger as known at the month's end.

    `returning` are workbooks that are being written beside it. Raises ReleaseRefused where the
    outputs are not accepted.
    """
    with _stage("验收和发布", on_progress) as told:
        released = release(con, home, month, _policy(month), started=started)
        told.append(str(released))
    with _stage("台账", on_progress) as told:
        told.append(f"写在 {write_ledger(home, month).name}")
    if returning is not None:
        finish_sending_back(returning, on_progress)
    tell_stages(released.path)
    return released


def _dates(month: Month) -> dict[str, date]:
    return list_dates(month.as_of_date, _policy(month).parameters)


def _policy(month: Month) -> Policy:
    return policy_at(month.as_of_date)


def _count(con: Connection, table: str) -> int:
    # Fetched to the end: a result half read keeps the connection from other work.
    ((rows,),) = con.execute(f"select count(*) from {quoted(table)}").fetchall()
    return int(rows)


@contextmanager
def _stage(title: str, on_progress: OnProgress) -> Iterator[list[str]]:
    """Announce a stage, then log one line of what it told and how long it took."""
    on_progress(f"{title}……")
    began = time.perf_counter()
    told: list[str] = []
    with counted_stage(title), room_told(title):
        yield told
    log.info("%s：%s（%.1f 秒）", title, "，".join(told), time.perf_counter() - began)
