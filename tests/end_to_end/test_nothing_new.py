"""A month run again with nothing new: its release stands, and whatever changed has it computed."""

import hashlib
import os
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pipelines import file_states, run, standing
from pipelines.run import run_month
from pipelines.settings import Home
from tests.conftest import SAMPLE, SAMPLE_MONTHS

SEPTEMBER, OCTOBER = SAMPLE_MONTHS


class Computed(Exception):
    """The month is being computed."""


@pytest.fixture
def home(sample_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of the sample's home, computed by a program that nobody changes meanwhile."""
    monkeypatch.setattr(standing, "_program", lambda: [b"this program"])
    shutil.copytree(sample_home.root, tmp_path / "home")
    home = Home(tmp_path / "home")
    seen = standing.inbox_digest(home, SAMPLE)
    standing.keep_basis(home, OCTOBER, standing.basis_of(home, OCTOBER, "duckdb", seen))
    return home


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample, other files to the system; it counts as written long ago."""
    monkeypatch.setattr(file_states, "_UNSETTLED_NS", 0)
    shutil.copytree(SAMPLE, tmp_path / "inbox")
    return tmp_path / "inbox"


@pytest.fixture
def no_computing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "begin_warehouse", _refuse)


def _refuse(*_: Any, **__: Any) -> None:
    raise Computed


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_the_same_inbox_is_not_even_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "take_in", _refuse)
    before, told = _files(home.root), []
    monkeypatch.setattr(run.log, "info", lambda text, *words: told.append(text % words))
    summary = run_month(home, SAMPLE, OCTOBER)
    assert summary.release == home.release_path(OCTOBER)
    assert "2026-10 的名单不变" in told[0]
    assert _files(home.root) == before


@pytest.mark.usefixtures("no_computing")
def test_copied_files_are_read_once_and_the_release_stands(
    home: Home, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _files(home.releases)
    run_month(home, inbox, OCTOBER)
    after = _files(home.releases)
    assert {name for name in after if after[name] != before.get(name)} == {"2026-10/run.json"}
    monkeypatch.setattr(run, "take_in", _refuse)
    run_month(home, inbox, OCTOBER)


def test_again_reads_and_computes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "take_in", _refuse)
    with pytest.raises(Computed):
        run_month(home, SAMPLE, OCTOBER, again=True)


def test_files_written_this_moment_are_read(home: Home, tmp_path: Path) -> None:
    shutil.copytree(SAMPLE / "民政", tmp_path / "inbox")
    assert standing.inbox_digest(home, tmp_path / "inbox") == ""
    assert standing.inbox_digest(home, tmp_path / "none") == ""


def _new_file(_: Home, inbox: Path) -> None:
    shutil.copy(inbox / "民政" / "2026年10月" / "在享救助人员名册.xlsx", inbox / "名册2026-09.xlsx")
    with (inbox / "名册2026-09.xlsx").open("ab") as file:
        file.write(b"\0")


def _same_size(_: Home, inbox: Path) -> None:
    path = next(inbox.rglob("*.csv"))
    told = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-3] + b"9" + content[-2:])
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


@pytest.mark.parametrize("change", [_new_file, _same_size])
@pytest.mark.usefixtures("no_computing")
def test_what_comes_into_the_inbox_is_computed(
    home: Home, inbox: Path, change: Callable[[Home, Path], None]
) -> None:
    run_month(home, inbox, OCTOBER)
    change(home, inbox)
    with pytest.raises(Computed):
        run_month(home, inbox, OCTOBER)


def _one_in(folder: Path, pattern: str) -> Path:
    return next(path for path in sorted(folder.rglob(pattern)) if path.is_file())


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


HAPPENED: dict[str, Callable[[Home], object]] = {
    "register": lambda home: _append(home.register_path),
    "staged file gone": lambda home: _one_in(home.staging, "*.parquet").unlink(),
    "received bytes gone": lambda home: _one_in(home.raw, "*.xlsx").unlink(),
    "passwords": lambda home: (home.root / "passwords.yaml").write_text("民政局: 一二三"),
    "earlier release": lambda home: _append(home.release_path(SEPTEMBER) / "manifest.json"),
    "list altered": lambda home: _append(_one_in(home.release_path(OCTOBER), "watchlist.parquet")),
    "list gone": lambda home: _one_in(home.release_path(OCTOBER), "watchlist.xlsx").unlink(),
    "ledger gone": lambda home: shutil.rmtree(home.root / "ledger" / "2026-10"),
    "workbook gone": lambda home: _one_in(home.returns, "*.xlsx").unlink(),
    "other tray": lambda home: _append(home.returns / ".index.json"),
    "warehouse rebuilt": lambda home: home.warehouse_path(OCTOBER).touch(),
    "warehouse gone": lambda home: home.warehouse_path(OCTOBER).unlink(),
    "record damaged": lambda home: (home.release_path(OCTOBER) / "run.json").write_text("{"),
    "other key": lambda home: home.key_path.write_text("5a" * 32),
}


def _stands(home: Home, engine: str = "duckdb") -> bool:
    basis = standing.basis_of(home, OCTOBER, engine)
    return standing.stands(home, OCTOBER, basis, is_read=True)


@pytest.mark.parametrize("name", HAPPENED)
def test_what_happened_in_the_home_has_the_month_computed(home: Home, name: str) -> None:
    assert _stands(home)
    HAPPENED[name](home)
    assert not _stands(home)


def test_another_engine_computes_too(home: Home) -> None:
    assert not _stands(home, "spark")


def test_another_version_of_a_package_has_the_month_computed(
    sample_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_version", lambda name: f"{name} of tomorrow")
    assert not _stands(sample_home)


@pytest.mark.parametrize(
    ("package", "variable"), [("policy", "SANSE_POLICY_DIR"), ("reference", "SANSE_REFERENCE_DIR")]
)
def test_another_policy_or_reference_is_another_basis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, variable: str
) -> None:
    shutil.copytree(str(files(package)), tmp_path / package)
    monkeypatch.setenv(variable, str(tmp_path / package))
    before = list(standing._program())
    _append(next(one for one in sorted((tmp_path / package).iterdir()) if one.is_file()))
    assert list(standing._program()) != before


def test_code_is_part_of_the_basis() -> None:
    assert Path(standing.__file__).read_bytes() in list(standing._program())


def test_a_run_keeps_what_it_stands_on(sample_home: Home) -> None:
    kept = standing._kept(sample_home, OCTOBER)
    basis = standing.basis_of(sample_home, OCTOBER, "duckdb", "seen")
    assert kept.keys() == {*basis.rest, "inbox", "left"}
    same = [name for name, told in basis.rest.items() if kept[name] == told]
    assert set(same) >= basis.rest.keys() - {"program"}
    assert kept["inbox"]
    assert kept["left"] == standing._left(sample_home, OCTOBER)


def test_what_no_file_has_yet_is_tried_again(home: Home) -> None:
    """A file that was being written leaves no trace in its times when it is closed."""
    basis = standing.basis_of(home, OCTOBER, "duckdb", "seen")
    assert basis.inbox == "seen"
    text = home.register_path.read_text("utf-8")
    home.register_path.write_text(text.replace('"has_failed": false', '"has_failed": true', 1))
    assert standing.basis_of(home, OCTOBER, "duckdb", "seen").inbox == ""


def test_a_signature_changes_nothing(home: Home) -> None:
    _append(home.release_path(OCTOBER) / "transparency.html")
    assert _stands(home)
