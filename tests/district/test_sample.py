"""The sample in the repository is what its README says: made by the command that it records."""

import re
import shlex
import zipfile
from pathlib import Path

from pipelines.district import make_district
from pipelines.months import Month

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
LARGEST_BYTES = 3_000_000


def _content(path: Path) -> object:
    """Bytes, or of a workbook its unpacked parts: compression differs between machines."""
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            return {name: parts.read(name) for name in parts.namelist()}
    if path.suffix == ".xlsx":
        return "damaged on purpose"
    return path.read_bytes()


def _files(folder: Path) -> dict[str, Path]:
    paths = (p for part in ("inbox", "truth") for p in (folder / part).rglob("*"))
    return {p.relative_to(folder).as_posix(): p for p in sorted(paths) if p.is_file()}


def test_the_recorded_command_makes_the_sample_again(tmp_path: Path) -> None:
    readme = (SAMPLE / "README.md").read_text("utf-8")
    recorded = re.search(r"^sanse district .*$", readme, re.MULTILINE)
    assert recorded
    words = shlex.split(recorded[0])
    options = dict(zip(words[2::2], words[3::2], strict=True))
    assert options["--out"] == "data/sample"
    make_district(
        int(options["--residents"]),
        int(options["--months"]),
        int(options["--seed"]),
        tmp_path / "again",
        Month(2026, 10),
        settlements_per_year=int(options["--settlements-per-year"]),
    )
    again, stored = _files(tmp_path / "again"), _files(SAMPLE)
    assert list(again) == list(stored)
    # Checksums of workbooks stand in files.csv and depend on the machine's compression.
    compared = [name for name in stored if name != "truth/files.csv"]
    assert [n for n in compared if _content(again[n]) != _content(stored[n])] == []


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in _files(SAMPLE).values()) < LARGEST_BYTES
