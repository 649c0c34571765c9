"""What clerks do with a returned workbook, and what must come of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.check import check_paths
from pipelines.months import parse_month
from pipelines.returns import write_returns
from tests.returns.office import Office
from tests.stage.files import csv_bytes, made_up_id, wrong_check

DEATHS = "civil_affairs__deaths"
HEADER = ["姓名", "身份证号", "死亡日期"]
RETURNED = "民政局/死亡-退回.xlsx"


def deaths(count: int = 5, bad: Sequence[int] = (2,)) -> list[list[object]]:
    """People by their numbers; of those in `bad` the identity number is wrong."""
    table: list[list[object]] = [list(HEADER)]
    for number in range(1, count + 1):
        told = made_up_id(number)
        table.append([f"甲{number}", wrong_check(told) if number in bad else told, "2026-10-01"])
    return table


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.put("死亡.csv", deaths())
    office.receive()
    return office


def values(office: Office, name: str = RETURNED) -> list[list[Any]]:
    """The table of a returned workbook, its header first."""
    sheet = office.open(name).worksheets[1]
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


def mended(table: list[list[Any]]) -> list[list[Any]]:
    """The same table with the second person's number put right."""
    return [[*row[:1], made_up_id(2), *row[2:]] if row[0] == "甲2" else row for row in table]


def test_a_csv_comes_back_as_a_workbook(office: Office) -> None:
    assert office.returned == [RETURNED]
    told = values(office)
    assert told[0] == [*HEADER, "问题", "退回编号"]
    assert len(told) == 6
    assert told[2][1] == wrong_check(made_up_id(2))


@pytest.mark.parametrize("name", ["更正.csv", "更正.xlsx", "2026-10/死亡 更正后.csv"])
def test_mended_and_saved_in_any_form(office: Office, name: str) -> None:
    office.put(name, mended(values(office)))
    office.receive()
    assert office.counts(name) == (5, 1, 0, 4)
    assert office.delivery("死亡.csv").closed == 1
    assert office.returned == []
    assert len(office.people(DEATHS)) == len(set(office.people(DEATHS))) == 5


def test_saved_over_the_file_that_was_handed_in(office: Office) -> None:
    """Saved under the old name the correction does not supersede what it corrects."""
    office.put("死亡.csv", mended(values(office)))
    office.receive()
    assert len(office.people(DEATHS)) == len(set(office.people(DEATHS))) == 5
    assert office.returned == []


def test_sorted_rows_and_columns_in_another_order(office: Office) -> None:
    told = mended(values(office))
    told = [told[0], *sorted(told[1:], key=lambda row: row[0], reverse=True)]
    office.put("更正.csv", [[row[4], row[2], row[1], row[0]] for row in told])
    office.receive()
    assert office.counts("更正.csv") == (5, 1, 0, 4)


def test_only_the_mended_row_is_sent(office: Office) -> None:
    told = mended(values(office))
    office.put("更正.csv", [told[0], told[2]])
    office.receive()
    assert office.counts("更正.csv") == (1, 1, 0, 0)
    assert len(office.people(DEATHS)) == 5


def test_rows_that_were_deleted_stay_to_be_mended(office: Office) -> None:
    told = values(office)
    office.put("更正.csv", [told[0], told[1], told[4]])
    office.receive()
    assert office.counts("更正.csv") == (2, 0, 0, 2)
    assert office.delivery("死亡.csv").closed == 0
    assert office.returned == [RETURNED]


def test_rows_without_a_number_are_new(office: Office) -> None:
    told = [*mended(values(office)), ["甲6", made_up_id(6), "2026-10-02", "", ""]]
    office.put("更正.csv", told)
    office.receive()
    assert office.counts("更正.csv") == (6, 2, 0, 4)
    assert len(office.people(DEATHS)) == 6


def test_a_row_copied_to_write_a_new_one_replaces_nobody(office: Office) -> None:
    """Copy, insert, type over: the new row bears the number of the old one."""
    told = values(office)
    told.insert(2, ["甲7", made_up_id(7), "2026-10-02", *told[1][3:]])
    office.put("更正.csv", told)
    office.receive()
    assert office.counts("更正.csv") == (6, 1, 1, 4)
    assert len(office.people(DEATHS)) == len(set(office.people(DEATHS))) == 5


def test_a_number_drawn_down_replaces_nobody(office: Office) -> None:
    told = values(office)
    told = [told[0], ["甲8", made_up_id(8), "2026-10-03", "", told[4][4]]]
    office.put("更正.csv", told)
    office.receive()
    assert office.counts("更正.csv") == (1, 1, 0, 0)
    assert len(office.people(DEATHS)) == len(set(office.people(DEATHS))) == 5


