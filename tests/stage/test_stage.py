from __future__ import annotations

import functools
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines import stage, staged_files
from pipelines.read import read_blocks
from pipelines.reasons import REASONS
from pipelines.settings import Home
from pipelines.stage import ContractNotChecked, CountsDoNotAgree, stage_content
from schemas.columns import Received, column
from tests.stage.files import AS_OF, KEY, csv_bytes, made_up_id, stage_rows, wrong_check

A, B, C = made_up_id(1), made_up_id(2), made_up_id(3)

CERTIFICATES = ["姓名", "身份证号", "残疾证号", "类别", "等级", "证件状态", "发证日期", "有效期至"]
SETTLEMENTS = ["setl_id", "certno", "setl_time", "medfee_sumamt", "psn_part_amt"]
RESIDENTS = ["镇街", "社区", "户号", "姓名", "身份证号", "楼栋", "房号", "联系电话", "人员标签"]
ROSTER = [
    "户编号",
    "姓名",
    "证件号码",
    "户联系电话",
    "人联系电话",
    "是否享受政策",
    "务工时间（月）",
]
ASSISTANCE = ["姓名", "身份证号", "救助类别", "起始月份", "终止月份", "月发放金额"]


def certificate(name: str, number: str, *cells: str) -> list[str]:
    given = [name, number, *cells]
    default = ["", "", "", "肢体", "二级", "有效", "2020-05-01", "2030-04-30"]
    return given + default[len(given) :]


