"""An answer to a household of another street is told to both streets and to the district."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipelines.ingest import ingest
from pipelines.ledger_conflicts import ASTRAY_SHEET
from pipelines.ledger_files import CONFLICTS, write_ledger
from pipelines.months import Month
from pipelines.reminders import remind
from pipelines.reminders.astray import SHEET_NAME
from pipelines.settings import Home
from tests.reminders.made_up_home import made_up_home, write_release

HUANGDAO, XINAN = "370211001", "370211002"
SEPTEMBER = Month(2026, 9)
ASTRAY = "H00000000001"
# A street's list, into which somebody wrote a household of the other street.
ANSWERS = f"""户编号,名单月份,走访日期,走访人,走访结果,核实结论,需要的帮扶,备注
H00000000002,2026-08,2026-09-05,王甲,已见到,未发现风险,,
H00000000003,2026-08,2026-09-05,王甲,已见到,未发现风险,,
{ASTRAY},2026-08,2026-09-06,王甲,已见到,未发现风险,,住在亲戚家
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = made_up_home(tmp_path_factory.mktemp("astray"))
    streets = ((1, HUANGDAO), (2, XINAN), (3, XINAN))
    listed = [
        {"household_id": f"H{number:011d}", "street_code": street, "colour": "red"}
        for number, street in streets
    ]
    write_release(made, Month(2026, 8), listed)
    inbox = made.root / "inbox" / "2026-09"
    inbox.mkdir(parents=True)
    (inbox / "走访名单.csv").write_text(ANSWERS, encoding="utf-8")
    ingest(made, made.root / "inbox", SEPTEMBER)
    return made


def _sheet(path: Path, name: str) -> list[list[str]]:
    rows = openpyxl.load_workbook(path)[name].iter_rows(min_row=4, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def test_both_streets_are_told_though_nothing_is_due(home: Home) -> None:
    own, sender = remind(home, date(2026, 9, 11)).streets
    assert (own.street_code, sender.street_code) == (HUANGDAO, XINAN)
    assert own.soon == own.overdue == sender.soon == sender.overdue == 0
    ((number, what, *_, to_do),) = _sheet(own.file, SHEET_NAME)
    assert (number, what) == (ASTRAY, "本镇街的户，辛安街道报来了结果")
    assert to_do.startswith("看看说得对不对")
    ((number, what, month, visited, result, *_),) = _sheet(sender.file, SHEET_NAME)
    assert (number, what) == (ASTRAY, "本镇街报来的，是黄岛街道的户")
    assert (month, visited, result) == ("2026-08", "2026-09-06", "已见到")


def test_neither_is_told_a_name_a_phone_or_an_address(home: Home) -> None:
    for street in remind(home, date(2026, 9, 11)).streets:
        told = "".join(cell for row in _sheet(street.file, SHEET_NAME) for cell in row)
        assert not [word for word in ("测试", "1990000", "王甲", "亲戚") if word in told]


def test_two_months_later_it_is_told_no_more(home: Home) -> None:
    streets = remind(home, date(2026, 11, 4)).streets
    assert {one.street_code for one in streets} == {HUANGDAO, XINAN}
    for one in streets:
        assert SHEET_NAME not in openpyxl.load_workbook(one.file).sheetnames


def test_the_district_sees_whose_household_it_is_and_whom_to_ask(home: Home) -> None:
    write_ledger(home, SEPTEMBER)
    (row,) = _sheet(home.ledger_path(SEPTEMBER) / CONFLICTS, ASTRAY_SHEET)
    assert row[:4] == ["黄岛街道", ASTRAY, "2026-08", "辛安街道"]
    assert row[8:10] == ["王甲", "住在亲戚家"]
