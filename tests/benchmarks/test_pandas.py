"""The analyst's script rejects what the screening rejects: the two are compared for their speed."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import pandas_checks, pandas_sum
from pipelines.district.make import make_district
from pipelines.months import parse_month

COUNTS = ("received", "rejected", "repeated", "accepted")


def truth(district: Path) -> dict[str, dict[str, int]]:
    """The counts by source; files that were sent a second time are taken away."""
    sums: dict[str, Counter[str]] = {}
    with (district / "truth" / "files.csv").open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            if row["state"] == "copy":
                (district / "inbox" / row["path"]).unlink()
            if row["state"] == "recognised":
                counted = sums.setdefault(row["source"], Counter(dict.fromkeys(COUNTS, 0)))
                counted.update({name: int(row[name]) for name in COUNTS})
    return {source: dict(counted) for source, counted in sums.items()}


def test_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_district(1000, 2, 11, tmp_path, parse_month("2026-10"), kinds="core")
    expected = truth(tmp_path)
    pandas_checks.main(tmp_path / "inbox", tmp_path / "checked", "2026-10")
    checked = json.loads(capsys.readouterr().out)
    assert checked["counts"] == expected
    assert checked["people"] > 0
    assert (tmp_path / "checked" / "rejects.csv").exists()
    pandas_sum.main(tmp_path / "inbox", tmp_path / "summed")
    assert json.loads(capsys.readouterr().out)["people"] >= checked["people"]
