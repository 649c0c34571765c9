"""The ledger of a month as files: what a home holds goes in, tables and one workbook come out."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest

from pipelines.ingest import ingest
from pipelines.ledger import open_ledger
from pipelines.ledger_conflicts import write_conflicts
from pipelines.ledger_files import CONFLICTS, TABLES, write_ledger
from pipelines.ledger_told import answer_lines
from pipelines.months import Month
from pipelines.settings import Home
from schemas.outputs import all_outputs
from tests.ledger.homes import release_list

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
HEADER = "户编号,名单月份,走访日期,走访人,走访结果,核实结论,需要的帮扶,备注"
FIRST = f"""{HEADER}
H0123456789A,2026-10,2026-11-05,王甲,已见到,未发现风险,,
H0123456789B,2026-10,,,,,,
H0123456780B,2026-10,2026-11-06,王甲,未遇到,,,门锁着
H0123456789B,2026-10,2026-11-06,王甲,在地里,,,
"""
SECOND = f"""{HEADER}
H0123456789A,2026-10,2026-11-05,李乙,已见到,未纳入救助、可能符合条件，转办,临时救助,家里有病人
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"))
    release_list(home, OCTOBER, {"H0123456789A": "red", "H0123456789B": "yellow"})
    inbox = home.root / "inbox" / "2026-11"
    inbox.mkdir(parents=True)
    (inbox / "走访名单.csv").write_text(FIRST, encoding="utf-8")
    ingest(home, home.root / "inbox", NOVEMBER)
    # Sent again in the same month under the same name, after somebody changed a cell.
    (inbox / "走访名单.csv").write_text(SECOND, encoding="utf-8")
    ingest(home, home.root / "inbox", NOVEMBER)
    write_ledger(home, NOVEMBER)
    return home


def _rows(home: Home, table: str) -> list[dict[str, Any]]:
    return pl.read_parquet(home.ledger_path(NOVEMBER) / f"{table}.parquet").to_dicts()


def test_a_file_sent_again_under_its_name_replaces_nothing(home: Home) -> None:
    assert sorted(row["standing"] for row in _rows(home, "answers")) == ["conflict", "merged"]
    states = {row["household_id"]: row["state"] for row in _rows(home, "states")}
    assert states == {"H0123456789A": "no_risk", "H0123456789B": "waiting"}


def test_a_row_that_went_back_is_told_though_no_table_holds_it(home: Home) -> None:
    with closing(open_ledger(home, NOVEMBER.as_of_date)) as con:
        told = answer_lines(con, NOVEMBER.as_of_date)
    assert told[0].startswith("镇街报来 4 行")
    assert told[1].startswith("另有 1 行写得不合要求，没有采用")


def test_what_does_not_fit_is_kept_with_the_nearest_household(home: Home) -> None:
    (row,) = _rows(home, "unmerged")
    assert row["reason"] == "unknown_household"
    assert row["nearest_household_id"] == "H0123456789B"


def test_the_workbook_shows_both_sides_and_whom_to_ask(home: Home) -> None:
    book = openpyxl.load_workbook(home.ledger_path(NOVEMBER) / CONFLICTS)
    told = [[cell.value for cell in row] for row in book["说法不一致"].iter_rows(min_row=4)]
    (row,) = told
    assert row[1:5] == ["H0123456789A", "2026-10", "同一天的走访，两份不一样", "等人来定"]
    assert "王甲" in row
    assert "李乙" in row
    assert "家里有病人" in row
    kept = [[cell.value for cell in row] for row in book["没有并入"].iter_rows(min_row=4)]
    assert [row[1:4] for row in kept] == [["没有这个户编号", "H0123456780B", "H0123456789B"]]


def test_files_tell_what_their_columns_are_and_name_nobody(home: Home) -> None:
    folder = home.ledger_path(NOVEMBER)
    assert {path.name for path in folder.iterdir()} == {
        CONFLICTS,
        *(f"{name}.parquet" for name in TABLES),
    }
    for name in TABLES:
        schema = pq.read_schema(folder / f"{name}.parquet")
        assert schema.metadata[b"title"]
        assert all(field.metadata[b"title"] for field in schema)
        assert not {"name", "phone", "address", "visitor", "remark"} & set(schema.names)


def test_written_again_it_is_the_same_to_the_byte(home: Home) -> None:
    folder = home.ledger_path(NOVEMBER)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_ledger(home, NOVEMBER)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_past_day_is_shown_as_it_was_known_then(home: Home) -> None:
    con = open_ledger(home, date(2026, 10, 31))
    assert con.execute("select count(*) from ledger.states").fetchall() == [(0,)]
    con.close()
    con = open_ledger(home, date(2026, 11, 4))
    states = con.execute("select distinct state from ledger.states").fetchall()
    assert states == [("waiting",)]
    con.close()


def test_only_its_owner_opens_the_folder(home: Home) -> None:
    assert home.ledger_path(NOVEMBER).stat().st_mode & 0o077 == 0


def test_a_release_holds_what_the_ledger_reads() -> None:
    """The tables of a release that the ledger loads have the columns that it reads."""
    from pipelines.ledger_inputs import COVERAGE_SCHEMA

    assert {column.name for column in all_outputs()["coverage"].columns} == set(COVERAGE_SCHEMA)


def test_the_command_shows_the_district_and_one_household(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipelines import cli

    asked = ["sanse", "ledger", "--home", str(home.root), "--on", "2026-11-30"]
    for words, wanted in (
        ([], "镇街报来 4 行：填了的 3 行，没有填的 1 行"),
        (["--household", "H0123456789A"], "2026-11-05　核实结论　未发现风险　→ 未发现风险"),
    ):
        monkeypatch.setattr("sys.argv", [*asked, *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 0
        assert wanted in capsys.readouterr().out


def test_who_sent_it_is_told_where_no_street_has_that_code(home: Home, tmp_path: Path) -> None:
    """Households of no street stand in a list of their own, whose answers come back too."""
    with closing(open_ledger(home, NOVEMBER.as_of_date)) as con:
        con.execute("delete from reference.streets")
        write_conflicts(con, home, NOVEMBER, tmp_path / CONFLICTS)
    book = openpyxl.load_workbook(tmp_path / CONFLICTS)
    assert book["说法不一致"]["F4"].value == "370211001"
    assert book["没有并入"]["A4"].value == "370211001"