def test_a_copied_sheet_counts_once(office: Office) -> None:
    table = mended(values(office))
    office.put("更正.xlsx", {"数据": table, "数据 (2)": table})
    office.receive()
    received, accepted, rejected, repeated = office.counts("更正.xlsx")
    assert (received, rejected) == (10, 0)
    assert len(office.people(DEATHS)) == len(set(office.people(DEATHS))) == 5
    assert office.delivery("死亡.csv").closed == 1
    assert (accepted, repeated) == (1, 9)


def test_a_damaged_number_that_is_text_now_is_no_better(tmp_path: Path) -> None:
    office = Office(tmp_path)
    table = deaths()
    table[3][1] = float(made_up_id(3))  # type: ignore[arg-type]
    office.put("死亡.xlsx", table)
    office.receive()
    office.mend(RETURNED, "更正.xlsx", lambda _: None, "名册")
    office.receive()
    assert office.entry("更正.xlsx").reasons == {"return_unchanged": 2}
    assert len(office.people(DEATHS)) == 3


def test_still_wrong_after_a_change_goes_back_with_the_newer_file(office: Office) -> None:
    told = values(office)
    told[2][1] = wrong_check(made_up_id(9))
    office.put("更正.csv", told)
    office.receive()
    assert office.counts("更正.csv") == (5, 0, 1, 4)
    assert office.returned == ["民政局/更正-退回.xlsx"]
    again = values(office, "民政局/更正-退回.xlsx")
    assert again[0] == [*HEADER, "问题", "退回编号"]
    assert again[2][4] == told[2][4]
    office.put("更正二.csv", mended(again))
    office.receive()
    assert office.delivery("死亡.csv").closed == 1
    assert office.returned == []
    assert len(office.people(DEATHS)) == 5


def test_a_taken_row_that_is_changed_replaces_the_old_one(office: Office) -> None:
    told = mended(values(office))
    told[4] = [told[4][0], made_up_id(14), *told[4][2:]]
    office.put("更正.csv", told)
    office.receive()
    assert office.counts("更正.csv") == (5, 2, 0, 3)
    assert len(office.people(DEATHS)) == len(set(office.people(DEATHS))) == 5


def test_a_mended_row_that_turns_out_to_be_another_one(office: Office) -> None:
    """The second person is the first, listed twice: as within one file, once."""
    told = values(office)
    told[2][1] = made_up_id(1)
    office.put("更正.csv", told)
    office.receive()
    assert len(office.people(DEATHS)) == len(set(office.people(DEATHS))) == 4


def test_the_later_of_two_corrections_counts(office: Office) -> None:
    table = values(office)
    office.put("更正1.csv", mended(table))
    office.receive()
    told = [[*row[:2], "2026-09-09", *row[3:]] if row[0] == "甲2" else row for row in mended(table)]
    office.put("更正2.csv", told)
    office.receive()
    staged = office.staged(DEATHS)
    assert staged.height == 5
    assert staged["death_date"].cast(str).to_list().count("2026-09-09") == 1


def test_an_untouched_copy_of_the_returned_file_undoes_nothing(office: Office) -> None:
    table = values(office)
    office.put("更正1.csv", mended(table))
    office.receive()
    office.put("更正2.csv", table)
    office.receive()
    assert office.counts("更正2.csv") == (5, 0, 0, 5)
    assert len(office.people(DEATHS)) == 5


def test_an_old_month_does_not_see_later_corrections(office: Office) -> None:
    office.put("2026-11/更正.csv", mended(values(office)))
    office.receive("2026-11")
    assert office.delivery("死亡.csv", "2026-10").closed == 0
    assert office.delivery("死亡.csv", "2026-11").closed == 1
    assert len(office.people(DEATHS, "2026-10")) == 4
    assert len(office.people(DEATHS, "2026-11")) == 5
    # Working out the old month anew gives nobody back what has been mended.
    write_returns(office.home, parse_month("2026-10"))
    assert office.returned == []


@pytest.mark.parametrize("column", [["胡乱写的", "", "12-3", "甲", "0"], ["f" * 16 + "-1-2"] * 5])
def test_a_column_of_that_name_with_something_else(tmp_path: Path, column: list[str]) -> None:
    office = Office(tmp_path)
    table = deaths()
    table[0].append("退回编号")
    for row, text in zip(table[1:], column, strict=True):
        row.append(text)
    office.put("死亡.csv", table)
    office.receive()
    assert office.counts("死亡.csv") == (5, 4, 1, 0)
    told = values(office)
    assert told[0] == [*HEADER, "退回编号", "问题", "退回编号"]
    office.put("更正.csv", mended(told))
    office.receive()
    assert office.counts("更正.csv") == (5, 1, 0, 4)


def test_a_correction_that_comes_before_what_it_corrects(office: Office, tmp_path: Path) -> None:
    other = Office(tmp_path / "other")
    other.put("更正.csv", mended(values(office)))
    other.receive()
    assert other.counts("更正.csv") == (5, 5, 0, 0)
    other.put("死亡.csv", deaths())
    other.receive()
    assert other.counts("更正.csv") == (5, 1, 0, 4)
    assert len(other.people(DEATHS)) == len(set(other.people(DEATHS))) == 5


