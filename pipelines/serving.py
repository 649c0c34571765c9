"""Both schedules and a local Prefect server from one process, without leaving the machine."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipelines.errors import SanseError
from pipelines.settings import Home, load_key, make_private_folder

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

HOST = "127.0.0.1"
_START_SECONDS = 120
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


def serve(home: Home, inbox: Path, *, port: int) -> None:
    """Run a local server and both schedules until the process is told to stop.

    Raises ServerNotUp where the port is taken or the server does not answer in time.
    """
    # A key that cannot be used is better told now than at two in the night.
    load_key(home)
    make_private_folder(home.prefect)
    os.environ.update(prefect_environment(home, port))
    signal.signal(signal.SIGTERM, _stop)
    with local_server(home, port):
        _serve_flows(home, inbox)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _serve_flows(home: Home, inbox: Path) -> None:
    # Prefect reads its settings when it is first imported.
    from prefect import serve as serve_deployments
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from pipelines import flows

    places = {"home": str(home.root)}
    swept = flows.sweep.to_deployment(
        name="daily",
        parameters={**places, "inbox": str(inbox)},
        schedules=[Cron(flows.SWEEP_CRON, timezone=flows.TIME_ZONE)],
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    screened = flows.screening.to_deployment(
        name="monthly",
        parameters=places,
        schedules=[Cron(flows.SCREENING_CRON, timezone=flows.TIME_ZONE)],
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    # Outside an event loop both are deployments, whatever the annotation allows for.
    serve_deployments(cast("RunnerDeployment", swept), cast("RunnerDeployment", screened))


@contextmanager
def local_server(home: Home, port: int) -> Iterator[None]:
    """Run a Prefect server on the loopback address for as long as the block lasts."""
    _check_port_free(port)
    log_path = make_private_folder(home.prefect) / "server.log"
    command = ("prefect", "server", "start", f"--host={HOST}", f"--port={port}")
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
