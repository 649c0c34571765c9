"""A release whose lists are cut to the visits that an office declared: nobody is lost."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.acceptance import accept
from pipelines.explain import explain
from pipelines.household_page.reading import read_sheet
from pipelines.manifest import CountsDisagree
from pipelines.release import Released, read_outputs
from pipelines.selection_counts import told_selection
from pipelines.settings import Home
from pipelines.summary import summarise
from tests.release.made_up import District

CAPACITIES = {"370211001": 3, "370211002": 0}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Released:
    # 5 households in the first street, nobody in the second, one that no office is told of.
    return District(capacities=CAPACITIES).release(tmp_path_factory.mktemp("cut"))


def _listed(released: Released) -> pl.DataFrame:
    parts = sorted(released.path.glob("watchlists/*/watchlist.parquet"))
    return pl.concat([pl.read_parquet(part, hive_partitioning=False) for part in parts])


def test_coloured_is_listed_and_waiting(released: Released) -> None:
    manifest = released.manifest
    assert manifest["coloured"] == {"red": 2, "orange": 2, "yellow": 2}
    assert manifest["colours"] == {"red": 2, "orange": 2, "yellow": 1}
    told = manifest["selection"]
    assert told["waiting"] == {"red": 0, "orange": 0, "yellow": 1}
    # The minimum of each colour is kept: two red, an orange and a yellow for three visits.
    assert (told["offices"], told["capacity"], told["listed"]) == (2, 3, 4)
    assert told["supported"] == 1
    assert told["streets"]["370211001"]["supported"] == 1
    assert told["streets"]["370211002"]["coloured"] == 0


def test_who_waits_keeps_the_colour_and_is_told_the_place(released: Released) -> None:
    (row,) = pl.read_parquet(released.path / "queue.parquet").to_dicts()
    assert row["household_id"] in {"H00000000004", "H00000000005"}
    assert (row["colour"], row["place_in_queue"], row["months_waiting"]) == ("yellow", 1, 1)
    assert "排第1位" in row["why"]
    households = pl.read_parquet(released.path / "households.parquet")
    (kept,) = households.filter(pl.col("household_id") == row["household_id"]).to_dicts()
    assert (kept["colour"], kept["selection"]) == ("yellow", "waiting")


def test_names_go_to_no_office_for_who_is_not_visited(released: Released) -> None:
    (waiting,) = pl.read_parquet(released.path / "queue.parquet")["household_id"]
    for part in released.path.glob("watchlists/*/*.parquet"):
        assert waiting not in pl.read_parquet(part)["household_id"].to_list()
    for book in released.path.glob("watchlists/*/*.xlsx"):
        for sheet in openpyxl.load_workbook(book):
            assert waiting not in {cell for row in sheet.values for cell in row}


def test_what_is_beyond_the_office_s_hands_is_marked_and_told_to_the_district(
    released: Released,
) -> None:
    marked = _listed(released).filter(pl.col("is_supported"))
    assert marked.select("street_code", "rank_in_street").rows() == [("370211001", 4)]
    book = openpyxl.load_workbook(released.path / "district" / "visits.xlsx")
    assert book.sheetnames == ["走访力量", "差一点列入"]
    street = [cell.value for cell in book["走访力量"][4]]
    assert street == ["黄岛街道", 3, 5, 4, "80%", 0, 0, 1, 1]
    missed = [cell.value for cell in book["差一点列入"][4]]
    assert missed[0] == "黄岛街道"
    assert missed[-1]


def test_the_page_shows_each_street_beside_the_district(released: Released) -> None:
    page = (released.path / "acceptance.html").read_text("utf-8")
    assert "同样的风险同样的机会" in page
    assert "2 个镇街申报每月共能走访 3 户，列入 4 户，请区里支援 1 户" in page
    assert "排队等候：黄色 1 户" in page
    assert page.count("1/2（50%）") == 2  # yellow: of the street, and of the district


def test_the_printed_page_of_who_waits_tells_the_place_and_no_name(released: Released) -> None:
    home = Home(released.path.parent.parent)
    (waiting,) = pl.read_parquet(released.path / "queue.parquet")["household_id"]
    sheet = read_sheet(home, waiting, released.month)
    assert "排第 1 位" in sheet.meaning[0]
    assert sheet.head == "未列入名单，不附姓名"
    assert sheet.members == []


def test_the_summary_counts_who_is_to_be_visited(released: Released) -> None:
    streets = {street.street_name: street.listed for street in summarise(released.path).streets}
    assert streets == {"黄岛街道": 4, "未匹配": 1}


def test_explain_says_who_waits_and_who_is_listed_by_what(released: Released) -> None:
    home = Home(released.path.parent.parent)
    (waiting,) = pl.read_parquet(released.path / "queue.parquet")["household_id"]
    told = explain(home, waiting, released.month)
    assert "本月没有排进走访名单，正在排队" in told
    assert "排第1位" in told
    red = explain(home, "H00000000001", released.month)
    assert "在本月走访名单上：红色户全部走访" in red
    unplaced = explain(home, "H00000000006", released.month)
    assert "在本月走访名单上：所在镇街没有申报每月走访数" in unplaced


@pytest.mark.parametrize(
    ("file", "change", "rule"),
    [
        ("queue.parquet", {"colour": pl.lit("red")}, "red_never_waits"),
        ("queue.parquet", {"household_id": pl.lit("H00000000001")}, "listed_or_waiting"),
    ],
)
def test_a_release_that_loses_somebody_is_refused(
    tmp_path: Path, file: str, change: dict[str, pl.Expr], rule: str
) -> None:
    district = District(capacities=CAPACITIES)
    made = district.release(tmp_path)
    pl.read_parquet(made.path / file).with_columns(**change).write_parquet(made.path / file)
    faults = accept(made.path, made.manifest, None, district.policy).faults
    assert rule in [verdict.rule.name for verdict in faults]


def test_a_household_on_no_list_stops_the_release_before_it_is_written() -> None:
    con = District(capacities=CAPACITIES).build()
    tables = read_outputs(con)
    con.close()
    lost = {**tables, "queue": tables["queue"].slice(0, 0)}
    with pytest.raises(CountsDisagree, match="合计对不上"):
        told_selection(lost, CAPACITIES.items())


def test_without_declarations_the_lists_are_whole_and_nothing_is_told(tmp_path: Path) -> None:
    made = District().release(tmp_path)
    assert made.manifest["colours"] == made.manifest["coloured"]
    assert pl.read_parquet(made.path / "queue.parquet").is_empty()
    assert pl.read_parquet(made.path / "near_misses.parquet").is_empty()
    assert not (made.path / "district" / "visits.xlsx").exists()
    marks = _listed(made).select("is_carried", "is_exploration", "is_supported")
    assert not any(any(row) for row in marks.rows())
