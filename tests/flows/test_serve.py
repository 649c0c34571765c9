"""`sanse serve` as it really runs: a server, two schedules, and a run of each that finishes."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.serving import prefect_environment
from pipelines.settings import Home
from tests.conftest import SAMPLE
from tests.leaks import ID_NUMBER, PHONE, found, names_of
from tests.processes import REPOSITORY, Served, guarded, serving


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def home(place: Path) -> Home:
    return Home(place / "home")


@pytest.fixture(scope="module")
def inbox(place: Path) -> Path:
    """Four kinds of one month: whether schedules run does not depend on how much they read."""
    for folder in ("社区网格/202609", "残联/2026年09月", "农业农村局/2026-09", "医保/202609"):
        shutil.copytree(SAMPLE / folder, place / "inbox" / folder)
    return place / "inbox"


@pytest.fixture(scope="module")
def served(place: Path, home: Home, inbox: Path) -> Iterator[Served]:
    words = ["--home", str(home.root), "--inbox", str(inbox)]
    environment = guarded(place / "refused.txt", PREFECT_RUNNER_POLL_FREQUENCY="1")
    with serving(words, environment, place / "serve.log") as running:
        yield running


@pytest.fixture(scope="module")
def deployments(served: Served) -> dict[str, Any]:
    def every() -> dict[str, Any]:
        found = served.ask("POST", "/deployments/filter", {})
        return {each["name"]: each for each in found} if len(found) == 3 else {}

    return dict(served.wait_for("every deployment", 240, every))


def _finish(served: Served, deployment: dict[str, Any], parameters: dict[str, str]) -> str:
    begun = served.ask(
        "POST",
        f"/deployments/{deployment['id']}/create_flow_run",
        {"parameters": deployment["parameters"] | parameters, "state": {"type": "SCHEDULED"}},
    )

    def ended() -> str | None:
        state = served.ask("GET", f"/flow_runs/{begun['id']}")["state_type"]
        return state if state in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} else None

    return str(served.wait_for("the end of the run", 240, ended))


def test_scheduled_runs_appear_by_the_calendar_of_the_place(
    served: Served, deployments: dict[str, Any]
) -> None:
    wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    names = {each["id"]: name for name, each in deployments.items()}

    def planned() -> list[dict[str, Any]]:
        runs = served.ask("POST", "/flow_runs/filter", wanted)
        is_each_there = {run["deployment_id"] for run in runs} == names.keys()
        return list(runs) if is_each_there and len(runs) >= 6 else []

    runs = served.wait_for("a scheduled run of each", 60, planned)
    due = {(names[run["deployment_id"]], run["expected_start_time"][11:16]) for run in runs}
    # Two, four and half past six in the morning in Shanghai.
    assert due == {("daily", "18:00"), ("monthly", "20:00"), ("reminders", "22:30")}


def test_the_sweep_and_then_the_screening_run_to_their_end(
    served: Served, deployments: dict[str, Any], home: Home
) -> None:
    assert _finish(served, deployments["daily"], {"month": "2026-09"}) == "COMPLETED"
    assert home.register_path.is_file()
    assert _finish(served, deployments["monthly"], {"month": "2026-09"}) == "COMPLETED"
    assert (home.releases / "2026-09" / "manifest.json").is_file()
    assert _finish(served, deployments["reminders"], {"day": "2026-10-15"}) == "COMPLETED"
    assert (home.root / "reminders" / "2026-10-15" / "区里" / "到期提醒.xlsx").is_file()
    artifacts = served.ask("POST", "/artifacts/filter", {})
    told = {each["key"] for each in artifacts}
    assert {"screening", "screened", "streets", "rejected", "reminders"} <= told


def test_prefect_yaml_deploys_the_same_to_a_work_pool(
    served: Served, deployments: dict[str, Any], place: Path, home: Home
) -> None:
    environment = guarded(place / "refused.txt", **prefect_environment(home, served.port))
    for words in ("work-pool create local --type process", "deploy --all"):
        called = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *words.split()],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert called.returncode == 0, called.stdout + called.stderr
    deployed = served.ask("POST", "/deployments/filter", {})
    assert {each["id"] for each in deployed} == {each["id"] for each in deployments.values()}
    assert {each["work_pool_name"] for each in deployed} == {"local"}


def test_everything_stops_when_told_and_nothing_left_the_machine(
    served: Served, deployments: dict[str, Any], place: Path, home: Home
) -> None:
    assert deployments
    served.process.terminate()
    assert served.process.wait(60) == 0
    with socket.socket() as tried:
        assert tried.connect_ex(("127.0.0.1", served.port)) != 0
    assert not (place / "refused.txt").exists(), (place / "refused.txt").read_text("utf-8")
    left = [place / "serve.log", *(path for path in home.prefect.rglob("*") if path.is_file())]
    assert home.prefect / "prefect.db" in left
    for pattern in (ID_NUMBER, PHONE, names_of(home)):
        assert found(left, pattern) == []
    assert "Traceback" not in (place / "serve.log").read_text(encoding="utf-8")
