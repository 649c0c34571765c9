"""Zip archives: every member is taken or told why not, and none leaves its folder."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import archives
from pipelines.archives import Member, is_archive, unpack
from tests.ingest.zips import encrypted, locked, with_raw_names, zip_of

Unpack = Callable[..., list[Member]]


@pytest.fixture
def unpacked(tmp_path: Path) -> Unpack:
    folder = tmp_path / "into"
    folder.mkdir()

    def run(content: bytes, **options: Any) -> list[Member]:
        path = tmp_path / "x.zip"
        path.write_bytes(content)
        assert is_archive(path)
        members = unpack(path, folder, **options)
        kept = {one.file for one in members if one.file}
        assert kept == set(folder.iterdir())
        return members

    return run


def told(members: list[Member]) -> dict[str, str]:
    return {one.name: one.file.read_text() if one.file else one.reason for one in members}


class TestNames:
    def test_utf8_and_folders(self, unpacked: Unpack) -> None:
        members = unpacked(zip_of({"残联/2026-10/名单.csv": b"a", "b.csv": b"b"}))
        assert told(members) == {"残联/2026-10/名单.csv": "a", "b.csv": "b"}

    def test_gbk_without_the_mark(self, unpacked: Unpack) -> None:
        raw = "名单乗".encode("gbk")  # the last byte of 乗 is a backslash
        archive = with_raw_names(zip_of({"abcdef.csv": b"a"}), {"abcdef.csv": raw + b".csv"})
        assert told(unpacked(archive)) == {"名单乗.csv": "a"}

    def test_utf8_without_the_mark(self, unpacked: Unpack) -> None:
        raw = "名单".encode()
        archive = with_raw_names(zip_of({"abcdef.csv": b"a"}), {"abcdef.csv": raw + b".csv"})
        assert told(unpacked(archive)) == {"名单.csv": "a"}

    def test_backslashes_part_folders(self, unpacked: Unpack) -> None:
        assert told(unpacked(zip_of({"a\\b.csv": b"a"}))) == {"a/b.csv": "a"}

    def test_controls_are_shown(self, unpacked: Unpack) -> None:
        assert told(unpacked(zip_of({"a\nb\u202e.csv": b"a"}))) == {"a〈000A〉b〈202E〉.csv": "a"}

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_members_of_one_name_are_all_kept(self, unpacked: Unpack) -> None:
        archive = with_raw_names(
            zip_of({"a1.csv": b"a", "a2.csv": b"b", "a3.csv": b"c"}),
            {"a2.csv": b"a1.csv", "a3.csv": b"a1.csv"},
        )
        members = unpacked(archive)
        assert [one.name for one in members] == ["a1.csv", "a1.csv（同名2）", "a1.csv（同名3）"]

    @pytest.mark.parametrize("name", ["../a.csv", "a/../../b", "/etc/a.csv", "C:\\a.csv", "..\\a"])
    def test_paths_that_lead_out_are_refused(
        self, unpacked: Unpack, name: str, tmp_path: Path
    ) -> None:
        members = unpacked(zip_of({name: b"a", "b.csv": b"b"}))
        assert "指向压缩包之外" in members[0].reason
        assert members[1].file is not None
        assert {one.name for one in tmp_path.iterdir()} == {"into", "x.zip"}

    def test_a_name_too_long_is_refused(self, unpacked: Unpack) -> None:
        (member,) = unpacked(zip_of({"名" * 400: b"a"}))
        assert "300 个字" in member.reason
        assert len(member.name) < 310

    def test_litter_is_left_out(self, unpacked: Unpack) -> None:
        names = ["__MACOSX/._a.csv", ".DS_Store", "x/Thumbs.db", "~$a.xlsx"]
        assert told(unpacked(zip_of({**dict.fromkeys(names, b"x"), "a.csv": b"a"}))) == {
            "a.csv": "a"
        }


class TestNested:
    def test_one_level_is_unpacked(self, unpacked: Unpack) -> None:
        inner = zip_of({"b.csv": b"b"})
        assert told(unpacked(zip_of({"a.csv": b"a", "里.zip": inner}))) == {
            "a.csv": "a",
            "里.zip/b.csv": "b",
        }

    def test_deeper_ones_are_refused(self, unpacked: Unpack) -> None:
        archive = zip_of({"b.csv": b"b"})
        for _ in range(3):
            archive = zip_of({"x.zip": archive})
        (member,) = unpacked(archive)
        assert member.name == "x.zip/x.zip"
        assert "套了压缩包" in member.reason

    def test_a_damaged_one_is_told_under_its_name(self, unpacked: Unpack) -> None:
        broken = zip_of({"b.csv": b"b" * 999})[:-30]
        members = unpacked(zip_of({"a.csv": b"a", "b.zip": broken}))
        assert members[1].name == "b.zip"
        assert "不完整" in members[1].reason


class TestBombs:
    def test_bytes_are_counted_while_unpacking(self, unpacked: Unpack) -> None:
        archive = zip_of({"a.csv": bytes(3000), "b.csv": b"b"})
        members = unpacked(archive, most_bytes=1000)
        assert "不合常理" in members[0].reason
        assert members[1].file is not None

    def test_what_packs_beyond_all_measure_is_refused(
        self, unpacked: Unpack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archives, "_RATIO_FROM", 1 << 16)
        (member,) = unpacked(zip_of({"a.csv": bytes(1 << 21)}))
        assert "不合常理" in member.reason

    def test_sizes_in_the_directory_are_not_believed(self, unpacked: Unpack) -> None:
        archive = zip_of({"a.csv": bytes(5000)})
        small = archive.replace((5000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
        (member,) = unpacked(small, most_bytes=1000)
        assert member.reason

    def test_too_many_members(self, unpacked: Unpack, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
        (member,) = unpacked(zip_of({f"{x}.csv": b"" for x in range(4)}))
        assert member.name == ""
        assert "超过" in member.reason

    def test_a_huge_directory_is_not_loaded(
        self, unpacked: Unpack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archives, "_LONGEST_DIRECTORY", 100)
        (member,) = unpacked(zip_of({f"{x}.csv": b"" for x in range(9)}))
        assert "超过" in member.reason


class TestDamage:
    def test_locked_members(self, unpacked: Unpack) -> None:
        for passwords in ((), ("x", "密码")):
            (member,) = unpacked(locked(zip_of({"a.csv": b"a"})), passwords=passwords)
            assert "密码" in member.reason
            assert member.is_locked

    def test_a_password_that_fits_opens(self, unpacked: Unpack) -> None:
        content = bytes(range(200))
        archive = encrypted("a.csv", content, "镇街2026")
        (member,) = unpacked(archive, passwords=("x", "镇街2026"))
        assert member.file is not None
        assert member.file.read_bytes() == content

    def test_one_damaged_member_costs_no_other(self, unpacked: Unpack) -> None:
        archive = zip_of({"a.csv": b"aaaaaaa", "b.csv": b"b"}, zipfile.ZIP_STORED)
        members = unpacked(archive.replace(b"aaaaaaa", b"aaaaaab"))
        assert "校验不符" in members[0].reason
        assert members[1].file is not None

    def test_empty_and_cut_archives(self, unpacked: Unpack) -> None:
        assert "没有文件" in unpacked(zip_of({}))[0].reason
        whole = zip_of({"a.csv": b"a" * 999})
        for cut in (40, len(whole) - 10):
            assert "不完整" in unpacked(whole[:cut])[0].reason

    def test_links_are_not_made(self, unpacked: Unpack, tmp_path: Path) -> None:
        path = tmp_path / "link.zip"
        with zipfile.ZipFile(path, "w") as archive:
            info = zipfile.ZipInfo("a.csv")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
        (member,) = unpacked(path.read_bytes())
        assert "链接" in member.reason


def test_workbooks_are_no_archives(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for name in ("xl/workbook.xml", "[Content_Types].xml", "content.xml", "word/document.xml"):
        whole = zip_of({name: b"a" * 500})
        for content in (whole, whole[:-30]):
            path.write_bytes(content)
            assert not is_archive(path)
    path.write_bytes(b"PK")
    assert not is_archive(path)


SOUND = zip_of({"名单/a.csv": b"a" * 50, "b.zip": zip_of({"c.csv": b"c" * 40})})


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_damage_is_told(data: st.DataObject) -> None:
    from tempfile import TemporaryDirectory

    content = bytearray(SOUND)
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=6)
    ):
        content[place] = value
    with TemporaryDirectory() as name:
        path, folder = Path(name) / "x", Path(name) / "into"
        folder.mkdir()
        path.write_bytes(bytes(content))
        if is_archive(path):
            members = unpack(path, folder)
            assert members
            assert all((one.file is None) == bool(one.reason) for one in members)
            assert {one.file for one in members if one.file} == set(folder.iterdir())
