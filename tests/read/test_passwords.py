"""Workbooks with a password: opened with the department's, refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from pipelines.grids import Grid, open_grids
from pipelines.passwords import (
    Password,
    PasswordsNotReadable,
    load_passwords,
    passwords_fingerprint,
    unlock,
)
from pipelines.read import Block, Unread, read_blocks
from pipelines.settings import Home
from tests.locked_files import locked_with
from tests.read.contracts import SOURCES, made_up_id

RIGHT = Password("残联", "开门2026")
WRONG = Password("民政局", "secret-of-theirs")


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locked")
    return lock(folder, RIGHT.text)


def lock(folder: Path, password: str) -> Path:
    """A roster with a password, as Excel writes it today (agile encryption)."""
    with xlsxwriter.Workbook(folder / "open.xlsx") as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, ["姓名", "身份证号", "残疾类别", "残疾等级"])
        sheet.write_row(1, 0, ["甲", made_up_id(sequence=1), "肢体", "二级"])
    path = folder / "locked.xls"
    path.write_bytes(locked_with(password, (folder / "open.xlsx").read_bytes()))
    return path


def test_the_password_that_fits_opens_it(locked: Path) -> None:
    (block,) = read_blocks(locked, SOURCES, passwords=(WRONG, RIGHT))
    assert isinstance(block, Block)
    assert block.format == "xlsx"
    assert [frame["name"].to_list() for frame in block.batches] == [["甲"]]
    assert unlock(locked, (WRONG, RIGHT)).password == RIGHT


@pytest.mark.parametrize(
    ("passwords", "words"),
    [((), "还没有设置任何密码"), ((WRONG, WRONG), "试过已设置的密码（民政局），都不对")],
)
def test_a_workbook_that_stays_locked_says_what_to_do(
    locked: Path, passwords: tuple[Password, ...], words: str
) -> None:
    (unread,) = read_blocks(locked, SOURCES, passwords=passwords)
    assert isinstance(unread, Unread)
    assert words in unread.reason
    assert "passwords.yaml" in unread.reason
    assert WRONG.text not in unread.reason


def test_a_workbook_that_is_only_protected_against_writing(tmp_path: Path) -> None:
    (grid,) = open_grids(lock(tmp_path, "VelvetSweatshop"))
    assert isinstance(grid, Grid)
    assert unlock(tmp_path / "locked.xls", ()).password is None


def test_a_damaged_locked_workbook(locked: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    content = locked.read_bytes()
    for size in (600, 3000, len(content) - 2000):
        path.write_bytes(content[:size])
        (unread,) = read_blocks(path, SOURCES, passwords=(RIGHT,))
        assert isinstance(unread, Unread)
        assert "请" in unread.reason


def test_passwords_of_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SANSE_PASSWORDS_FILE", raising=False)
    home = Home(tmp_path)
    assert load_passwords(home) == ()
    (tmp_path / "passwords.yaml").write_text('残联: 甲甲\n民政局: ["123456", 乙乙]\n', "utf-8")
    read = load_passwords(home)
    assert [(one.department, one.text) for one in read] == [
        ("残联", "甲甲"), ("民政局", "123456"), ("民政局", "乙乙"),
    ]  # fmt: skip
    assert "甲甲" not in repr(read)
    marks = {passwords_fingerprint(some, b"k" * 32) for some in (read, read[:1], ())}
    assert len(marks) == 3
    monkeypatch.setenv("SANSE_PASSWORDS_FILE", str(tmp_path / "none.yaml"))
    with pytest.raises(PasswordsNotReadable, match="打不开"):
        load_passwords(home)


@pytest.mark.parametrize(
    "text", ["- a", "民政局: 123456", "民政局: {a: b}", "民政局:", "a: [", "1: b"]
)
def test_passwords_of_another_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.delenv("SANSE_PASSWORDS_FILE", raising=False)
    (tmp_path / "passwords.yaml").write_text(text, "utf-8")
    with pytest.raises(PasswordsNotReadable) as problem:
        load_passwords(Home(tmp_path))
    assert "123456" not in str(problem.value)
