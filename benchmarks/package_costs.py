"""What Great Expectations and Prefect themselves cost in a month's run, in CPU seconds.

    python -m benchmarks.package_costs --home HOME --month 2026-10

The home holds an accepted release of the month; it is copied, and the copy is screened as
`sanse screen` does it, then as the scheduled flow does it. What Prefect costs is the difference
and what its server took; Great Expectations is imported and judges the release that stands there.
`sanse run` and `sanse screen` need no Prefect at all.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipelines.months import Month, parse_month
from pipelines.settings import Home

_SCREENED = """
from pathlib import Path
from pipelines.months import parse_month
from pipelines.run import screen_month
from pipelines.settings import Home
screen_month(Home(Path({home!r})), parse_month({month!r}))
"""
_SCHEDULED = """
from pipelines.flows import screening
screening(home={home!r}, month={month!r})
"""
_IMPORTED = """
from pipelines.workers import collect_seldom
collect_seldom()
import pipelines.run
import pipelines.acceptance
"""
_GREAT_EXPECTATIONS = _IMPORTED + "pipelines.acceptance._great_expectations()\n"
_JUDGED = (
    _IMPORTED
    + """
from pathlib import Path
from pipelines.acceptance import accept
from pipelines.manifest import read_manifest
from pipelines.months import parse_month
from pipelines.policy import policy_at
folder = Path({release!r})
accept(folder, read_manifest(folder), None, policy_at(parse_month({month!r}).as_of_date))
"""
)


def cpu_of(program: str, folder: Path) -> float:
    """CPU seconds of a Python program and of all that it waited for, with a Prefect of its own."""
    own = {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
        "DO_NOT_TRACK": "1",
        "PYTHONWARNINGS": "ignore",
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [sys.executable, "-c", program]
    # DuckDB draws its progress where a program has no file.
    subprocess.run(words, env=os.environ | own, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def costs(home: Home, month: Month) -> dict[str, float]:
    """CPU seconds by what was done."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = Home(folder / "home")
        shutil.copytree(home.root, copy.root, ignore=shutil.ignore_patterns("raw"))
        where = {
            "home": str(copy.root),
            "month": str(month),
            "release": str(home.release_path(month)),
        }
        programs = {
            "imports of a run": _IMPORTED,
            "and Great Expectations": _GREAT_EXPECTATIONS,
            "and a release judged": _JUDGED,
            "screened": _SCREENED,
            "screened by the flow": _SCHEDULED,
        }
        return {
            title: round(cpu_of(program.format(**where), folder), 2)
            for title, program in programs.items()
        }


def main(words: Sequence[str] | None = None) -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=lambda text: Home(Path(text).absolute()), required=True)
    parser.add_argument("--month", type=parse_month, required=True)
    options = parser.parse_args(words)
    print(json.dumps(costs(options.home, options.month), indent=2))


if __name__ == "__main__":
    main()