class TestTypes:
    def test_a_certificate_in_its_types(self, tmp_path: Path) -> None:
        row = ["甲", A, A + "42", "4", "Ⅱ", "持证", "2020.5", "长期"]
        outcome = stage_rows(tmp_path, [CERTIFICATES, row])
        assert outcome.counts == (1, 1, 0, 0)
        [told] = outcome.rows.to_dicts()
        assert told["disability_category"] == "肢体"
        assert told["disability_grade"] == 2
        assert told["certificate_status"] == "有效"
        assert told["issued_date"] == date(2020, 5, 1)
        assert told["expires_date"] == date(9999, 12, 31)
        assert told["town_name"] is None
        assert told["row_number"] == 2
        assert len(told["person_id"]) == 12

    def test_category_and_grade_are_read_from_the_certificate(self, tmp_path: Path) -> None:
        rows = [certificate("甲", A, A + "61", "", ""), certificate("乙", B, B + "42", "视力", "1")]
        outcome = stage_rows(tmp_path, [CERTIFICATES, *rows])
        told = outcome.rows.select("disability_category", "disability_grade").rows()
        assert told == [("精神", 1), ("视力", 1)]
        assert outcome.entry.notes == {"read_from_certificate": 1}
        assert outcome.entry.warnings == {"certificate_disagrees": 1}

    def test_the_certificate_may_stand_in_the_id_column(self, tmp_path: Path) -> None:
        outcome = stage_rows(tmp_path, [CERTIFICATES, certificate("甲", A + "42", "", "", "")])
        assert outcome.counts == (1, 1, 0, 0)
        assert outcome.people["id_number"].to_list() == [A]
        assert outcome.rows.select("disability_category", "disability_grade").rows() == [
            ("肢体", 2)
        ]

    def test_settlements_are_exact_and_valid_by_default(self, tmp_path: Path) -> None:
        header = [*SETTLEMENTS, "vali_flag", "hifp_pay(万元)"]
        rows = [
            ["S1", A, "2026-05-01 08:30:00", "1,234.50", "-30000.1", "", "1.25"],
            ["S2", A, "20260501", "0", "¥12", "无效", ""],
        ]
        outcome = stage_rows(tmp_path, [header, *rows])
        assert outcome.counts == (2, 2, 0, 0)
        first, second = outcome.rows.to_dicts()
        assert first["setl_time"] == datetime(2026, 5, 1, 8, 30)  # noqa: DTZ001
        assert first["medfee_sumamt"] == Decimal("1234.50")
        assert first["psn_part_amt"] == Decimal("-30000.10")
        assert first["hifp_pay"] == Decimal("12500.00")
        assert [first["vali_flag"], second["vali_flag"]] == ["1", "0"]
        assert outcome.rows.schema["maf_pay"] == pl.Decimal(16, 2)

    def test_settlements_without_a_flag_are_valid(self, tmp_path: Path) -> None:
        row = ["S1", A, "2026-05-01", "1", "1"]
        assert stage_rows(tmp_path, [SETTLEMENTS, row]).rows["vali_flag"].to_list() == ["1"]

    @pytest.mark.parametrize(
        ("word", "draws"),
        [("", True), ("是", True), ("否", False), ("不详", True), ("未享受", False)],
    )
    def test_only_a_no_takes_a_person_off_the_roster(
        self, tmp_path: Path, word: str, draws: bool
    ) -> None:
        rows = [ROSTER, ["H1", "甲", A, "19900000001", "", word, "6.5"]]
        outcome = stage_rows(tmp_path, rows)
        assert outcome.rows["draws_policy"].to_list() == [draws]
        assert outcome.rows["work_months"].to_list() == [Decimal("6.5")]

    def test_a_roster_that_does_not_say_draws_policy(self, tmp_path: Path) -> None:
        rows = [
            ["户编号", "姓名", "证件号码", "人均纯收入", "与户主关系", "户类型"],
            ["H1", "甲", A, "9000.005", "户主", "脱贫户"],
        ]
        outcome = stage_rows(tmp_path, rows)
        assert outcome.rows["draws_policy"].to_list() == [True]
        assert outcome.rows["income_per_capita_yuan"].to_list() == [Decimal("9000.01")]

    def test_combined_assistance_is_told_by_standard_words(self, tmp_path: Path) -> None:
        rows = [
            ["甲", A, "特困,低保", "2023年05月", "", "800"],
            ["乙", B, "低边 、两项补贴", "", "", ""],
        ]
        outcome = stage_rows(tmp_path, [ASSISTANCE, *rows])
        words = outcome.rows["assistance_categories"].to_list()
        assert words == ["最低生活保障、特困人员", "低保边缘家庭、残疾人两项补贴"]
        assert outcome.rows["start_month"].to_list() == [date(2023, 5, 1), None]

    def test_tags_without_a_purpose_stay_out(self, tmp_path: Path) -> None:
        row = ["", "", "1", "甲", A, "", "", "", "信教,独居、低保户"]
        outcome = stage_rows(tmp_path, [RESIDENTS, row])
        assert outcome.rows["resident_tags"].to_list() == ["低保户、独居老人"]

    def test_what_keeps_a_text_from_becoming_a_number_is_taken_off(self, tmp_path: Path) -> None:
        rows = [
            ['="S1"', f'="{A}"', '="2026-05-01"', '="12.50"', "'7"],
            ["'S2", f"'{B}", "'20260501", "'1", "0"],
        ]
        outcome = stage_rows(tmp_path, [SETTLEMENTS, *rows])
        assert outcome.counts == (2, 2, 0, 0)
        told = outcome.rows.select("setl_id", "medfee_sumamt", "psn_part_amt").rows()
        assert told == [
            ("S1", Decimal("12.50"), Decimal("7.00")),
            ("S2", Decimal("1.00"), Decimal("0.00")),
        ]
        assert outcome.people["id_number"].to_list() == [A, B]

    def test_exports_that_write_every_cell_as_a_formula(self, tmp_path: Path) -> None:
        path = tmp_path / "received"
        cells = ["S1", A, "2026-05-01", "12.50", "7"]
        path.write_text(",".join(f'="{c}"' for c in SETTLEMENTS) + "\n", "utf-8")
        with path.open("a", encoding="utf-8") as file:
            file.write(",".join(f'="{cell}"' for cell in cells) + "\n")
        staged = stage_content(Home(tmp_path / "home"), path, "0" * 64, AS_OF, KEY)
        [entry] = staged.entries
        assert (entry.received, entry.accepted) == (1, 1)


