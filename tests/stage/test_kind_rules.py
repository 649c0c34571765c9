"""What the contracts of the further kinds demand of a row, and what is staged of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.identity import hash_identities
from pipelines.reasons import REASONS
from schemas.sources import all_sources
from tests.leaks import found
from tests.stage.files import KEY, made_up_id, stage_rows, wrong_check

A, B = made_up_id(1), made_up_id(2)
MARRIAGES = ["男方姓名", "男方身份证号", "女方姓名", "女方身份证号", "登记类型", "登记日期"]
VEHICLES = ["车主", "车主身份证号", "号牌号码", "车辆类型", "使用性质", "状态"]
DEPOSITS = ["姓名", "身份证号", "授权书编号", "授权日期", "银行名称", "存款余额（元）", "余额日期"]
CALLS = ["工单编号", "受理时间", "诉求类别", "来电人", "来电号码", "诉求内容"]
PRISON = ["姓名", "身份证号", "执行类别", "罪名", "刑期起日", "刑期止日"]


def hashed(text: str) -> str:
    return str(hash_identities(pl.Series([text]), KEY)[0])


def files_of(root: Path) -> list[Path]:
    return [path for path in sorted(root.rglob("*")) if path.is_file()]


class TestOtherPersons:
    def test_a_spouse_is_staged_under_the_id_that_they_have_elsewhere(self, tmp_path: Path) -> None:
        row = ["甲", A, "乙", B.lower(), "离婚登记", "2026-09-01"]
        outcome = stage_rows(tmp_path, [MARRIAGES, row])
        [told] = outcome.rows.to_dicts()
        assert (told["person_id"], told["spouse_person_id"]) == (hashed(A), hashed(B))
        assert (told["registration_kind"], told["registered_date"]) == ("离婚", date(2026, 9, 1))
        stored = [file for file in files_of(outcome.home.root) if "identities" not in file.parts]
        assert found(stored, re.compile(B.encode())) == []

    def test_a_spouse_who_cannot_be_read_costs_the_row_nothing(self, tmp_path: Path) -> None:
        rows = [
            ["甲", A, "乙", wrong_check(B), "结婚", "2026-09-01"],
            ["丙", made_up_id(3), "丁", "", "结婚", "2026-09-02"],
        ]
        outcome = stage_rows(tmp_path, [MARRIAGES, *rows])
        assert outcome.counts == (2, 2, 0, 0)
        assert outcome.rows["spouse_person_id"].to_list() == [None, None]
        assert outcome.entry.notes["other_person_unreadable"] == 1


class TestHashedNumbers:
    def test_a_plate_is_one_however_it_is_written(self, tmp_path: Path) -> None:
        rows = [
            ["甲", A, "样A·12345", "轿车", "非营运", "正常"],
            ["甲", A, "样a 12345", "K33", "A", "正常"],
        ]
        outcome = stage_rows(tmp_path, [VEHICLES, *rows])
        assert outcome.counts == (2, 1, 0, 1)
        [told] = outcome.rows.to_dicts()
        assert told["plate_number"] == hashed("样A12345")
        assert (told["vehicle_kind"], told["usage"]) == ("小型汽车", "非营运")

    def test_a_plate_of_marks_only_is_none(self, tmp_path: Path) -> None:
        outcome = stage_rows(tmp_path, [VEHICLES, ["甲", A, "——", "轿车", "非营运", "正常"]])
        assert outcome.entry.reasons == {"value_missing": 1}

    def test_every_hashed_column_is_text_and_marked_sensitive(self) -> None:
        columns = [spec for source in all_sources() for spec in source.columns if spec.is_hashed]
        assert columns
        assert all(spec.sensitive and spec.dtype == pl.String for spec in columns)


class TestAuthorisation:
    @pytest.mark.parametrize("place", [2, 3])
    def test_a_balance_without_it_is_returned_for_that_reason(
        self, tmp_path: Path, place: int
    ) -> None:
        sound = ["甲", A, "SQ-1", "2026-09-01", "甲银行", "120.50", "2026-10-01"]
        bare = ["乙", B, *sound[2:]]
        bare[place] = ""
        outcome = stage_rows(tmp_path, [DEPOSITS, sound, bare])
        assert outcome.counts == (2, 1, 1, 0)
        assert outcome.entry.reasons == {"authorisation_missing": 1}
        assert outcome.rejects["reason"].to_list() == [REASONS["authorisation_missing"]]

    def test_a_table_without_its_columns_is_no_result_of_a_check(self) -> None:
        asked = {"banking__deposits", "securities__holdings", "civil_affairs__means_checks"}
        for source in all_sources():
            if source.name in asked:
                assert source.column("authorisation_number").required
                assert source.column("authorisation_date").required


class TestWhatIsNotKept:
    def test_a_call_is_kept_without_a_person_and_without_its_words(self, tmp_path: Path) -> None:
        rows = [
            ["GD-1", "2026-10-01 08:30:00", "低保", "甲", "19900001234", "一段话"],
            ["GD-2", "2026-10-02 08:30:00", "邻里纠纷", "乙", "19900001235", "一段话"],
        ]
        outcome = stage_rows(tmp_path, [CALLS, *rows])
        assert outcome.counts == (2, 2, 0, 0)
        assert outcome.rows["topic"].to_list() == ["生活困难", None]
        assert outcome.rows["person_id"].to_list() == [None, None]
        left = found(files_of(outcome.home.root), re.compile("一段话|邻里".encode()))
        assert left == []

    def test_who_calls_need_not_say_who_they_are(self, tmp_path: Path) -> None:
        header = [*CALLS, "来电人身份证号"]
        rows = [
            ["GD-1", "2026-10-01", "低保", "甲", "19900001234", "一段话", ""],
            ["GD-2", "2026-10-02", "低保", "乙", "19900001235", "一段话", wrong_check(A)],
        ]
        outcome = stage_rows(tmp_path, [header, *rows])
        assert outcome.counts == (2, 2, 0, 0)
        assert outcome.entry.notes == {"id_not_given": 1}
        assert outcome.entry.warnings == {"id_check": 1}

    def test_of_a_term_only_that_somebody_is_away_is_kept(self, tmp_path: Path) -> None:
        rows = [
            ["甲", A, "缓刑", "某罪名", "2026-01-01", "2027-01-01"],
            ["乙", B, "监狱服刑", "某罪名", "2020-01-01", "无期"],
        ]
        outcome = stage_rows(tmp_path, [PRISON, *rows])
        assert outcome.rows["term_kind"].to_list() == ["社区矫正", "在押"]
        assert outcome.rows["end_date"].to_list() == [date(2027, 1, 1), date(9999, 12, 31)]
        left = found(files_of(outcome.home.root), re.compile("罪名|缓刑".encode()))
        assert left == []

    def test_no_contract_asks_for_what_another_refuses_to_keep(self) -> None:
        never = {
            "诊断",
            "病种",
            "病种名称",
            "疾病名称",
            "罪名",
            "案由",
            "诉求内容",
            "信访内容",
            "账号",
        }
        for source in all_sources():
            for spec in source.columns:
                assert not never.intersection(spec.aliases), (source.name, spec.name)


def test_codes_are_known_in_the_words_of_exports(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "险种", "缴费状态", "最近缴费年月", "缴费基数"]
    rows = [
        ["甲", A, "110", "2", "202606", "4500"],
        ["乙", B, "企业职工基本养老保险", "参保缴费", "2026年9月", "4500.00"],
        ["丙", made_up_id(3), "城乡居民基本养老保险", "0", "", ""],
    ]
    told = stage_rows(tmp_path, [header, *rows]).rows
    assert told["insurance_kind"].to_list() == ["职工养老", "职工养老", "居民养老"]
    assert told["payment_status"].to_list() == ["中断", "正常缴费", "未参保"]
    assert told["last_paid_month"].to_list() == [date(2026, 6, 1), date(2026, 9, 1), None]
