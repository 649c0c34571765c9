"""Building tables: nothing unknown is read, nothing unkept is left standing."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
import pytest
from pandera.polars import DataFrameModel, Field

from pipelines import warehouse
from pipelines.policy import policy_at
from pipelines.selects import SelectNotUsable, read_select, selects_of
from pipelines.warehouse import (
    Connection,
    ContractBroken,
    build_table,
    check_contract,
    create_table,
    open_warehouse,
    write_layer,
)
from schemas.tables import ContractMissing, columns_in, contract_of
from tests.sql_cases import empty_warehouse, insert_rows

HEADER = "-- title: 题目\n-- description: 说明\n"


class Rows(DataFrameModel):
    person_id: str = Field()
    colour: str = Field(nullable=True, isin=["red", "yellow"])
    amount: Annotated[pl.Decimal, 18, 2] = Field(ge=0)

    class Config:
        metadata = {"key": ("person_id",)}  # noqa: RUF012


@pytest.fixture
def con() -> Iterator[Connection]:
    connection = open_warehouse(None, threads=1)
    yield connection
    connection.close()


def rows(*values: tuple[str | None, str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(values, schema=columns_in_text(), orient="row").cast(columns_in(Rows))


def columns_in_text() -> list[str]:
    return list(columns_in(Rows))


def test_a_table_that_keeps_its_contract_stands(con: Connection) -> None:
    create_table(con, "core.rows", rows(("a", "red", "1.00"), ("b", None, "0")))
    check_contract(con, "core.rows", Rows)


BROKEN = {
    "one row a person_id": [("a", "red", "1"), ("a", "red", "2")],
    "person_id is never null": [(None, "red", "1")],
    "amount is never null": [("a", "red", None)],
    "colour is one of the allowed": [("a", "pink", "1"), ("b", "pink", "1")],
    "amount is at least 0": [("a", "red", "-0.01")],
}


@pytest.mark.parametrize("promise", BROKEN)
def test_a_broken_promise_is_told_with_its_count_and_no_value(
    con: Connection, promise: str
) -> None:
    create_table(con, "core.rows", rows(*BROKEN[promise]))
    with pytest.raises(ContractBroken, match=promise) as broken:
        check_contract(con, "core.rows", Rows)
    assert "pink" not in str(broken.value)
    assert "sql/core/rows.sql" in str(broken.value)


def test_columns_and_types_are_told(con: Connection) -> None:
    create_table(con, "core.rows", pl.DataFrame({"person_id": [1], "extra": ["x"]}))
    with pytest.raises(ContractBroken) as broken:
        check_contract(con, "core.rows", Rows)
    for fault in (
        "person_id is Int64, promised String",
        "colour is missing",
        "extra is not in the contract",
    ):
        assert fault in str(broken.value)


def test_an_unknown_table_is_refused_before_anything_runs(con: Connection) -> None:
    select = read_select("core", "deaths", HEADER + "select person_id from staging.no_such")
    with pytest.raises(SelectNotUsable, match=r"reads staging\.no_such"):
        build_table(con, select, {})


def test_an_unknown_parameter_is_refused_with_the_file_to_write(con: Connection) -> None:
    select = read_select("core", "deaths", HEADER + "select $grace_months as a")
    with pytest.raises(SelectNotUsable, match=r"Add policy/grace_months\.yaml"):
        build_table(con, select, {"as_of_date": date(2026, 10, 31)})


def test_a_table_without_a_contract_is_refused(con: Connection) -> None:
    select = read_select("core", "guesses", HEADER + "select 1 as a")
    with pytest.raises(ContractMissing, match=r"schemas/core/guesses\.py"):
        build_table(con, select, {})


def test_an_engine_error_names_the_file(con: Connection) -> None:
    select = read_select("core", "deaths", HEADER + "select cast('x' as date) as death_date")
    with pytest.raises(Exception, match="x") as failed:
        build_table(con, select, {})
    assert failed.value.__notes__ == ["while building core.deaths from sql/core/deaths.sql"]


def test_a_layer_is_written_in_few_commits_and_all_of_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "_ROWS_WRITTEN_TOGETHER", 1)
    with closing(open_warehouse(tmp_path / "w.duckdb")) as con:
        create_table(con, "core.numbers", pl.DataFrame({"number": [1, 2, 3]}))
        monkeypatch.setattr(warehouse, "build_layer", made_of_numbers)
        write_layer(con, "core", {})
    with closing(open_warehouse(tmp_path / "w.duckdb")) as con:
        assert con.execute("select count(*) from core.b").fetchall() == [(3,)]


def test_a_layer_that_fails_leaves_no_transaction_open(con: Connection) -> None:
    create_table(con, "core.numbers", pl.DataFrame({"number": [1]}))
    with pytest.raises(SelectNotUsable, match="no such folder"):
        write_layer(con, "no_such_layer", {})
    con.execute("begin transaction")
    con.execute("rollback")


def made_of_numbers(
    con: Connection, layer: str, _: object, on_built: Callable[[int], None]
) -> tuple[str, ...]:
    for name in ("a", "b"):
        made = con.execute(f"create table {layer}.{name} as select * from core.numbers")
        on_built(made.fetchall()[0][0])
    return ("core.a", "core.b")


def test_every_indicator_has_the_one_contract() -> None:
    assert contract_of("indicators", "anything") is contract_of("indicators", "whatever")


def test_a_contract_on_nothing_countable_is_refused(con: Connection) -> None:
    class Rated(DataFrameModel):
        share: float = Field(lt=1)

    create_table(con, "core.rated", pl.DataFrame({"share": [0.5]}))
    with pytest.raises(SelectNotUsable, match="less_than"):
        check_contract(con, "core.rated", Rated)


def test_a_basis_that_nobody_defined_stops_the_run() -> None:
    con = empty_warehouse()
    con.begin()
    try:
        row = {"person_id": "甲", "setl_id": "S1", "setl_time": "2026-10-01", "vali_flag": "1"}
        insert_rows(
            con,
            "staging.medical_insurance__settlements",
            [{**row, "medfee_sumamt": 1, "psn_part_amt": 1}],
        )
        insert_rows(con, "core.persons", [{"person_id": "甲", "is_dead": False}])
        insert_rows(con, "core.followed_persons", [{"person_id": "甲"}])
        month = {"first_date": date(2025, 11, 1), "recent_first_date": date(2026, 8, 1)}
        insert_rows(con, "core.medical_windows", [month])
        selects = {one.name: one for one in selects_of("core")}
        bound = policy_at(date(2026, 10, 31), overrides={"medical_burden_basis": "B9"}).bound
        build_table(con, selects["medical_sums"], bound)
        with pytest.raises(ContractBroken, match="burden_yuan is never null"):
            build_table(con, selects["medical_burdens"], bound)
    finally:
        con.rollback()
