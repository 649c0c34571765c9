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
from pipelines.returns import write_returns
from pipelines.settings import Home
from schemas.forbidden import FORBIDDEN, ForbiddenFact
from schemas.sources import all_sources
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
    assert refused_in_rows([["某街道少数民族困难户"], ["姓名", "身份证号", "住址"]]) == {}
    assert refused_in_rows([["姓名", "住址"], ["甲", "少数民族聚居村"]]) == {}


@pytest.mark.parametrize("fact", FORBIDDEN, ids=lambda fact: fact.title)
def test_every_header_of_a_fact_is_known_in_its_spellings(fact: ForbiddenFact) -> None:
    for header in fact.headers:
        for written in (header, f" {header[:1]} {header[1:]}：", f"基本信息/{header}"):
            assert refused_columns([written])[written].endswith(f"（{fact.law}）")


@pytest.mark.parametrize(
    "header",
    [
        "民族（汉/回）",
        "户主民族",
        "民族代号",
        "naty",
        "Ethnicity",
        "宗教信仰(有/无)",
        "有无信教",
        "是否中共党员",
        "党员（是/否）",
        "本人政治面貌",
        "政治身份",
        "入党年月",
        "政 治\n面 貌",
        "群众评议结果",
        "入户印象评价",
        "思想状况",
        "品德",
    ],
)
def test_a_fact_in_other_words_is_known(header: str) -> None:
    assert refused_columns([header])


@pytest.mark.parametrize(
    "header",
    [
        "民族乡",
        "所属民族乡镇",
        "帮扶党员姓名",
        "包户党员",
        "联系党员电话",
        "民主评议日期",
        "满意度",
        "户籍",
        "家庭关系",
        "政策",
        "残疾评定",
        "宗教局",
        "national_id",
        "评价等级",
    ],
)
def test_what_only_sounds_like_a_fact_is_none(header: str) -> None:
    assert refused_columns([header]) == {}


def test_no_column_of_a_contract_sounds_like_a_fact() -> None:
    aliases = [alias for source in all_sources() for c in source.columns for alias in c.aliases]
    assert refused_columns(aliases) == {}


def test_its_sender_is_told_and_the_month_goes_on(place: Place) -> None:
    (place.inbox / "信教.csv").write_bytes(csv_bytes(BELIEVERS))
    place.ingest()
    report = write_returns(place.home, OCTOBER)
    assert (report.workbooks, report.rows, report.failed) == (1, 0, 0)
    assert place.left() == []


def test_of_a_list_that_lacks_a_column_too_both_are_told(place: Place) -> None:
    header = ["姓名", "身份证号", "残疾类别", "民族"]
    (place.inbox / "残疾.csv").write_bytes(csv_bytes([header, ["甲", A, "肢体", TOLD]]))
    place.ingest()
    [one] = deliveries_for(place.home, OCTOBER)
    assert "请删去这些列" in one.unread[0].reason
    assert "缺少必需的列：残疾等级" in one.unread[0].reason


def test_a_sheet_of_such_facts_beside_a_known_one_is_said_not_to_be_wanted(place: Place) -> None:
    with xlsxwriter.Workbook(str(place.inbox / "死亡.xlsx")) as book:
        for name, rows in {
            "死亡": [DEATHS, ["甲", TOLD, A, "2026-10-01"]],
            "名单": BELIEVERS,
        }.items():
            sheet = book.add_worksheet(name)
            for y, row in enumerate(rows):
                sheet.write_row(y, 0, row)
    place.ingest()
    [one] = deliveries_for(place.home, OCTOBER)
    assert [entry.accepted for entry in one.entries] == [1]
    assert "没有采用" in one.unread[0].reason
    assert "没有保存" not in one.unread[0].reason
    assert {Path(told).relative_to(place.home.root).parts[0] for told in place.left()} == {"raw"}


def test_what_tags_and_free_text_say_stands_nowhere(tmp_path: Path) -> None:
    header = ["镇街", "社区", "户号", "姓名", "身份证号", "与户主关系", "人员标签", "备注"]
    rows = [
        ["甲镇", "甲村", "H1", "甲", A, "户主", f"低保户、{TOLD}", TOLD],
        ["甲镇", "甲村", "", "乙", B, "户主", f"{TOLD}、低保户", TOLD],
        ["甲镇", "甲村", "H3", "丙", made_up_id(3), "户主", TOLD, TOLD, "多", "出"],
    ]
    outcome = stage_rows(tmp_path, [header, *rows])
    assert outcome.counts == (3, 1, 2, 0)
    assert outcome.rows["resident_tags"].to_list() == ["低保户"]
    assert found(files_of(outcome.home.root), MARK) == []
    assert any("低保户" in text for text in outcome.rejects["row_text"])


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
