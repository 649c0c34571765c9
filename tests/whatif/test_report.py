"""The command from end to end: what the workbook tells, and what it keeps to itself."""

import re
import stat
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from pipelines.months import Month
from pipelines.settings import Home
from pipelines.whatif.command import NotWritten, compare, make_template
from pipelines.whatif.costs import REST, costs_of, told_range
from pipelines.whatif.figures import Amount, Picture, amounts_of
from pipelines.whatif.study import Study

OCTOBER = Month(2026, 10)
REQUEST = """
scenarios:
  放宽黄线:
    scorecard: {colours: {yellow: {minimum_score: 10}}}
  黄色改四月:
    parameters: {visit_months_yellow: 4}
sweeps:
  - {number: scorecard.colours.yellow.minimum_score, from: 10, to: 30, step: 5}
"""
_HOUSEHOLD = re.compile(r"H[0-9A-Z]{10,}")


@pytest.fixture(scope="module")
def done(sample_home: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Study]:
    folder = tmp_path_factory.mktemp("whatif")
    file = folder / "方案.yaml"
    file.write_text(REQUEST, encoding="utf-8")
    told, _ = compare(sample_home, OCTOBER, file, None, lambda _: None, with_ids=True)
    return folder, told


def _texts(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def test_scenarios_stand_beside_the_present(done: tuple[Path, Study]) -> None:
    folder, told = done
    book = openpyxl.load_workbook(folder / "方案-结果.xlsx")
    assert [book["总览"].cell(row, 1).value for row in (5, 6, 7)] == [
        "现行规则", "放宽黄线", "黄色改四月",
    ]  # fmt: skip
    assert "试算1" in book.sheetnames
    wider, _ = told.outcomes
    assert sum(wider.picture.listed.values()) > sum(told.present.listed.values())
    assert wider.moved.filter(pl.col("after") == 0).height == 0


def test_only_visits_change_where_only_their_interval_does(done: tuple[Path, Study]) -> None:
    _, told = done
    slower = told.outcomes[1].picture
    assert slower.listed == told.present.listed
    counts = {3: 4, 2: 6, 1: 12}
    assert told.present.visits_a_month(counts) == 4 + 2 + 2
    assert slower.visits_a_month(counts) == 4 + 2 + 3


def test_no_household_is_named_but_in_the_book_apart(done: tuple[Path, Study]) -> None:
    folder, told = done
    entered = set(told.outcomes[0].moved["household_id"])
    assert entered
    assert not any(_HOUSEHOLD.search(text) for text in _texts(folder / "方案-结果.xlsx"))
    private = folder / "方案-结果-户编号.xlsx"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert set(_texts(private)) & entered


def test_no_small_count_stands_in_the_tables(done: tuple[Path, Study]) -> None:
    folder, _ = done
    book = openpyxl.load_workbook(folder / "方案-结果.xlsx")
    for name in ("镇街", "进出", "人群"):
        counts = [
            cell.value
            for row in book[name].iter_rows(min_row=5, min_col=2)
            for cell in row
            if isinstance(cell.value, int)
        ]
        assert not {1, 2, 3, 4} & set(counts), name


def test_the_same_request_gives_the_same_bytes(
    sample_home: Home, done: tuple[Path, Study], tmp_path: Path
) -> None:
    folder, _ = done
    out = tmp_path / "again.xlsx"
    compare(sample_home, OCTOBER, folder / "方案.yaml", out, lambda _: None, with_ids=False)
    assert out.read_bytes() == (folder / "方案-结果.xlsx").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.xlsx"]


def test_what_stands_there_is_not_overwritten(sample_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "试算.xlsx"
    make_template(sample_home, OCTOBER, path)
    with pytest.raises(NotWritten, match="没有覆盖"):
        make_template(sample_home, OCTOBER, path)
    with pytest.raises(NotWritten, match="另起一个名字"):
        compare(sample_home, OCTOBER, path, path, lambda _: None, with_ids=False)
    with pytest.raises(NotWritten, match=r"以 \.xlsx 结尾"):
        make_template(sample_home, OCTOBER, tmp_path / "试算.xls")


def _picture(amounts: dict[tuple[str, bool], Amount] | None) -> Picture:
    return Picture(pl.DataFrame(), pl.DataFrame(), amounts, {})


def test_few_cases_of_a_policy_stand_with_others() -> None:
    def amount(cases: int) -> Amount:
        return Amount(cases, 0, Decimal(100 * cases), Decimal(200 * cases))

    pictures = [
        _picture({("a", True): amount(3), ("b", True): amount(8), ("c", True): amount(90)}),
        _picture({("a", True): amount(9), ("b", True): amount(8), ("c", True): amount(95)}),
    ]
    costs = costs_of(pictures, is_listed=True)
    assert costs is not None
    assert costs.lines == (
        ("c", (amount(90), amount(95))),
        (REST, (amount(11), amount(17))),
    )
    assert costs.total == (amount(101), amount(112))


def test_costs_that_would_tell_of_a_few_are_not_told() -> None:
    costs = costs_of([_picture({("a", True): Amount(2)})], is_listed=True)
    assert costs is not None
    assert costs.total is None


def test_nothing_matched_cannot_be_estimated() -> None:
    assert costs_of([_picture(None)], is_listed=True) is None


def test_a_range_is_told_in_ten_thousands() -> None:
    assert told_range(Amount(9, 0, Decimal(123450), Decimal(250000))) == "12.35—25.00万元"
    assert told_range(Amount(9, 9)) == "不可估计"
    assert told_range(Amount()) == "0"
    assert told_range(Amount(9, 0, Decimal(50000), Decimal(50000))) == "5.00万元"
    assert told_range(Amount(9, 2, Decimal(0), Decimal(250000))) == "至多25.00万元"


def test_policies_stand_in_the_order_of_what_they_may_cost() -> None:
    amounts = {("a", True): Amount(90), ("b", True): Amount(9, 0, Decimal(0), Decimal(5))}
    costs = costs_of([_picture(amounts)], is_listed=True)
    assert costs is not None
    assert [name for name, _ in costs.lines] == ["b", "a"]


def test_a_case_whose_most_is_known_counts_to_the_most_and_nothing_to_the_least() -> None:
    con = duckdb.connect()
    con.execute("attach ':memory:' as place")
    for schema in ("matches", "screening"):
        con.execute(f"create schema place.{schema}")
    con.execute(
        "create table place.matches.entitlements as select * from (values "
        "('甲', 'x', 'monthly', 'may_qualify', null, 900.00::decimal(18, 2)), "
        "('乙', 'x', 'monthly', 'may_qualify', 100.00::decimal(18, 2), 200.00), "
        "('丙', 'x', 'monthly', 'may_qualify', 100.00, null), "
        "('丁', 'x', 'monthly', 'cannot_tell', 100.00, 900.00)"
        ") as t (household_id, policy, form, status, low_yuan, high_yuan)"
    )
    con.execute("create table place.screening.ranks (household_id varchar, colour_rank integer)")
    assert amounts_of(con, "place") == {
        ("x", False): Amount(3, 1, Decimal(1200), Decimal(13200)),
    }
