"""The schedules and a local Prefect server from one process, without leaving the machine."""

import asyncio
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipelines.errors import SanseError
from pipelines.settings import Home, load_key, make_private_folder

if TYPE_CHECKING:
    from prefect.runner import Runner

HOST = "127.0.0.1"
_START_SECONDS = 180
_STOP_SECONDS = 20


class ServerNotUp(SanseError):
    """The local Prefect server did not start, or its port is taken."""


def prefect_environment(home: Home, port: int) -> dict[str, str]:
    """Return what Prefect reads from the environment: local, and telling nobody."""
    return {
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        # The pages call the default port unless both are told.
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_UI_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home.prefect}/prefect.db",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "sanse",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "DO_NOT_TRACK": "1",
        # A proxy of the place must not be asked for what is on this machine.
        "NO_PROXY": HOST,
        "no_proxy": HOST,
    }


def serve(home: Home, inbox: Path, *, port: int, spark: str | None = None) -> None:
    """Run a local server and the schedules until the process is told to stop.

    `spark` is the address of the Spark that screens; without one DuckDB does.
    Raises ServerNotUp where the port is taken or the server does not answer in time.
    """
    # A key that cannot be used is better told now than at two in the night.
    load_key(home)
    make_private_folder(home.prefect)
    os.environ.update(prefect_environment(home, port))
    with _told_by_signals(), local_server(home, port):
        typer.echo(f"定时任务已开始。进度和结果：http://{HOST}:{port}　停止：Ctrl+C")
        asyncio.run(_run_schedules(home, inbox, spark))
    typer.echo("定时任务已停止。")


async def _run_schedules(home: Home, inbox: Path, spark: str | None) -> None:
    """Poll for runs that are due, and run each in a process of its own, until told to stop."""
    # Prefect reads its settings when it is first imported.
    from prefect.runner import Runner
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from pipelines import flows

    places = {"home": str(home.root)}
    # Nothing is told of what is by default: a deployment says what differs.
    engine = {} if spark is None else {"engine": "spark", "spark": spark}
    runner = Runner(pause_on_shutdown=True)
    for flow, name, cron, parameters in (
        (flows.sweep, "daily", flows.SWEEP_CRON, places | {"inbox": str(inbox)}),
        (flows.screening, "monthly", flows.SCREENING_CRON, places | engine),
        (flows.reminders, "reminders", flows.REMINDERS_CRON, places),
    ):
        deployment = await flow.ato_deployment(
            name=name,
            parameters=parameters,
            schedules=[Cron(cron, timezone=flows.TIME_ZONE)],
            concurrency_limit=1,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        await runner.aadd_deployment(deployment)
    await _run_until_told(runner)


async def _run_until_told(runner: "Runner") -> None:
    running = asyncio.create_task(runner.start())
    while not runner.started and not running.done():
        await asyncio.sleep(0.05)
    stops: list[asyncio.Task[None]] = []

    def stop() -> None:
        if not stops:
            stops.append(asyncio.create_task(runner.astop()))

    # Prefect's own handler ends the loop from within; this one lets it come to its end.
    for signalled in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signalled, stop)
    await running


@contextmanager
def _told_by_signals() -> Iterator[None]:
    """Take SIGTERM as Ctrl+C is taken, also while the server is still starting."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        yield


@contextmanager
def local_server(home: Home, port: int) -> Iterator[None]:
    """Run a Prefect server on the loopback address for as long as the block lasts."""
    _check_port_free(port)
    log_path = make_private_folder(home.prefect) / "server.log"
    command = ("pipelines.prefect_server", f"--host={HOST}", f"--port={port}")
    with log_path.open("ab") as log:
        server = subprocess.Popen(  # noqa: S603 (our own interpreter, a number)
            [sys.executable, "-m", *command],
            env=os.environ | prefect_environment(home, port),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        _wait_until_up(server, port, log_path)
        yield
    finally:
        _end(server)


def _check_port_free(port: int) -> None:
    with socket.socket() as tried:
        if tried.connect_ex((HOST, port)) == 0:
            raise ServerNotUp(
                f"本机端口 {port} 已被占用，调度页面开不起来。"
                "也许 sanse serve 已在运行；否则用 --port 换一个端口。"
            )


def _wait_until_up(server: subprocess.Popen[bytes], port: int, log_path: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if _is_up(port):
            return
        time.sleep(0.25)
    raise ServerNotUp(f"本机调度服务没有启动，定时任务不会运行。原因见 {log_path} 的末尾。")


def _is_up(port: int) -> bool:
    # Asked directly: urllib would go through a proxy that the environment names.
    asked = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        asked.request("GET", "/api/health")
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
