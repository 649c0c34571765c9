"""Two releases and two warehouses are compared by what they hold, and what differs is named."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.same_release import compare_releases, compare_warehouses, main


def _release(place: Path, rows: list[int], page: str, compression: str = "zstd") -> Path:
    (place / "watchlists").mkdir(parents=True)
    table = pa.table({"score": rows})
    pq.write_table(table, place / "watchlists" / "watchlist.parquet", compression=compression)
    (place / "page.html").write_text(page)
    (place / "run.json").write_text(str(place))
    return place


def _warehouse(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as con:
        con.execute("create schema core; create schema staging")
        con.execute("create table staging.t as select random() as x")
        for statement in statements:
            con.execute(statement)
    return path


def test_a_release_of_other_bytes_and_the_same_rows_is_the_same(tmp_path: Path) -> None:
    ours = _release(tmp_path / "a", [1, 2], "x")
    theirs = _release(tmp_path / "b", [1, 2], "x", compression="none")
    told = compare_releases(ours, theirs)
    assert (told.count, told.differ) == (2, ())


def test_what_differs_is_named(tmp_path: Path) -> None:
    ours, theirs = _release(tmp_path / "a", [1, 2], "x"), _release(tmp_path / "b", [1, 3], "y")
    (theirs / "more.csv").write_text("1")
    told = compare_releases(ours, theirs)
    assert told.differ == ("more.csv", "page.html", "watchlists/watchlist.parquet")


@pytest.mark.parametrize(
    ("select", "differ"),
    [
        ("select * from (values (2, 'b'), (1, 'a')) as v (n, s)", ()),
        ("select * from (values (1, 'a'), (2, 'c')) as v (n, s)", ("core.t",)),
        ("select * from (values (1, 'a'), (2, 'b'), (2, 'b')) as v (n, s)", ("core.t",)),
        ("select n::bigint as n, s from (values (1, 'a'), (2, 'b')) as v (n, s)", ("core.t",)),
    ],
)
def test_tables_are_the_same_in_any_order(
    select: str, differ: tuple[str, ...], tmp_path: Path
) -> None:
    made = "create table core.t as select * from (values (1, 'a'), (2, 'b')) as v (n, s)"
    ours = _warehouse(tmp_path / "a.duckdb", made)
    told = compare_warehouses(
        ours, _warehouse(tmp_path / "b.duckdb", f"create view core.t as {select}")
    )
    assert (told.count, told.differ) == (1, differ)


def test_a_table_that_one_side_lacks_differs(tmp_path: Path) -> None:
    ours = _warehouse(tmp_path / "a.duckdb", "create table core.t as select 1 as n")
    assert compare_warehouses(ours, _warehouse(tmp_path / "b.duckdb")).differ == ("core.t",)


def test_the_command_tells_and_ends_with_one_where_anything_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = _release(tmp_path / "a", [1], "x"), _release(tmp_path / "b", [2], "x")
    with pytest.raises(SystemExit) as ended:
        main([str(ours), str(theirs)])
    assert ended.value.code
    assert capsys.readouterr().out == "2 files, 1 differ watchlists/watchlist.parquet\n"
