"""What several areas share: the made-up sample district, run once for two months."""

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import settings

from pipelines.months import Month, parse_month
from pipelines.settings import Home
from tests.processes import guarded, run_sanse

# Column-wise readers cost the same for one cell as for a thousand, and machines are shared: what
# counts is the number of examples, not the time of one.
settings.register_profile("sanse", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("sanse")

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "data" / "sample" / "inbox"
SAMPLE_MONTHS = (parse_month("2026-09"), parse_month("2026-10"))
# What takes long begins, the longest first: no worker is left alone with it at the end. The first
# waits for the sample's run; meanwhile the others need none.
LONG = (
    "policy/test_one_number_changed.py",
    "feeds/test_end_to_end.py",
    "simulation/test_loop.py",
    "flows/test_serve.py",
    "returns/test_counts_hold.py",
    "end_to_end/test_same_bytes.py",
    "cases/test_cases.py",
    "core/test_core_cases.py",
    "returns/test_scenarios.py",
    "returns/test_clerks.py",
    "release/test_release.py",
    "whatif/test_same_as_full_run.py",
    "release/test_acceptance.py",
    "warehouse/test_room.py",
    "test_privacy.py",
    "entitlements/test_entitlements.py",
    "screening/test_screening.py",
    "indicators/test_indicators.py",
    "whatif/test_requests.py",
    "district/test_district.py",
    "reminders/test_remind.py",
    "ingest/test_ingest.py",
    "offline/test_offline.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests by file, LONG before all others; within a file they stay as written."""
    turns = {Path(__file__).parent / name: turn for turn, name in enumerate(LONG)}
    items.sort(key=lambda item: turns.get(item.path, len(turns)))


@pytest.fixture(scope="session")
def sample_months() -> tuple[Month, ...]:
    return SAMPLE_MONTHS


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `home`, both months of the sample run by the command, and its `log.txt`.

    Made once, whichever worker comes first; the command could reach nothing but loopback.
    """
    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "sample-run"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "done").exists():
            _run_sample(place)
            (place / "done").touch()
    return place


def _run_sample(place: Path) -> None:
    environment = guarded(place / "refused.txt")
    for month in SAMPLE_MONTHS:
        words = ["--month", str(month), "--inbox", str(SAMPLE), "--home", str(place / "home")]
        told = place / "log.txt"
        assert run_sanse(["run", *words], environment, told) == 0, told.read_text("utf-8")[-2000:]


@pytest.fixture(scope="session")
def sample_home(sample_run: Path) -> Home:
    """A home in which both months of the sample were run; tests must not write into it."""
    return Home(sample_run / "home")
