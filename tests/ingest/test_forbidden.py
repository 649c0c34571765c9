"""Facts that nobody may process leave no trace in a home, whatever file brings them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.forbidden import NOT_KEPT, refused_columns, refused_in_rows
from pipelines.ingest import IngestReport, deliveries_for, ingest
from pipelines.months import parse_month
from pipelines.register import load_register
from pipelines.settings import Home
from schemas.forbidden import FORBIDDEN, ForbiddenFact
from tests.leaks import found
from tests.stage.files import Outcome, csv_bytes, made_up_id, stage_rows, wrong_check

A, B = made_up_id(1), made_up_id(2)
TOLD = "拜火星的人"
MARK = re.compile(TOLD.encode())
BELIEVERS = [["姓名", "身份证号", "宗教信仰"], ["甲", A, TOLD], ["乙", B, TOLD]]
DEATHS = ["姓名", "民族", "身份证号", "死亡日期"]
OCTOBER = parse_month("2026-10")


def files_of(root: Path) -> list[Path]:
    return [path for path in sorted(root.rglob("*")) if path.is_file()]


class Place:
    def __init__(self, folder: Path) -> None:
        self.inbox, self.home = folder / "inbox", Home(folder / "home")
        self.inbox.mkdir()

    def ingest(self) -> IngestReport:
        return ingest(self.home, self.inbox, OCTOBER, workers=1)

    def left(self) -> list[str]:
        return found(files_of(self.home.root), MARK)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def workbook(path: Path) -> None:
    """A list with a title and two header rows, of which the lower one names the fact."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        rows = [
            ["信教人员名单"],
            ["姓名", "身份证号", "基本情况", ""],
            ["", "", "宗教信仰", "住址"],
        ]
        for y, row in enumerate([*rows, ["甲", A, TOLD, "某村"]]):
            sheet.write_row(y, 0, row)


def test_a_list_of_such_facts_is_refused_and_no_byte_of_it_kept(place: Place) -> None:
    (place.inbox / "信教.csv").write_bytes(csv_bytes(BELIEVERS))
    workbook(place.inbox / "名单.xlsx")
    with zipfile.ZipFile(place.inbox / "打包.zip", "w") as packed:
        packed.writestr("里面.csv", csv_bytes([*BELIEVERS, ["丙", made_up_id(3), TOLD]]))
    place.ingest()
    seen = deliveries_for(place.home, OCTOBER)
    assert sorted(one.path for one in seen) == ["信教.csv", "名单.xlsx", "打包.zip/里面.csv"]
    for one in seen:
        assert one.entries == ()
        assert one.sha256
        assert "宗教信仰" in one.unread[0].reason
        assert "没有保存" in one.unread[0].reason
        assert "宪法第三十六条" in one.unread[0].reason
    assert place.left() == []
    assert found(files_of(place.home.root), re.compile(A.encode())) == []
    assert not files_of(place.home.raw)


def test_what_was_refused_is_not_taken_in_again(place: Place) -> None:
    (place.inbox / "信教.csv").write_bytes(csv_bytes(BELIEVERS))
    assert place.ingest().staged == 1
    again = place.ingest()
    assert (again.taken, again.staged) == (0, 0)
    assert load_register(place.home).contents.popitem()[1].staged.is_refused
    assert place.left() == []


def test_a_table_of_places_is_no_list_of_people() -> None:
    assert refused_in_rows([["地区", "民族", "人数"], ["某村", "某族", "3"]]) == {}
    assert refused_in_rows([["名册"], ["姓名", "民族（代码）"]])


@pytest.mark.parametrize("fact", FORBIDDEN, ids=lambda fact: fact.title)
def test_every_header_of_a_fact_is_known_in_its_spellings(fact: ForbiddenFact) -> None:
    for header in fact.headers:
        for written in (header, f" {header[:1]} {header[1:]}：", f"基本信息/{header}"):
            assert refused_columns([written])[written].endswith(f"（{fact.law}）")


class TestColumnsOfAKnownTable:
    def stage(self, tmp_path: Path) -> Outcome:
        rows = [["甲", TOLD, A, "2026-10-01"], ["乙", TOLD, wrong_check(B), "2026-10-02"],
                ["丙", TOLD, made_up_id(3), "2026-10-03", "多出的"]]  # fmt: skip
        return stage_rows(tmp_path, [DEATHS, *rows])

    def test_are_refused_one_by_one_and_named_with_the_reason(self, tmp_path: Path) -> None:
        outcome = self.stage(tmp_path)
        assert outcome.counts == (3, 1, 2, 0)
        [block] = outcome.entry.blocks
        assert block["extra_columns"] == []
        assert list(block["refused_columns"]) == ["民族"]
        assert "不得据此区别对待" in block["refused_columns"]["民族"]

    def test_stand_in_nothing_that_is_stored(self, tmp_path: Path) -> None:
        outcome = self.stage(tmp_path)
        assert found(files_of(outcome.home.root), MARK) == []
        assert NOT_KEPT in outcome.rejects["row_text"].to_list()


def test_of_a_known_table_only_the_untouched_copy_holds_them(place: Place) -> None:
    rows = [["甲", TOLD, A, "2026-10-01"], ["乙", TOLD, wrong_check(B), "2026-10-02"]]
    (place.inbox / "死亡.csv").write_bytes(csv_bytes([DEATHS, *rows]))
    place.ingest()
    assert [Path(one).relative_to(place.home.root).parts[0] for one in place.left()] == ["raw"]
