"""A Spark session: local, or on a cluster that stands already, asked through Spark Connect.

The settings make Spark read the same SQL the same way: times as they were written, without a
zone; errors where DuckDB has errors; decimals exact.
"""

import importlib
import importlib.util
import logging
import os
import re
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipelines.errors import SanseError
from pipelines.room import memory_limit
from pipelines.spark import small

Session = Any

_SAME_READING = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.caseSensitive": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    # A household's life is walked fact by fact; it may be a long one, and there are many.
    "spark.sql.cteRecursionLevelLimit": "-1",
    "spark.sql.cteRecursionRowLimit": "-1",
}
# One machine: few partitions, nothing listens beyond it, no line of progress between ours.
_LOCAL_ONLY = {
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.adaptive.enabled": "false",
    # What comes back at once is the whole of a table that holds names: they pass no file.
    "spark.driver.maxResultSize": "0",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.sql.catalogImplementation": "in-memory",
}
# A cluster that does not answer is asked again for some twenty seconds; of itself the client would
# wait ten minutes. A server that was started anew has lost the session in any case.
_TRIES = 5
_ANSWER_SECONDS = 20
_STOP_SECONDS = 30


class SparkNotUsable(SanseError):
    """Spark cannot be used here; the message says what is missing and how to get it."""


@contextmanager
def spark_session(
    address: str,
    folder: Path,
    settings: Mapping[str, str] | None = None,
    *,
    is_small: bool = False,
) -> Iterator[Session]:
    """Open a session at `address` (`local[2]`, `sc://host:15002`) and stop it in the end.

    `folder` takes what Spark spills; `settings` are added to ours; `is_small` is said of a run
    of few bytes, see `pipelines.spark.small`. Raises SparkNotUsable.
    """
    _check_installed(address)
    _import_quietly()
    wanted = {**_SAME_READING, **(small.SETTINGS if is_small else {}), **(settings or {})}
    # Its errors quote rows of data: they must reach neither the screen nor a log.
    logging.getLogger("SQLQueryContextLogger").disabled = True
    if address.startswith("sc://"):
        session = _remote(address, wanted)
    else:
        session = _local(address, folder, {**(small.LOCAL_SETTINGS if is_small else {}), **wanted})
    try:
        yield session
    finally:
        # Of a server that is lost there is nothing to stop; what was told of it is not hidden.
        with suppress(Exception):
            session.stop()
        if not address.startswith("sc://"):
            _stop_java()


def _check_installed(address: str) -> None:
    if importlib.util.find_spec("pyspark") is None:
        raise SparkNotUsable(
            "没有安装 Spark，--engine spark 用不了。请在装三色的环境里运行："
            "pip install 'sanse[spark]'；或者不写 --engine，用默认的引擎，结果一样。"
        )
    if address.startswith("sc://") or shutil.which("java") or os.environ.get("JAVA_HOME"):
        return
    raise SparkNotUsable(
        "这台机器没有 Java，不能在本机运行 Spark。请安装 Java 17；或者用 --spark 写明"
        "已有集群的地址，例如 --spark sc://主机:15002；或者不写 --engine，用默认的引擎，结果一样。"
    )


def _import_quietly() -> None:
    """Import Spark without its word on a newer pandas, of which nothing here makes use."""
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    importlib.import_module("pyspark.sql")


def _remote(address: str, settings: Mapping[str, str]) -> Session:
    from pyspark.sql import SparkSession
    from pyspark.sql.connect.client.retries import DefaultPolicy

    try:
        _wait_for_answer(address)
        session = SparkSession.builder.remote(address).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=_TRIES)])
        for name, value in settings.items():
            session.conf.set(name, value)
        return session
    except Exception as error:  # noqa: BLE001 - of gRPC or of Spark; the address is what matters
        raise SparkNotUsable(
            f"连不上 Spark：{address}（{type(error).__name__}，等了至多 {_ANSWER_SECONDS} 秒）。"
            "请核对地址，确认集群开着 "
            "Spark Connect，这台机器能访问；或者不写 --engine，用默认的引擎，结果一样。"
        ) from None


def _wait_for_answer(address: str) -> None:
    """Return once the cluster answers; what takes the call and never speaks is not waited for.

    Only here: a cluster that did answer may take its time.
    """
    import grpc
    from pyspark.sql.connect.client import DefaultChannelBuilder

    with DefaultChannelBuilder(address).toChannel() as channel:
        grpc.channel_ready_future(channel).result(timeout=_ANSWER_SECONDS)


def _local(address: str, folder: Path, settings: Mapping[str, str]) -> Session:
    from pyspark.sql import SparkSession

    own = {"spark.local.dir": str(folder), "spark.driver.memory": _as_java_says(memory_limit())}
    wanted = {**_LOCAL_ONLY, **own, **settings}
    log = folder.with_name(f"{folder.name}.log")
    try:
        _start_java({"spark.master": address, **wanted}, log)
        builder = SparkSession.builder.master(address).appName("sanse")
        for name, value in wanted.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 - of Java or of Spark, in their own words
        raise SparkNotUsable(
            f"本机的 Spark 没有启动（{type(error).__name__}），原因见 {log}。请核对 --spark 的写法"
            "（例如 local[2]）和 Java 17；或者不写 --engine，用默认的引擎，结果一样。"
        ) from None


def _as_java_says(size: str) -> str:
    """Return a size (3GB, 1.5 GB, 800MB) as whole megabytes, as Java reads it."""
    number, unit = re.fullmatch(r"([\d.]+)\s?(MB|GB)", size.upper()).groups()  # type: ignore[union-attr]
    return f"{int(float(number) * (1024 if unit == 'GB' else 1))}m"


def _start_java(settings: Mapping[str, str], log: Path) -> None:
    """Start the Java of this process, where none runs yet; what it says goes into `log`.

    It greets on the terminal before any setting silences it. The log holds no data: Spark logs
    nothing (`spark.log.level`), Java only why it could not go on.
    """
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    if SparkContext._gateway is not None:  # noqa: SLF001 (as Spark itself asks)
        return
    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        told = {"stdout": opened, "stderr": opened}
        gateway = launch_gateway(conf, told)
        SparkContext._ensure_initialized(gateway=gateway)  # noqa: SLF001 (no other way in)
    finally:
        os.close(opened)


def _stop_java() -> None:
    """End the Java of this process, and wait for it: what it took belongs to this run."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway  # noqa: SLF001 (as Spark's own tests do)
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
    if gateway is None:
        return
    with suppress(Exception):
        gateway.shutdown()
    with suppress(Exception):
        # Java ends when nobody holds the other end of its input.
        gateway.proc.stdin.close()
        gateway.proc.wait(_STOP_SECONDS)