class TestRejects:
    def test_rounded_reference_numbers_do_not_become_one(self, tmp_path: Path) -> None:
        rows = [
            ["3.70200202610010E+17", A, "2026-05-01", "1", "1"],
            ["3.70200202610010E+17", A, "2026-05-02", "2", "2"],
            ["37020E17", A, "2026-05-02", "2", "2"],
        ]
        outcome = stage_rows(tmp_path, [SETTLEMENTS, *rows])
        assert outcome.counts == (3, 1, 2, 0)
        assert outcome.entry.reasons == {"number_rounded": 2}

    def test_a_rounded_number_that_is_not_needed_is_left_out(self, tmp_path: Path) -> None:
        row = ["甲", A, "低保", "", "", "", "3.70200202610010E+17"]
        outcome = stage_rows(tmp_path, [[*ASSISTANCE, "户号"], row])
        assert outcome.counts == (1, 1, 0, 0)
        assert outcome.rows["household_number"].to_list() == [None]
        assert outcome.entry.notes == {"number_rounded": 1}

    def test_a_reject_says_where_what_why(self, tmp_path: Path) -> None:
        bad = certificate("乙", wrong_check(B), "")
        outcome = stage_rows(tmp_path, [CERTIFICATES, certificate("甲", A, ""), bad])
        assert outcome.counts == (2, 1, 1, 0)
        assert outcome.entry.reasons == {"id_check": 1}
        [told] = outcome.told()
        text = told.pop("row_text")
        assert told == {
            "file_id": outcome.sha256[:16],
            "sheet": "",
            "row_number": 3,
            "column": "id_number",
            "header": "身份证号",
            "value": wrong_check(B),
            "rule": "id_check",
            "reason": REASONS["id_check"],
        }
        assert text["姓名"] == "乙"
        assert text["等级"] == "二级"

    def test_several_faults_are_all_told_and_the_row_counted_once(self, tmp_path: Path) -> None:
        bad = ["", A, "", "肢体残", "9级", "有效", "23-5-1", "2030-04-30"]
        outcome = stage_rows(tmp_path, [CERTIFICATES, certificate("甲", B), bad])
        assert outcome.counts == (2, 1, 1, 0)
        assert outcome.entry.reasons == {"value_missing": 1}
        assert [(t["column"], t["rule"]) for t in outcome.told("column", "rule")] == [
            ("name", "value_missing"),
            ("disability_category", "code_unknown"),
            ("disability_grade", "code_unknown"),
            ("issued_date", "date_ambiguous"),
        ]

    def test_a_value_out_of_range_is_a_reject(self, tmp_path: Path) -> None:
        outcome = stage_rows(tmp_path, [ROSTER, ["H1", "甲", A, "", "", "", "13"]])
        assert outcome.entry.reasons == {"value_out_of_range": 1}
        assert outcome.told("column", "value") == [{"column": "work_months", "value": "13"}]

    def test_all_rows_may_be_rejected(self, tmp_path: Path) -> None:
        outcome = stage_rows(
            tmp_path, [SETTLEMENTS, ["S1", "x", "?", "?", "?"], ["", A, "", "", ""]]
        )
        assert outcome.counts == (2, 0, 2, 0)
        assert outcome.rows.height == outcome.people.height == 0
        assert outcome.rejects.height == 4 + 4

    def test_a_table_without_rows_is_fine(self, tmp_path: Path) -> None:
        outcome = stage_rows(tmp_path, [SETTLEMENTS])
        assert outcome.counts == (0, 0, 0, 0)
        assert outcome.rows.columns[0] == "file_id"

    def test_of_a_torn_line_nothing_is_believed(self, tmp_path: Path) -> None:
        torn = ["S2", A, "2026-05-01", "1", "x", "surplus"]
        outcome = stage_rows(tmp_path, [SETTLEMENTS, ["S1", A, "2026-05-01", "1", "1"], torn])
        assert outcome.counts == (2, 1, 1, 0)
        assert outcome.entry.reasons == {"too_many_fields": 1}
        reject = outcome.rejects.to_dicts()[0]
        assert reject["column"] is None
        assert reject["value"] is None
        assert "surplus" in reject["row_text"]


class TestUnlinked:
    def test_a_resident_with_a_damaged_number_is_kept_without_a_person(
        self, tmp_path: Path
    ) -> None:
        rows = [
            ["", "", "1", "甲", A, "1栋", "101", "19900000001", ""],
            ["", "", "1", "乙", wrong_check(B), "", "", "", ""],
            ["", "", "1", "丙", "", "", "", "", ""],
        ]
        outcome = stage_rows(tmp_path, [RESIDENTS, *rows])
        assert outcome.counts == (3, 3, 0, 0)
        assert outcome.entry.warnings == {"id_check": 1, "id_missing": 1}
        assert outcome.rows["person_id"].is_null().to_list() == [False, True, True]
        assert outcome.people.height == 1

    def test_only_wholly_identical_unlinked_rows_repeat(self, tmp_path: Path) -> None:
        child = ["", "", "1", "小丙", "", "", "", "", ""]
        sister = ["", "", "1", "小丁", "", "", "", "", ""]
        outcome = stage_rows(tmp_path, [RESIDENTS, child, sister, child])
        assert outcome.counts == (3, 2, 0, 1)
        assert outcome.rows["row_number"].to_list() == [3, 4]

    def test_an_unlinked_resident_still_needs_a_household(self, tmp_path: Path) -> None:
        outcome = stage_rows(tmp_path, [RESIDENTS, ["", "", "", "丙", "", "", "", "", ""]])
        assert outcome.entry.reasons == {"value_missing": 1}


