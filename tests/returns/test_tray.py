"""What lies in the tray of returned workbooks, and what keeps a month going."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import polars as pl
import pytest

from pipelines.months import parse_month
from pipelines.returns import received, workbooks, write_returns
from pipelines.returns.look import DOUBTFUL
from pipelines.returns.open_problems import CHECKS_SCHEMA, OpenProblems
from tests.returns.office import Office, cell_of
from tests.returns.test_clerks import DEATHS, RETURNED, deaths

OCTOBER = parse_month("2026-10")


def guide(office: Office) -> str:
    sheet = office.open(RETURNED)["退回说明"]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


def doubt(office: Office, row: int, level: str = "warn") -> pl.DataFrame:
    """A doubt that comparing sources raised about a death."""
    told = {
        "source": DEATHS,
        "rule": "pension_after_death",
        "level": level,
        "reason": "去世以后还在领养老金。请核对死亡日期。",
        "file_id": office.delivery("死亡.csv").file_id,
        "sheet": "",
        "row_number": row,
        "column_name": "death_date",
    }
    return pl.DataFrame([told], schema=CHECKS_SCHEMA)


def test_doubts_of_comparing_sources_colour_their_cell(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.put("死亡.csv", deaths(bad=()))
    office.receive()
    assert office.returned == []
    write_returns(office.home, OCTOBER, doubt(office, 3))
    sheet = office.open(RETURNED).worksheets[1]
    assert cell_of(sheet, "甲2", "死亡日期").fill.start_color.rgb == f"FF{DOUBTFUL.lstrip('#')}"
    assert cell_of(sheet, "甲3", "死亡日期").fill.fill_type is None
    assert "【死亡日期】（请核对）去世以后" in cell_of(sheet, "甲2", "问题").value
    office.receive()  # a later ingest shows them too
    assert office.returned == [RETURNED]
    write_returns(office.home, OCTOBER, doubt(office, 3).clear())
    assert office.returned == []


def test_notes_alone_bring_no_workbook_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.put("死亡.csv", deaths(bad=()))
    office.receive()
    write_returns(office.home, OCTOBER, doubt(office, 3, "note"))
    assert office.returned == []


def test_too_many_rows_to_be_listed_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received, "WHOLE_ROWS", 5)
    monkeypatch.setattr(received, "MOST_ROWS", 4)
    office = Office(tmp_path)
    office.put("死亡.csv", deaths(20, bad=range(1, 11)))
    office.receive()
    sheet = office.open(RETURNED).worksheets[1]
    assert sheet.max_row == 4
    assert "另有 7 行没有列出" in guide(office)
    assert office.report is not None
    assert (office.report.rows, office.report.disagreeing) == (10, 0)


def test_a_long_table_goes_back_as_its_bad_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received, "WHOLE_ROWS", 5)
    office = Office(tmp_path)
    office.put("死亡.xlsx", deaths(20, bad=(7, 19)))
    office.receive()
    sheet = office.open(RETURNED).worksheets[1]
    assert [row[0].value for row in sheet.iter_rows()] == ["姓名", "甲7", "甲19"]
    assert "只列出有问题的行" in guide(office)
    assert "没有列出" not in guide(office)


def test_a_count_that_does_not_agree_costs_no_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(tmp_path)
    office.put("死亡.csv", deaths())
    monkeypatch.setattr(OpenProblems, "settled_rejects", lambda *_: 3)
    office.receive()
    assert office.returned == [RETURNED]
    assert office.report is not None
    assert office.report.disagreeing == 1
    assert "对不上" in str(office.report)
    assert "应退回 1 行" in caplog.text


def test_wide_tables_are_printed_on_several_pages_each_with_the_names(tmp_path: Path) -> None:
    office = Office(tmp_path)
    extra = [f"填报的第{n}项内容与说明情况" for n in range(1, 16)]
    table = [[*row, *(extra if y == 0 else ["无"] * 15)] for y, row in enumerate(deaths())]
    office.put("死亡.csv", table)
    office.receive()
    page = office.open(RETURNED).worksheets[1]
    assert page.page_setup.fitToWidth > 1
    assert page.print_title_cols == "$A:$B"
    assert page.print_title_rows == "$1:$1"


def test_no_sheet_name_with_a_number_is_kept(tmp_path: Path) -> None:
    office = Office(tmp_path)
    told = deaths()
    number = str(told[1][1])
    office.put("死亡.xlsx", {f"甲{number}": told})
    office.receive()
    kept = pl.concat([pl.read_parquet(path) for path in office.home.staging.rglob("*.parquet")])
    assert kept["sheet"].unique().to_list() == ["甲〈号码〉"]
    assert number not in office.home.register_path.read_text(encoding="utf-8")


def test_home_made_anew_from_the_inbox_is_the_same(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.put("死亡.csv", deaths(bad=(2, 4)))
    office.receive()

    def mend(sheet: object) -> None:
        cell_of(sheet, "甲2", "身份证号").value = deaths()[3][1]

    office.mend(RETURNED, "更正.xlsx", mend, sheet="数据")
    office.receive()
    other = Office(tmp_path / "other")
    other.home.root.mkdir()
    (other.home.root / "key").write_bytes((office.home.root / "key").read_bytes())
    for path in office.inbox.iterdir():
        other.put(path.name, path.read_bytes())
    other.receive()
    assert _contents(other) == _contents(office)
    assert other.returned == ["民政局/更正-退回.xlsx"]


def _contents(office: Office) -> dict[str, bytes]:
    """All files but the register, which tells in which order files came."""
    root = office.home.root
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path != office.home.register_path
    }


def _two_files(folder: Path) -> Office:
    office = Office(folder)
    office.put("死亡.csv", deaths())
    office.put("死亡二.csv", deaths(bad=(4, 5)))
    return office


def _bytes_of(office: Office) -> dict[str, bytes]:
    return {name: (office.home.returns / name).read_bytes() for name in office.returned}


class _EndedByTheSystem:
    """A pool of processes of which none comes back."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def shutdown(self, **_: object) -> None:
        pass

    def submit(self, *_: object) -> Future[object]:
        future: Future[object] = Future()
        future.set_exception(BrokenProcessPool())
        return future


@pytest.mark.parametrize("pool", [None, _EndedByTheSystem])
def test_workbooks_are_the_same_whoever_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: type | None
) -> None:
    monkeypatch.setenv("SANSE_KEY_FILE", str(tmp_path / "key"))
    (tmp_path / "key").write_text("5a" * 32)
    alone, helped = _two_files(tmp_path / "alone"), _two_files(tmp_path / "helped")
    alone.receive()
    monkeypatch.setattr(workbooks, "_WORTH_PROCESSES", 0)
    if pool is not None:
        monkeypatch.setattr(workbooks, "ProcessPoolExecutor", pool)
    helped.receive()
    assert len(alone.returned) == 2
    assert _bytes_of(helped) == _bytes_of(alone)
    assert helped.report == alone.report
