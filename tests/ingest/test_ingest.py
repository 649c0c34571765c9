from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from pipelines import ingest as module
from pipelines import register as register_module
from pipelines.ingest import DiskFull, InboxMissing, IngestReport, deliveries_for, ingest
from pipelines.months import parse_month
from pipelines.register import RegisterNotUsable, load_register
from pipelines.settings import Home
from pipelines.stage import CountsDoNotAgree, Staged
from tests.ingest.killer import die_or_stage, fill_the_disk
from tests.stage.files import csv_bytes, made_up_id, wrong_check

OCTOBER, NOVEMBER = parse_month("2026-10"), parse_month("2026-11")
A, B = made_up_id(1), made_up_id(2)

DEATHS = ["姓名", "身份证号", "死亡日期"]
SETTLEMENTS = ["setl_id", "certno", "setl_time", "medfee_sumamt", "psn_part_amt"]


class Place:
    """An inbox and a home."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        self.home = Home(folder / "home")

    def put(self, path: str, rows: Sequence[Sequence[object]] | bytes) -> Path:
        target = self.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(rows if isinstance(rows, bytes) else csv_bytes(rows))
        return target

    def ingest(self, month: str = "2026-10", workers: int = 1) -> IngestReport:
        return ingest(self.home, self.inbox, parse_month(month), workers=workers)

    def told(self, month: str = "2026-10") -> dict[str, tuple[str, tuple[int, ...]]]:
        """Path → status and received, accepted, rejected, repeated of its first source."""
        return {
            one.path: (
                one.status,
                *((e.received, e.accepted, e.rejected, e.repeated) for e in one.entries[:1]),
            )
            for one in deliveries_for(self.home, parse_month(month))
        }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def deaths(*numbers: str) -> list[list[str]]:
    return [DEATHS, *(["某某", number, "2026-10-01"] for number in numbers)]


@pytest.fixture
def no_staging(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def refuse(*_: object) -> Staged:
        raise AssertionError("a content was read anew")

    return lambda: monkeypatch.setattr(module, "stage_one", refuse)


def bytes_of(home: Home) -> dict[str, bytes]:
    """What lies in a home, but the index of the inbox: that knows a file once it has settled."""
    files = (path for path in home.root.rglob("*") if path.is_file() and path.suffix != ".hashes")
    return {path.relative_to(home.root).as_posix(): path.read_bytes() for path in files}


class TestOnce:
    def test_a_second_ingest_reads_nothing_anew(
        self, place: Place, no_staging: Callable[[], None]
    ) -> None:
        place.put("a.csv", deaths(A))
        place.put("认不出.txt", b"\x00\x01")
        first = place.ingest()
        before = bytes_of(place.home)
        no_staging()
        second = place.ingest()
        assert (first.taken, first.staged) == (2, 2)
        assert (second.taken, second.staged) == (0, 0)
        assert bytes_of(place.home) == before

    def test_the_next_month_reads_only_what_is_new(self, place: Place) -> None:
        place.put("2026-10/a.csv", deaths(A))
        place.ingest("2026-10")
        place.put("2026-11/b.csv", deaths(B))
        report = place.ingest("2026-11")
        assert (report.taken, report.staged) == (1, 1)

    def test_what_is_missing_in_staging_is_staged_from_raw(self, place: Place) -> None:
        file = place.put("a.csv", deaths(A))
        place.ingest()
        before = bytes_of(place.home)
        file.unlink()
        next(place.home.staging.rglob("*.parquet")).unlink()
        assert place.ingest().staged == 1
        assert bytes_of(place.home) == before

    def test_a_changed_contract_stages_its_source_anew(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.put("a.csv", deaths(A))
        place.ingest()
        monkeypatch.setattr(register_module, "READING", register_module.READING + 1)
        register_module.catalogue_fingerprint.cache_clear()
        assert place.ingest().staged == 1
        assert place.ingest().staged == 0
        register_module.catalogue_fingerprint.cache_clear()

    def test_same_content_under_another_name_is_wholly_repeated(self, place: Place) -> None:
        place.put("火化.csv", deaths(A, wrong_check(B)))
        place.put("火化 补发.csv", deaths(A, wrong_check(B)))
        assert place.ingest().staged == 1
        assert place.told() == {
            "火化.csv": ("used", (2, 1, 1, 0)),
            "火化 补发.csv": ("copy", (2, 0, 0, 2)),
        }

    def test_raw_bytes_are_kept_untouched(self, place: Place) -> None:
        file = place.put("某处/某某.CSV", deaths(A))
        place.ingest()
        [kept] = [path for path in place.home.raw.rglob("*") if path.is_file()]
        assert kept.parent.name == "civil_affairs__deaths"
        assert kept.suffix == ".csv"
        assert kept.read_bytes() == file.read_bytes()


class TestMonths:
    def test_a_file_without_a_month_belongs_to_the_run_that_takes_it(self, place: Place) -> None:
        place.put("a.csv", deaths(A))
        place.ingest("2026-10")
        place.ingest("2026-11")
        assert [one.delivery_month for one in deliveries_for(place.home, NOVEMBER)] == ["2026-10"]

    def test_what_comes_later_changes_no_earlier_month(self, place: Place) -> None:
        place.put("2026-10/a.csv", deaths(A))
        place.ingest("2026-10")
        before = deliveries_for(place.home, OCTOBER)
        place.put("2026-11/a.csv", deaths(A))
        place.put("b.csv", deaths(B))
        place.ingest("2026-11")
        assert deliveries_for(place.home, OCTOBER) == before
        assert place.told("2026-11") == {
            "2026-10/a.csv": ("used", (1, 1, 0, 0)),
            "2026-11/a.csv": ("copy", (1, 0, 0, 1)),
            "b.csv": ("used", (1, 1, 0, 0)),
        }

    def test_new_content_of_a_path_supersedes_the_old_in_its_month(self, place: Place) -> None:
        place.put("2026-10/a.csv", deaths(A))
        place.ingest()
        place.put("2026-10/a.csv", deaths(A, B))
        place.ingest()
        statuses = [
            (one.status, one.entries[0].received) for one in deliveries_for(place.home, OCTOBER)
        ]
        assert statuses == [("superseded", 1), ("used", 2)]

    def test_a_path_that_returns_to_its_old_content_uses_that(self, place: Place) -> None:
        for numbers in ((A,), (A, B), (A,)):
            place.put("2026-10/a.csv", deaths(*numbers))
            place.ingest()
        statuses = [
            (one.status, one.entries[0].received) for one in deliveries_for(place.home, OCTOBER)
        ]
        assert statuses == [("superseded", 1), ("superseded", 2), ("used", 1)]

    def test_new_content_of_a_path_without_month_belongs_to_the_later_run(
        self, place: Place
    ) -> None:
        place.put("a.csv", deaths(A))
        place.ingest("2026-10")
        place.put("a.csv", deaths(B))
        place.ingest("2026-11")
        assert [one.status for one in deliveries_for(place.home, NOVEMBER)] == ["used", "used"]

    def test_nobody_is_born_after_the_delivery_month(self, place: Place) -> None:
        child = made_up_id(5, "20261015")
        place.put("2026-09/a.csv", deaths(child))
        place.put("2026-10/b.csv", [*deaths(child), ["x", A, "2026-10-02"]])
        place.ingest()
        assert place.told()["2026-09/a.csv"] == ("used", (1, 0, 1, 0))
        assert place.told()["2026-10/b.csv"] == ("used", (2, 2, 0, 0))


class TestInbox:
    def test_links_are_listed_and_not_followed(self, place: Place) -> None:
        outside = place.inbox.parent / "outside"
        outside.mkdir()
        (outside / "a.csv").write_bytes(csv_bytes(deaths(A)))
        (place.inbox / "文件.csv").symlink_to(outside / "a.csv")
        (place.inbox / "夹").symlink_to(outside)
        report = place.ingest()
        assert report.staged == 0
        assert place.told() == {"文件.csv": ("skipped",), "夹": ("skipped",)}
        assert "链接" in report.deliveries[0].unread[0].reason
        assert place.ingest().taken == 0

    def test_locks_and_litter_are_left_unlisted(self, place: Place) -> None:
        for name in ("~$名单.xlsx", ".~lock.名单.xlsx#", ".DS_Store", "Thumbs.db", "__MACOSX/a"):
            place.put(name, b"x")
        assert (place.ingest().ignored, place.told()) == (5, {})

    def test_a_missing_inbox_is_an_error_with_its_cure(self, place: Place) -> None:
        with pytest.raises(InboxMissing, match="--inbox"):
            ingest(place.home, place.inbox / "nowhere", OCTOBER)

    def test_an_empty_inbox_is_fine(self, place: Place) -> None:
        assert place.ingest().deliveries == ()

    def test_the_name_of_a_file_may_be_any_bytes(self, place: Place) -> None:
        name = "名单.csv".encode("gb18030").decode("utf-8", "surrogateescape")
        (place.inbox / name).write_bytes(csv_bytes(deaths(A)))
        assert place.ingest().staged == 1
        assert [taken.path for taken in load_register(place.home).deliveries] == ["名单.csv"]

    def test_a_persons_number_in_a_file_name_is_told_to_nobody(self, place: Place) -> None:
        for number in (A, B, A[:6] + A[8:17], A + "42B1", "19900001234"):
            place.put(
                f"202609/死亡 {number}.csv", [DEATHS, ["甲", A, f"2020-01-0{len(number) % 9}"]]
            )
        place.put("202610/20260930120000 编号3702112026091234.csv", [DEATHS, ["甲", B, "2026"]])
        paths = [one.path for one in place.ingest().deliveries]
        assert len(set(paths)) == 6
        assert paths[-1] == "202610/20260930120000 编号3702112026091234.csv"
        assert not any(re.search(r"\d{7}", path) for path in paths[:5])
        assert place.ingest().taken == 0
        assert A not in place.home.register_path.read_text("utf-8")

    def test_a_file_that_cannot_be_read_is_listed_and_the_run_goes_on(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.put("a.csv", deaths(A))
        place.put("b.csv", deaths(B))
        real = module.stage_content

        def stage(home: Home, path: Path, sha256: str, *rest: object) -> Staged:
            if A in path.read_text("utf-8"):
                raise RuntimeError(A)
            return real(home, path, sha256, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(module, "stage_content", stage)
        report = place.ingest()
        broken, good = report.deliveries
        assert good.entries[0].accepted == 1
        assert "RuntimeError" in broken.unread[0].reason
        assert A not in broken.unread[0].reason
        monkeypatch.setattr(module, "stage_content", real)
        assert place.ingest().staged == 1  # tried again

    def test_lost_rows_stop_the_run(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        def lose(*_: object) -> Staged:
            raise CountsDoNotAgree("x")

        place.put("a.csv", deaths(A))
        monkeypatch.setattr(module, "stage_content", lose)
        with pytest.raises(CountsDoNotAgree):
            place.ingest()

    def test_a_full_disk_is_said(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        def fill(*_: object) -> Staged:
            raise OSError(28, "No space left on device")

        place.put("a.csv", deaths(A))
        monkeypatch.setattr(module, "stage_content", fill)
        with pytest.raises(DiskFull, match="磁盘满了"):
            place.ingest()

    @pytest.mark.parametrize("written", ["save_register", "save_hashes"])
    def test_a_disk_that_is_full_where_the_register_is_written(
        self, written: str, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fill(*_: object) -> None:
            raise OSError(28, "No space left on device")

        place.put("a.csv", deaths(A))
        monkeypatch.setattr(module, written, fill)
        with pytest.raises(DiskFull, match="磁盘满了"):
            place.ingest()


class TestRegister:
    def test_another_key_is_refused(self, place: Place) -> None:
        place.put("a.csv", deaths(A))
        place.ingest()
        place.home.key_path.write_text("cd" * 32)
        with pytest.raises(RegisterNotUsable, match="密钥"):
            place.ingest()

    @pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": 9}', '{"form": 1, "key": ""}'])
    def test_a_damaged_register_is_an_error_with_its_cure(self, place: Place, text: str) -> None:
        place.home.root.mkdir()
        place.home.register_path.write_text(text)
        with pytest.raises(RegisterNotUsable, match="备份"):
            place.ingest()

    def test_it_comes_back_as_it_was_saved(self, place: Place) -> None:
        place.put("a.csv", deaths(A, wrong_check(B)))
        place.put("b.csv", b"x,y\n1,2\n")
        place.ingest()
        register = load_register(place.home)
        register_module.save_register(place.home, register)
        assert load_register(place.home) == register


def test_two_processes_leave_the_same_bytes_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WORTH_A_PROCESS", 0)
    homes = []
    for workers in (1, 2):
        (tmp_path / str(workers)).mkdir()
        place = Place(tmp_path / str(workers))
        place.home.root.mkdir()
        place.home.key_path.write_text("ab" * 32)
        place.put("a.csv", deaths(A, wrong_check(B)))
        place.put("b.csv", [SETTLEMENTS, ["S1", A, "2026-05-01", "1", "1"]])
        place.put("c.txt", b"\x00")
        place.ingest(workers=workers)
        homes.append(bytes_of(place.home))
    assert homes[0] == homes[1]


def test_a_file_that_kills_its_process_costs_no_other(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(module, "stage_one", die_or_stage)
    place.put("a.csv", deaths(A))
    place.put("致命.csv", b"kill\n")
    report = place.ingest(workers=2)
    good, killer = report.deliveries
    assert good.entries[0].accepted == 1
    assert "系统中止" in killer.unread[0].reason


def test_processes_that_are_lost_while_bytes_are_copied_cost_no_file(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(pool: ProcessPoolExecutor, _: int) -> None:
        pool.submit(os._exit, 1).exception()

    monkeypatch.setattr(module, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(module, "_begin", lose)
    place.put("a.csv", deaths(A))
    place.put("b.csv", deaths(B))
    report = place.ingest(workers=2)
    assert [one.entries[0].accepted for one in report.deliveries] == [1, 1]


def test_a_run_that_is_stopped_does_not_wait_for_files_that_nobody_has_begun(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(module, "stage_one", fill_the_disk)
    for number in range(40):
        place.put(f"{number}.csv", f"{number}\n".encode())
    with pytest.raises(DiskFull):
        place.ingest(workers=2)
    assert len(list(place.home.root.glob("begun-*"))) < 40


def test_one_workbook_may_hold_several_sources(place: Place) -> None:
    path = place.inbox / "民政2026-10.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for title, rows in {
            "死亡": deaths(A, B),
            "在享": [["姓名", "身份证号", "救助类别"], ["甲", A, "低保"]],
            "说明": [["填表说明"]],
        }.items():
            sheet = book.add_worksheet(title)
            for y, row in enumerate(rows):
                sheet.write_row(y, 0, row)
    [told] = place.ingest().deliveries
    counts = [(e.source, e.received, e.blocks[0]["sheet"]) for e in told.entries]
    assert counts == [
        ("civil_affairs__assistance", 1, "在享"),
        ("civil_affairs__deaths", 2, "死亡"),
    ]
    assert [unread.sheet for unread in told.unread] == ["说明"]


def test_only_the_owner_can_open_what_identifies_people(place: Place) -> None:
    place.put("a.csv", deaths(A, wrong_check(B)))
    place.put("b.csv", b"?")
    place.ingest()
    for folder in (place.home.raw, place.home.identities, place.home.rejects, place.home.staging):
        for path in [folder, *folder.rglob("*")]:
            expected = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == expected, path
    assert stat.S_IMODE(place.home.key_path.stat().st_mode) == 0o600


def test_nobody_is_named_outside_raw_identities_and_rejects(
    place: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    place.put(
        "名册.csv",
        [
            ["镇街", "社区", "户号", "姓名", "身份证号", "联系电话", "楼栋", "房号", A],
            ["", "", "1", "欧阳某甲", A, "19900000001", "桃花坞7栋", "101"],
            ["", "", "1", "欧阳某乙", wrong_check(B), "19900000002", "桃花坞7栋", "101"],
            ["", "", "", "欧阳某丙", B, "19900000003", "桃花坞7栋", "101"],
        ],
    )
    place.put("逝者.csv", [DEATHS, ["欧阳某丁", A, "19/5/1"], ["欧阳某戊", wrong_check(A), ""]])
    lines: list[str] = []
    with caplog.at_level(logging.DEBUG):
        report = ingest(place.home, place.inbox, OCTOBER, on_progress=lines.append)
    told = [caplog.text, str(report), repr(report), *lines, *capfd.readouterr()]
    told.append(place.home.register_path.read_text("utf-8"))
    for path in place.home.staging.rglob("*.parquet"):
        told += [pl.read_parquet(path).write_csv(), path.read_bytes().decode("utf-8", "replace")]
    secrets = re.compile(r"370299\d{8}|1990000\d{4}|欧阳|桃花坞")
    assert not [text for text in told if secrets.search(text)]
    assert lines  # something was told
