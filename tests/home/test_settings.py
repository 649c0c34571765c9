import stat
from pathlib import Path

import pytest

from pipelines.months import Month
from pipelines.settings import Home, KeyNotUsable, default_home, default_inbox, load_key


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("SANSE_KEY_FILE", raising=False)
    return Home(tmp_path / "home")


def test_a_key_is_made_once_and_only_its_owner_may_read_it(home: Home) -> None:
    key = load_key(home)
    assert len(key) == 32
    assert load_key(home) == key
    assert stat.S_IMODE(home.key_path.stat().st_mode) == 0o600
    assert [path.name for path in home.root.iterdir()] == ["key"]


def test_two_homes_have_two_keys(home: Home, tmp_path: Path) -> None:
    assert load_key(home) != load_key(Home(tmp_path / "other"))


def test_a_named_key_file_is_used_and_none_is_made(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "named"
    named.write_text("ab" * 32 + "\n")
    monkeypatch.setenv("SANSE_KEY_FILE", str(named))
    assert load_key(home) == bytes.fromhex("ab" * 32)
    assert not home.key_path.exists()


def test_a_named_key_file_that_is_missing_is_never_made(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANSE_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(KeyNotUsable, match="SANSE_KEY_FILE"):
        load_key(home)
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_an_empty_key_is_refused(home: Home, content: bytes) -> None:
    home.root.mkdir()
    home.key_path.write_bytes(content)
    with pytest.raises(KeyNotUsable, match="空"):
        load_key(home)


@pytest.mark.parametrize("content", [b"ab" * 31, b"\xff\x00" * 16, "口令".encode(), b"a key"])
def test_a_key_of_any_form_gives_32_bytes_of_its_own(home: Home, content: bytes) -> None:
    home.root.mkdir()
    home.key_path.write_bytes(content)
    key = load_key(home)
    assert len(key) == 32
    assert key != content
    home.key_path.write_bytes(content + b"\n")
    assert load_key(home) == key
    home.key_path.write_bytes(content + b"!")
    assert load_key(home) != key


def test_home_and_inbox_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANSE_HOME", str(tmp_path / "h"))
    monkeypatch.delenv("SANSE_INBOX", raising=False)
    assert default_home() == Home(tmp_path / "h")
    assert default_inbox(default_home()) == tmp_path / "h" / "inbox"
    monkeypatch.setenv("SANSE_INBOX", str(tmp_path / "i"))
    assert default_inbox(default_home()) == tmp_path / "i"


def test_every_month_has_its_own_places() -> None:
    home = Home(Path("/h"))
    assert home.warehouse_path(Month(2026, 10)) == Path("/h/warehouse/2026-10.duckdb")
    assert home.release_path(Month(2026, 10)) == Path("/h/releases/2026-10")
    assert home.refused_path(Month(2026, 10)) == Path("/h/refused/2026-10")


def test_released_months_are_folders_named_as_a_month_and_nothing_beside_them(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    assert home.released_months() == []
    beside = ("2026-09 备份", "2026-13", ".building-2026-11", "2026-1x")
    for name in ("2026-10", "2026-08", *beside):
        (home.releases / name).mkdir(parents=True)
        (home.releases / name / "manifest.json").write_text("{}", encoding="utf-8")
    (home.releases / "2026-09").mkdir()
    assert home.released_months() == [Month(2026, 8), Month(2026, 10)]
