"""What several areas share: the made-up sample district, run once for two months."""

from pathlib import Path

import pytest
from hypothesis import settings

from pipelines.months import Month, parse_month
from pipelines.settings import Home

# Column-wise readers cost the same for one cell as for a thousand, and machines are shared: what
# counts is the number of examples, not the time of one.
settings.register_profile("sanse", deadline=None, max_examples=50)
settings.load_profile("sanse")

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "data" / "sample" / "inbox"
SAMPLE_MONTHS = (parse_month("2026-09"), parse_month("2026-10"))


@pytest.fixture(scope="session")
def sample_months() -> tuple[Month, ...]:
    return SAMPLE_MONTHS


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which both months of the sample were run; tests must not write into it."""
    from pipelines.run import run_month

    home = Home(tmp_path_factory.mktemp("sample") / "home")
    for month in SAMPLE_MONTHS:
        run_month(home, SAMPLE, month)
    return home
