"""What else may lie in an inbox: nothing of it stops a run, all of it is told."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import inbox as module
from pipelines import raw
from pipelines.inbox import NotTaken, open_settled, walk_inbox
from pipelines.ingest import IngestReport, deliveries_for, ingest
from pipelines.months import parse_month
from pipelines.register import load_register
from pipelines.settings import Home
from tests.ingest.zips import encrypted, locked, with_raw_names, zip_of
from tests.stage.files import csv_bytes, made_up_id, wrong_check

A, B = made_up_id(1), made_up_id(2)
KEY = b"k" * 32


def deaths(*numbers: str) -> bytes:
    rows = [[f"某{x}", number, "2026-10-01"] for x, number in enumerate(numbers)]
    return csv_bytes([["姓名", "身份证号", "死亡日期"], *rows])


class Place:
    """An inbox with one sound file, and a home."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        self.home = Home(folder / "home")
        self.put("good.csv", deaths(A))

    def put(self, path: str, content: bytes) -> Path:
        target = self.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return target

    def ingest(self, month: str = "2026-10") -> IngestReport:
        return ingest(self.home, self.inbox, parse_month(month), workers=1)

    def reasons(self, month: str = "2026-10") -> dict[str, str]:
        """Path → why it was not taken or read, "" where rows of it were; `good.csv` apart."""
        told = {
            one.path: "" if one.entries else one.unread[0].reason
            for one in deliveries_for(self.home, parse_month(month))
        }
        assert told.pop("good.csv") == ""
        return told


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def left(place: Place) -> Iterator[Place]:
    """A place where what the test puts is left with a reason, the same each time."""
    yield place
    before = place.reasons()
    assert place.ingest().taken == 0
    assert place.reasons() == before
    assert all("请" in reason or "下次再收" in reason for reason in before.values())


class TestLeft:
    def test_links_out_of_the_inbox(self, left: Place, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "a.csv").write_bytes(deaths(B))
        (left.inbox / "file.csv").symlink_to(outside / "a.csv")
        (left.inbox / "folder").symlink_to(outside)
        (left.inbox / "chain.csv").symlink_to(left.inbox / "file.csv")
        (left.inbox / "loop").symlink_to(left.inbox)
        (left.inbox / "nowhere.csv").symlink_to(tmp_path / "nothing")
        left.ingest()
        told = left.reasons()
        assert set(told) == {"file.csv", "folder", "chain.csv", "loop", "nowhere.csv"}
        assert all("链接" in reason for reason in told.values())

    def test_a_file_that_becomes_a_link_after_it_was_listed(
        self, place: Place, tmp_path: Path
    ) -> None:
        (tmp_path / "a.csv").write_bytes(deaths(B))
        (place.inbox / "x.csv").symlink_to(tmp_path / "a.csv")
        with pytest.raises(NotTaken, match="链接"), open_settled(place.inbox / "x.csv"):
            pass

    def test_devices_pipes_and_sockets(self, left: Place) -> None:
        os.mkfifo(left.inbox / "pipe.csv")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(os.path.relpath(left.inbox / "socket.csv"))
            left.ingest()
        told = left.reasons()
        assert set(told) == {"pipe.csv", "socket.csv"}
        assert all("普通文件" in reason for reason in told.values())
        with pytest.raises(NotTaken, match="普通文件"), open_settled(left.inbox / "pipe.csv"):
            pass

    @pytest.mark.parametrize("name", ["a.csv.part", "a.xlsx.crdownload", "a.TMP", "a.csv.td"])
    def test_names_of_unfinished_files(self, left: Place, name: str) -> None:
        left.put(name, deaths(B))
        left.ingest()
        assert "还没有下载或复制完" in left.reasons()[name]

    def test_hidden_files_and_folders(self, left: Place) -> None:
        left.put(".a.csv", deaths(B))
        left.put(".git/config", b"x")
        left.ingest()
        assert "隐藏文件" in left.reasons()[".a.csv"]
        assert "隐藏文件夹" in left.reasons()[".git"]

    def test_folders_within_folders_without_end(self, left: Place) -> None:
        left.put("/".join(["x"] * 600) + "/a.csv", deaths(B))
        left.ingest()
        [(path, reason)] = left.reasons().items()
        assert path == "/".join(["x"] * 41)
        assert "40 层" in reason

    def test_what_may_not_be_opened(self, monkeypatch: pytest.MonkeyPatch, left: Place) -> None:
        left.put("closed.csv", deaths(B))
        left.put("closed/b.csv", deaths(B))
        really_open, really_scan = os.open, os.scandir

        def refuse_file(path: Path, flags: int, *rest: int) -> int:
            if Path(path).name == "closed.csv":
                raise PermissionError(13, "x")
            return really_open(path, flags, *rest)

        def refuse_folder(path: Path):  # type: ignore[no-untyped-def]
            if path.name == "closed":
                raise PermissionError(13, "x")
            return really_scan(path)

        monkeypatch.setattr(module.os, "open", refuse_file)
        monkeypatch.setattr(module.os, "scandir", refuse_folder)
        left.ingest()
        told = left.reasons()
        assert "权限" in told["closed.csv"]
        assert "权限" in told["closed"]


