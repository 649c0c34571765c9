"""An official changes a number in one file and nothing else: it takes effect from its date.

The month before comes out byte for byte as it did; the month of the change does not.
"""

import hashlib
import shutil
from pathlib import Path

import polars as pl
import pytest

import policy
from pipelines.months import Month, parse_month
from pipelines.run import screen_month
from pipelines.settings import Home

POLICY = Path(next(iter(policy.__path__)))
LINE = "dibao_line_monthly_yuan"
# The next value, written below the others as the file's form wants it.
NEW_LINE = """  - scope: city
    from: 2026-10-01
    value: 1000
    placeholder: true
    review_by: 2027-06-30
    reference: {title: 试验用的新标准, article: null, href: null}
"""
# These name the policy's files and their checksums, or the moment of the run.
TELLS_THE_POLICY = {"manifest.json", "run.json", "transparency.html"}
BEFORE, FROM = parse_month("2026-09"), parse_month("2026-10")


@pytest.fixture(scope="module")
def changed(sample_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The sample's two months computed again under a policy in which one number has changed."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(POLICY, folder / "policy", ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "policy" / f"{LINE}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + NEW_LINE, encoding="utf-8")
    home = Home(folder / "home")
    shutil.copytree(sample_home.root, home.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANSE_POLICY_DIR", str(folder / "policy"))
        for month in (BEFORE, FROM):
            screen_month(home, month)
    return home


def _checksums(home: Home, month: Month) -> dict[str, str]:
    release = home.release_path(month)
    return {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.name not in TELLS_THE_POLICY
    }


def _most_paid(home: Home, month: Month) -> set[tuple[str, object]]:
    told = pl.read_parquet(home.release_path(month) / "entitlements.parquet")
    guarantee = told.filter(pl.col("policy") == "minimum_living_guarantee")
    return set(guarantee.select("household_id", "high_yuan").iter_rows())


def test_an_old_month_comes_out_byte_for_byte_under_its_own_rules(
    sample_home: Home, changed: Home
) -> None:
    before = _checksums(sample_home, BEFORE)
    assert "entitlements.parquet" in before
    assert _checksums(changed, BEFORE) == before


def test_from_its_date_the_new_number_counts(sample_home: Home, changed: Home) -> None:
    old, new = _most_paid(sample_home, FROM), _most_paid(changed, FROM)
    assert old != new
    known = {home: yuan for home, yuan in old if yuan is not None}
    # Who has no report yet may get the line for each who is counted: 900 becomes 1,000.
    raised = [home for home, yuan in new if home in known and 9 * yuan == 10 * known[home]]
    assert raised