class TestRepeats:
    def test_of_differing_settlements_the_last_counts(self, tmp_path: Path) -> None:
        rows = [
            ["S1", A, "2026-05-01", "1", "1"],
            ["S2", A, "2026-05-02", "2", "2"],
            ["S1", A, "2026-05-01", "9", "9"],
            ["S2", A, "2026/5/2", "2.00", "2"],
        ]
        outcome = stage_rows(tmp_path, [SETTLEMENTS, *rows])
        assert outcome.counts == (4, 2, 0, 2)
        assert outcome.entry.notes == {"repeated_identical": 1}
        assert outcome.entry.warnings == {"repeated_differing": 1}
        assert outcome.rows.select("setl_id", "psn_part_amt", "row_number").rows() == [
            ("S1", Decimal(9), 4),
            ("S2", Decimal(2), 5),
        ]

    def test_a_second_certificate_stays_as_an_alternative(self, tmp_path: Path) -> None:
        rows = [
            certificate("甲", A, "", "肢体", "二级", "有效"),
            certificate("甲", A, "", "肢体", "三级", "注销"),
            certificate("甲", A, "", "肢体", "二级", "有效"),
            certificate("甲", A, "", "肢体", "四级", "过期"),
        ]
        outcome = stage_rows(tmp_path, [CERTIFICATES, *rows])
        assert outcome.counts == (4, 1, 0, 3)
        assert outcome.rows.select("disability_grade", "is_alternative", "row_number").rows() == [
            (3, True, 3),
            (2, True, 4),
            (4, False, 5),
        ]

    def test_a_roster_keeps_only_the_row_that_counts(self, tmp_path: Path) -> None:
        rows = [["H1", "甲", A, "", "", "是", "1"], ["H1", "甲", A, "", "", "否", "1"]]
        outcome = stage_rows(tmp_path, [ROSTER, *rows])
        assert outcome.counts == (2, 1, 0, 1)
        assert outcome.rows["draws_policy"].to_list() == [False]

    def test_assistance_of_two_kinds_is_two_records(self, tmp_path: Path) -> None:
        rows = [
            ["甲", A, "低保", "", "", ""],
            ["甲", A, "临时救助", "", "", ""],
            ["甲", A, "城市低保", "", "", ""],
        ]
        assert stage_rows(tmp_path, [ASSISTANCE, *rows]).counts == (3, 2, 0, 1)

    def test_a_rejected_row_is_no_repeat(self, tmp_path: Path) -> None:
        rows = [["S1", A, "2026-05-01", "1", "1"], ["S1", A, "gestern", "1", "1"]]
        assert stage_rows(tmp_path, [SETTLEMENTS, *rows]).counts == (2, 1, 1, 0)


class TestIdentities:
    def test_the_last_row_of_a_person_says_who_it_is(self, tmp_path: Path) -> None:
        rows = [
            ["", "", "1", "甲旧", A, "1栋", "101", "19900000001", ""],
            ["", "", "2", "乙", B, "", "", "", ""],
            ["", "", "3", "甲", A, "2栋", "202", "1990000 0002", ""],
        ]
        outcome = stage_rows(tmp_path, [RESIDENTS, *rows])
        people = outcome.people.sort("row_number").drop("person_id").rows()
        assert people == [
            (B, "乙", None, None, 3),
            (A, "甲", "19900000002", "2栋 202", 4),
        ]

    def test_the_own_phone_comes_before_the_households(self, tmp_path: Path) -> None:
        rows = [
            ["H1", "甲", A, "19900000001", "19900000002", "", ""],
            ["H1", "乙", B, "19900000001", "-", "", ""],
        ]
        people = stage_rows(tmp_path, [ROSTER, *rows]).people.sort("row_number")
        assert people["phone"].to_list() == ["19900000002", "19900000001"]

    def test_staging_holds_nobodys_identity(self, tmp_path: Path) -> None:
        row = ["", "", "1", "欧阳某某", A, "1栋", "101", "19900000001", ""]
        outcome = stage_rows(tmp_path, [RESIDENTS, row])
        text = outcome.rows.write_csv()
        assert not any(secret in text for secret in ("欧阳某某", A, "19900000001", "1栋"))
        assert outcome.rows["person_id"].to_list() == outcome.people["person_id"].to_list()