class TestBeingWritten:
    def test_a_file_that_somebody_has_open_for_writing_waits(self, place: Place) -> None:
        path = place.put("a.csv", deaths(B)[:20])
        with path.open("ab") as file:
            place.ingest()
            assert "正在写入" in place.reasons()["a.csv"]
            file.write(deaths(B)[20:])
        assert place.ingest().taken == 1
        assert place.reasons() == {"a.csv": ""}

    def test_what_was_taken_before_counts_while_a_new_version_is_written(
        self, place: Place
    ) -> None:
        path = place.put("a.csv", deaths(B))
        place.ingest()
        with path.open("ab"):
            place.ingest()
            told = deliveries_for(place.home, parse_month("2026-10"))
            states = [(one.path, one.status) for one in told]
            assert states == [("a.csv", "used"), ("a.csv", "skipped"), ("good.csv", "used")]
        assert place.ingest().taken == 0
        assert place.reasons() == {"a.csv": ""}

    def test_a_file_that_changes_while_it_is_copied(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = place.put("a.csv", deaths(B))
        monkeypatch.setattr(module, "_has_writer", lambda _: False)
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(open_settled(path))
            file.read(10)
            path.write_bytes(deaths(A, B))
            with pytest.raises(NotTaken, match="正在写入"):
                stack.close()

    def test_a_file_that_vanishes(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        path = place.put("a.csv", deaths(B))
        content = path.read_bytes()
        real = raw.is_archive

        def vanish(found: Path, key: bytes):  # type: ignore[no-untyped-def]
            listed = walk_inbox(found, key)
            path.unlink()
            return listed

        monkeypatch.setattr("pipelines.ingest.walk_inbox", vanish)
        place.ingest()
        assert "不在" in place.reasons()["a.csv"]
        monkeypatch.undo()
        assert raw.is_archive is real
        path.write_bytes(content)
        place.ingest()
        assert place.reasons() == {"a.csv": ""}


class TestNames:
    def test_any_name_is_told_on_one_line(self, place: Place) -> None:
        names = [
            b"a\nb.csv",
            b"\x1b[31mc.csv",
            "d\u202evsc.exe".encode(),
            b"\xff\xfe.csv",
            "名单.csv".encode("gb18030"),
            ("名" * 83 + ".csv").encode(),
            b"x" * 251 + b".csv",
        ]
        for number, name in enumerate(names, start=10):
            (place.inbox / os.fsdecode(name)).write_bytes(deaths(made_up_id(number)))
        report = place.ingest()
        assert report.staged == len(names) + 1
        told = place.reasons()
        assert not any(told.values())
        assert {"a〈000A〉b.csv", "〈001B〉[31mc.csv", "d〈202E〉vsc.exe", "名单.csv"} <= set(told)
        assert all(path.isprintable() for path in told)

    def test_names_that_read_alike_stay_two(self, place: Place) -> None:
        for encoding, number in (("utf-8", A), ("gb18030", B)):
            name = os.fsdecode("名单.csv".encode(encoding))
            (place.inbox / name).write_bytes(deaths(number, wrong_check(number)))
        place.ingest()
        assert set(place.reasons()) == {"名单.csv", "名单.csv（同名2）"}
        assert place.ingest().taken == 0


class TestArchives:
    def counts(self, place: Place, month: str = "2026-10") -> dict[str, tuple[str, ...]]:
        return {
            one.path: (one.delivery_month, one.status)
            for one in deliveries_for(place.home, parse_month(month))
        }

    def test_members_are_deliveries_of_their_own(self, place: Place) -> None:
        inner = zip_of({"c.csv": deaths(A, B, made_up_id(3))})
        place.put(
            "民政/2026-09.zip",
            zip_of(
                {"a.csv": deaths(B), "2026-10/b.csv": deaths(A, B), "里.zip": inner, "x.txt": b"?"}
            ),
        )
        report = place.ingest()
        assert self.counts(place) == {
            "good.csv": ("2026-10", "used"),
            "民政/2026-09.zip/a.csv": ("2026-09", "used"),
            "民政/2026-09.zip/2026-10/b.csv": ("2026-10", "used"),
            "民政/2026-09.zip/x.txt": ("2026-09", "used"),
            "民政/2026-09.zip/里.zip/c.csv": ("2026-09", "used"),
        }
        assert report.taken == 5
        received = {d.path: sum(e.received for e in d.entries) for d in report.deliveries}
        assert sorted(received.values()) == [0, 1, 1, 2, 3]

    def test_the_same_content_beside_it_is_a_copy(self, place: Place) -> None:
        place.put("z.zip", zip_of({"x.csv": deaths(A)}))
        assert place.ingest().staged == 1
        assert self.counts(place)["z.zip/x.csv"] == ("2026-10", "copy")

    def test_an_archive_as_before_is_not_unpacked_again(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.put("z.zip", zip_of({"x.csv": deaths(B), "../y.csv": b"y"}))
        place.ingest()
        before = place.reasons()

        def refuse(*_: object) -> None:
            raise AssertionError("unpacked again")

        monkeypatch.setattr(raw, "unpack", refuse)
        assert place.ingest().taken == 0
        (place.inbox / "z.zip").rename(place.inbox / "y.zip")
        assert place.ingest("2026-11").taken == 2
        monkeypatch.undo()
        assert place.reasons() == before
        for kept in place.home.raw.glob("*/*.csv"):
            kept.unlink()
        place.ingest("2026-11")
        assert len(list(place.home.raw.glob("*/*.csv"))) == 2

    def test_archives_that_give_nothing_are_listed(self, place: Place) -> None:
        whole = zip_of({"x.csv": deaths(B)})
        place.put("cut.zip", whole[:-20])
        place.put("empty.zip", zip_of({}))
        place.put("locked.zip", locked(whole))
        place.put("bad.zip", zip_of({"../x.csv": b"x"}))
        place.ingest()
        told = place.reasons()
        assert "不完整" in told["cut.zip"]
        assert "没有文件" in told["empty.zip"]
        assert "密码" in told["locked.zip/x.csv"]
        assert "指向压缩包之外" in told["bad.zip/../x.csv"]
        assert place.ingest().taken == 0

    def test_a_locked_archive_opens_once_its_password_is_set(self, place: Place) -> None:
        place.put("z.zip", encrypted("x.csv", deaths(B), "残联88"))
        place.ingest()
        assert "密码" in place.reasons()["z.zip/x.csv"]
        (place.home.root / "passwords.yaml").write_text("残联: 残联88\n", encoding="utf-8")
        assert place.ingest().taken == 1
        assert place.reasons() == {"z.zip/x.csv": ""}

    def test_chinese_names_and_numbers_in_them(self, place: Place) -> None:
        name = f"甲{A}.csv"
        written = with_raw_names(
            zip_of({"x" * (len(name) + 1) + ".csv": deaths(B)}),
            {"x" * (len(name) + 1) + ".csv": name.encode("gbk") + b".csv"},
        )
        place.put("z.zip", written)
        place.ingest()
        [path] = place.reasons()
        assert path.startswith("z.zip/甲〈")
        assert A not in place.home.register_path.read_text("utf-8")

    def test_a_member_named_like_another_file(self, place: Place) -> None:
        place.put("z.zip", zip_of({"x.csv": deaths(B)}))
        place.put("z.zip.d/x.csv", deaths(B))
        place.ingest()
        assert len(self.counts(place)) == 3

    def test_nothing_is_left_in_between(self, place: Place) -> None:
        place.put("z.zip", zip_of({"x.csv": deaths(B), "n.zip": zip_of({"y.csv": b"1"})}))
        (place.home.raw / ".incoming").mkdir(parents=True)
        (place.home.raw / ".incoming" / ".half").write_bytes(b"x")
        (place.home.raw / ".incoming" / ".folder").mkdir()
        place.ingest()
        assert list((place.home.raw / ".incoming").iterdir()) == []
        for path in place.home.raw.rglob("*"):
            assert path.stat().st_mode & 0o077 == 0, path

    def test_the_register_remembers_them(self, place: Place) -> None:
        place.put("z.zip", zip_of({"x.csv": deaths(B)}))
        place.ingest()
        [archive] = load_register(place.home).archives.values()
        assert [one.path for one in archive.members] == ["x.csv"]