@pytest.mark.parametrize("workers", [1, 2])
def test_all_at_once_in_a_new_home(office: Office, tmp_path: Path, workers: int) -> None:
    office.put("更正.csv", mended(values(office)))
    office.receive()
    other = Office(tmp_path / "other")
    other.home.root.mkdir()
    (other.home.root / "key").write_bytes((office.home.root / "key").read_bytes())
    for name in ("死亡.csv", "更正.csv"):
        other.put(name, (office.inbox / name).read_bytes())
    other.put("大.csv", b"\n" * (17 << 20))
    other.receive(workers=workers)
    assert other.counts("更正.csv") == (5, 1, 0, 4)
    assert other.people(DEATHS) == office.people(DEATHS)


def test_the_department_hands_in_everything_anew(office: Office) -> None:
    office.put("死亡.csv", deaths(bad=()))
    office.receive()
    assert office.returned == []
    assert len(office.people(DEATHS)) == 5


def test_the_same_rows_give_the_same_bytes(office: Office) -> None:
    path = office.home.returns / RETURNED
    before = path.read_bytes()
    assert office.report is not None
    assert office.report.written == 1
    office.receive()
    assert office.report.written == 0
    path.unlink()
    office.receive()
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    office = Office(tmp_path)
    table = deaths()
    table[1][0] = '=HYPERLINK("http://example.org","甲1")'
    office.put("死亡.csv", table)
    office.receive()
    sheet = office.open(RETURNED).worksheets[1]
    assert [cell.data_type for cell in sheet[2][:3]] == ["s", "s", "s"]
    assert sheet[2][0].number_format == "@"


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.put("甲镇/死亡.csv", deaths())
    office.put("乙镇/死亡.csv", deaths(bad=(3, 4)))
    office.receive()
    assert len(office.returned) == 2


def test_the_first_sheet_says_the_sums(office: Office) -> None:
    sheet = office.open(RETURNED)["退回说明"]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "采用 4 行，退回 1 行" in text
    assert "不要删“退回编号”列" in text
    assert "必须更正" in text


def test_units_above_a_table_survive_that_its_title_is_lost(tmp_path: Path) -> None:
    office = Office(tmp_path)
    header = ["setl_id", "certno", "setl_time", "medfee_sumamt", "psn_part_amt"]
    table = [["单位：万元"], header]
    table += [[f"S{n}", made_up_id(n), "2026-10-01 08:00:00", "3.5", "1.25"] for n in range(1, 4)]
    table[3][2] = "01/02/2023"
    office.put("结算.xlsx", table)
    office.receive()
    [name] = office.returned
    told = values(office, name)
    rows = [row for row in told if row[0] != "单位：万元"]
    x = rows[0].index("setl_time")
    rows[2][x] = "2026-10-02 09:00:00"
    office.put("更正.csv", rows)
    office.receive()
    assert office.counts("更正.csv") == (3, 1, 0, 2)
    sums = office.staged("medical_insurance__settlements")["medfee_sumamt"].to_list()
    assert [float(one) for one in sums] == [35000.0] * 3


def test_columns_left_out_stand_as_they_stood(tmp_path: Path) -> None:
    office = Office(tmp_path)
    header = ["姓名", "身份证号", "残疾类别", "残疾等级", "手机"]
    table = [
        header,
        *([f"甲{n}", made_up_id(n), "肢体", "二级", "19900000000"] for n in range(1, 4)),
    ]
    table[2][3] = "九级"
    office.put("残疾人.csv", table)
    office.receive()
    told = values(office, "残联/残疾人-退回.xlsx")
    told[2][3] = "三级"
    x = told[0].index("手机")
    office.put("更正.csv", [[cell for place, cell in enumerate(row) if place != x] for row in told])
    office.receive()
    assert office.counts("更正.csv") == (3, 1, 0, 2)


def test_tried_before_it_is_handed_in_rows_stay_what_they_were(tmp_path: Path) -> None:
    """What `sanse check` makes of a half-mended file comes back as a correction of the first."""
    office = Office(tmp_path)
    office.put("死亡.csv", deaths(bad=(2, 4)))
    office.receive()
    tried = tmp_path / "更正.csv"
    tried.write_bytes(csv_bytes(mended(values(office))))
    [checked] = check_paths([tried], tmp_path, date(2026, 11, 5))
    assert checked.returned is not None
    sheet = openpyxl.load_workbook(checked.returned).worksheets[1]
    table = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert table[0] == [*HEADER, "问题", "退回编号"]
    assert [row[4] for row in table] == [row[4] for row in values(office)]
    table[4][1] = made_up_id(4)
    office.put("更正.csv", table)
    office.receive()
    assert office.counts("更正.csv") == (5, 2, 0, 3)
    assert office.delivery("死亡.csv").closed == 2
    assert office.returned == []
