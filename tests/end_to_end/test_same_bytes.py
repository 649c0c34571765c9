"""Same inputs, the key among them: same bytes, wherever and with however many threads."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from pipelines.months import parse_month
from pipelines.run import run_month
from pipelines.settings import Home
from tests.end_to_end.strange_files import write_strange_files

MONTH = parse_month("2026-10")


def _checksums(release: Path) -> dict[str, str]:
    """Every released file but `run.json`, which tells when and how long."""
    return {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def test_same_inputs_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "key"
    key.write_text("5a" * 32)
    monkeypatch.setenv("SANSE_KEY_FILE", str(key))
    first, second = tmp_path / "a", tmp_path / "b" / "deeper"
    write_strange_files(first / "inbox")
    shutil.copytree(first / "inbox", second / "inbox")
    for path in (second / "inbox").rglob("*"):
        os.utime(path, (0, 0))  # when a file was copied does not count
    one, two = Home(first / "home"), Home(second / "home")
    run_month(one, first / "inbox", MONTH, threads=1)
    run_month(two, second / "inbox", MONTH, threads=2)
    told = _checksums(one.release_path(MONTH))
    assert any(name.endswith(".xlsx") for name in told)
    assert told == _checksums(two.release_path(MONTH))
