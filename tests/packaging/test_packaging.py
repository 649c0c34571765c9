import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines import flows
from tests.conftest import LONG

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def _pinned() -> dict[str, str]:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", name)[0]).lower()


def test_constraints_hold_versions_and_no_address() -> None:
    for line in (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)


def test_every_dependency_is_pinned(project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"].values()
    named = [*project["project"]["dependencies"], *(name for extra in extras for name in extra)]
    named += project["build-system"]["requires"]
    pinned = {_plain(name) for name in _pinned()}
    assert {_plain(name) for name in named} - {"sanse"} <= pinned


# `make parity` installs these in an environment of its own: what they need cannot be asked here.
OF_THE_SECOND_ENGINE = {
    "googleapis-common-protos", "grpcio", "grpcio-status", "protobuf", "py4j", "pysail", "pyspark",
    "pyspark-client", "zstandard",
}  # fmt: skip
# And `make cluster` these.
OF_THE_CLUSTER = {
    "dask", "distributed", "importlib_metadata", "lazy-importer", "locket", "msgpack", "partd",
    "toolz", "tornado", "zict", "zipp",
}  # fmt: skip


def test_what_the_dependencies_need_is_pinned_too() -> None:
    pinned = {_plain(name) for name in _pinned()}
    for name in _pinned().keys() - OF_THE_SECOND_ENGINE - OF_THE_CLUSTER:
        needed = [need for need in requires(name) or [] if ";" not in need]
        assert {_plain(need) for need in needed} <= pinned | {"setuptools"}, name


def test_what_begins_the_tests_is_there() -> None:
    assert [name for name in LONG if not (REPOSITORY / "tests" / name).is_file()] == []


def test_every_line_of_gitignore_is_anchored() -> None:
    lines = (REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("/") for line in lines)


def test_every_package_named_is_a_regular_one(project: dict[str, Any]) -> None:
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert packages == ["pipelines", "schemas", "sql", "policy", "reference"]
    for package in packages:
        assert (REPOSITORY / package / "__init__.py").is_file()


def test_nothing_of_a_package_is_ignored_by_git(project: dict[str, Any]) -> None:
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    ignored = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", *packages],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert [path for path in ignored if "__pycache__" not in path] == []


def test_the_project_cannot_be_uploaded(project: dict[str, Any]) -> None:
    assert "Private :: Do Not Upload" in project["project"]["classifiers"]


def test_a_work_pool_gets_the_schedules_that_serve_runs() -> None:
    deployed = yaml.safe_load((REPOSITORY / "prefect.yaml").read_text(encoding="utf-8"))
    schedules = {
        deployment["entrypoint"]: deployment["schedules"] for deployment in deployed["deployments"]
    }
    assert schedules == {
        "pipelines.flows.sweep": [{"cron": flows.SWEEP_CRON, "timezone": flows.TIME_ZONE}],
        "pipelines.flows.screening": [{"cron": flows.SCREENING_CRON, "timezone": flows.TIME_ZONE}],
        "pipelines.flows.reminders": [{"cron": flows.REMINDERS_CRON, "timezone": flows.TIME_ZONE}],
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs."""
    made = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(made)], cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = made.glob("sanse-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(made / "site")
    return made / "site"


def test_the_wheel_holds_every_file_of_the_packages(
    installed: Path, project: dict[str, Any]
) -> None:
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    for package in packages:
        for path in sorted((REPOSITORY / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                assert (installed / path.relative_to(REPOSITORY)).is_file(), path.name


def test_an_installed_copy_finds_its_files_from_any_directory(
    installed: Path, tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _ASKS],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert Path(told[0]).is_relative_to(installed)
    assert all(int(found) > 0 for found in told[1:])


_ASKS = """
import datetime, pipelines
from pipelines.places import load_reference
from pipelines.policy import policy_at
from pipelines.selects import selects_of
from schemas.sources import all_sources
print(pipelines.__file__)
print(len(selects_of("core")), len(selects_of("outputs")), sep="\\n")
print(len(policy_at(datetime.date(2026, 10, 31)).parameters))
print(len(load_reference().streets), len(all_sources()), sep="\\n")
"""