ROWS = [
    ["S1", A, "2026-05-01", "1", "1"],
    ["S2", wrong_check(A), "2026-05-01", "1", "1"],
    ["S1", A, "2026-05-01", "1", "1"],
    ["S3", B, "2026-05-01", "1", "1"],
    ["S3", B, "2026-05-01", "5", "1"],
    ["S4", C, "2026-05-01", "1", "1"],
    ["S1", C, "2026-05-01", "1", "1"],
]


@pytest.mark.parametrize("batch_rows", [1, 2, 3, 100])
def test_how_a_file_is_cut_into_batches_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch_rows: int
) -> None:
    whole = stage_rows(tmp_path, [SETTLEMENTS, *ROWS])
    expected = (whole.rows, whole.people, whole.rejects, whole.entry)
    monkeypatch.setattr(stage, "read_blocks", functools.partial(read_blocks, batch_rows=batch_rows))
    cut = stage_rows(tmp_path, [SETTLEMENTS, *ROWS])
    assert cut.counts == (7, 3, 1, 3)
    assert cut.entry == expected[3]
    assert cut.rows.equals(expected[0])
    assert cut.people.equals(expected[1])
    assert cut.rejects.equals(expected[2])


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    outcomes = [stage_rows(tmp_path / one, [SETTLEMENTS, *ROWS]) for one in ("1", "2")]
    first, second = (
        {
            path.relative_to(o.home.root): path.read_bytes()
            for path in o.home.root.rglob("*.parquet")
        }
        for o in outcomes
    )
    assert len(first) == 4
    assert first == second


def test_another_key_gives_other_person_ids(tmp_path: Path) -> None:
    path = tmp_path / "received"
    path.write_bytes(csv_bytes([SETTLEMENTS, *ROWS]))
    ids = []
    for key in (KEY, b"other" * 6 + b"ky"):
        stage_content(Home(tmp_path), path, "a" * 64, AS_OF, key)
        staged = tmp_path / "staging" / "medical_insurance__settlements" / f"{'a' * 64}.parquet"
        ids.append(set(pl.read_parquet(staged)["person_id"]))
    assert not ids[0] & ids[1]


class TestFailures:
    def test_a_file_that_breaks_off_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def break_off(*_: object, **__: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(stage, "hash_identities", break_off)
        with pytest.raises(RuntimeError):
            stage_rows(tmp_path, [SETTLEMENTS, *ROWS])
        assert not [path for path in (tmp_path / "home").rglob("*") if path.is_file()]

    def test_lost_rows_stop_the_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(stage, "count_by_rule", lambda _: {})
        monkeypatch.setattr(stage._SourceStaging, "_count", lambda *_: None)
        with pytest.raises(CountsDoNotAgree, match="合计对不上") as error:
            stage_rows(tmp_path, [SETTLEMENTS, *ROWS])
        assert A not in str(error.value)

    def test_a_contract_that_cannot_be_applied_quotes_no_value(self) -> None:
        class Narrow(Received):
            name: pl.Int32 = column("姓名", kind="integer", purpose="试")

        source = stage.all_sources()[0].__class__(
            Narrow, "试", "试", "试", "monthly", "events", ("person_id",), name="a__b"
        )
        frame = pl.DataFrame(
            {"row_number": [1], "name": ["张三丰"]}, schema_overrides={"row_number": pl.Int32}
        )
        with pytest.raises(ContractNotChecked) as error:
            stage._contract_faults(source, frame)
        assert "张三丰" not in str(error.value)


@pytest.mark.parametrize("held_bytes", [0, 2000])
def test_rows_that_do_not_fit_into_memory_wait_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held_bytes: int
) -> None:
    few = functools.partial(read_blocks, batch_rows=2)
    monkeypatch.setattr(stage, "read_blocks", few)
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    held = stage_rows(tmp_path / "1", [SETTLEMENTS, *ROWS])
    monkeypatch.setattr(staged_files, "_HELD_BYTES", held_bytes)
    spilled = stage_rows(tmp_path / "2", [SETTLEMENTS, *ROWS])
    assert spilled.counts == held.counts
    files = [sorted(p for p in o.home.root.rglob("*") if p.is_file()) for o in (held, spilled)]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_a_file_in_which_everything_is_wrong_gives_every_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "_FAULTS_AT_ONCE", 3)
    outcome = stage_rows(
        tmp_path, [SETTLEMENTS, *[[f"S{i}", "x", "?", "?", "?"] for i in range(5)]]
    )
    assert outcome.counts == (5, 0, 5, 0)
    assert outcome.rejects.height == 20
    assert outcome.rejects["row_number"].is_sorted()
