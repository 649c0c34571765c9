"""The warehouse: where the SQL of sql/ runs. The one place that knows the engine.

Every table is created from one select, and checked against its contract as soon as it stands.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from pandera.polars import DataFrameModel

from pipelines.room import memory_limit, spill_limit
from pipelines.selects import Select, SelectNotUsable, selects_of
from schemas.tables import (
    columns_in,
    contract_of,
    shared_contract,
    union_columns,
    union_labels,
    union_name,
)

Connection = duckdb.DuckDBPyConnection
Value = Any

IN_MEMORY_LAYER = "outputs"
_ROWS_WRITTEN_TOGETHER = 200_000


class ContractBroken(Exception):
    """A computed table is not what its contract promises; holds counts, never rows."""


def open_warehouse(path: Path | None, *, threads: int | None = None) -> Connection:
    """Open a warehouse file, or one in memory where `path` is None.

    What does not fit in memory is spilled beside the file, see `pipelines.room`. Results do not
    depend on `threads`.
    """
    memory, spill = memory_limit(), spill_limit()
    if path is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = duckdb.connect(str(path) if path is not None else ":memory:")
    # Lists hold names and phones: the layer stays in memory, and its tables in the release alone.
    connection.execute(f"attach ':memory:' as {IN_MEMORY_LAYER}")
    connection.execute(f"set memory_limit = '{memory}'")
    if spill is not None:
        connection.execute(f"set max_temp_directory_size = '{spill}'")
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set TimeZone = 'Asia/Shanghai'")
    # Nothing reads a table in the order of its making: all outputs are sorted.
    connection.execute("set preserve_insertion_order = false")
    if threads is not None:
        connection.execute(f"set threads = {threads:d}")
    return connection


def create_table(con: Connection, table: str, frame: pl.DataFrame) -> None:
    """Create `layer.table` (and its schema) from a frame, replacing one that stands there."""
    ensure_layer(con, table.partition(".")[0])
    con.register("incoming_frame", frame)
    con.execute(f"create or replace table {quoted(table)} as select * from incoming_frame")
    con.unregister("incoming_frame")


def build_layer(
    con: Connection,
    layer: str,
    parameters: Mapping[str, Value],
    *,
    root: Traversable | None = None,
    on_built: Callable[[int], None] = lambda _: None,
) -> tuple[str, ...]:
    """Build every table of a layer, each after those that it reads; return their names.

    `parameters` are bound by name: those of the policy, `as_of_date` (date), `month` (text).
    `root` stands for the folder sql/ where another one is meant; `on_built` is told each table's
    rows.

    Raises SelectNotUsable where a file reads an unknown table or parameter, ContractMissing or
    ContractBroken where a table has no contract or does not keep it.
    """
    selects = selects_of(layer, root)
    ensure_layer(con, layer)
    # The catalogue is asked once a layer: asking it is slow, and only these tables come to it.
    standing = _standing_tables(con)
    for select in selects:
        on_built(build_table(con, select, parameters, standing))
        standing.add((select.layer, select.name))
    _stack_tables(con, layer, selects)
    return tuple(select.table for select in selects)


def write_layer(con: Connection, layer: str, parameters: Mapping[str, Value]) -> tuple[str, ...]:
    """Build a layer as `build_layer` does, where no transaction is open; for files on a disk."""
    with _written_together(con) as count_rows:
        return build_layer(con, layer, parameters, on_built=count_rows)


@contextmanager
def _written_together(con: Connection) -> Iterator[Callable[[int], None]]:
    """Commit small tables together: each commit waits for the disk, and a layer has dozens.

    Call what is yielded with the rows of each table that was made. What is not committed yet
    stands in memory, so that it may not grow beyond some rows.
    """
    waiting = 0

    def count(rows: int) -> None:
        nonlocal waiting
        waiting += rows
        if waiting > _ROWS_WRITTEN_TOGETHER:
            con.execute("commit")
            con.execute("begin transaction")
            waiting = 0

    con.execute("begin transaction")
    try:
        yield count
    except BaseException:
        # The fault is what is to be told; the engine may have ended the transaction with it.
        with suppress(duckdb.Error):
            con.execute("rollback")
        raise
    con.execute("commit")


def ensure_layer(con: Connection, layer: str) -> None:
    """Create the schema of a layer where it does not stand yet."""
    if layer != IN_MEMORY_LAYER:
        con.execute(f"create schema if not exists {_quoted(layer)}")


def build_table(
    con: Connection,
    select: Select,
    parameters: Mapping[str, Value],
    standing: AbstractSet[tuple[str, str]] | None = None,
) -> int:
    """Build one table, check it and return its rows; see `build_layer` for what is raised.

    `standing` are the tables that stand already, as (layer, name), where the caller knows them.
    """
    _check_tables_known(select, _standing_tables(con) if standing is None else standing)
    bound = bound_parameters(select, parameters)
    contract = contract_of(select.layer, select.name)
    try:
        made = f"create or replace table {quoted(select.table)} as {select.text}"
        ((rows,),) = con.execute(made, bound).fetchall()
    except duckdb.Error as error:
        error.add_note(f"while building {select.table} from {select.path}")
        raise
    check_contract(con, select.table, contract)
    return int(rows)


def quoted(table: str) -> str:
    """Return `layer.table` with both names quoted."""
    return ".".join(_quoted(part) for part in table.split("."))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _standing_tables(con: Connection) -> set[tuple[str, str]]:
    return set(
        con.execute(
            "select case when table_catalog = $1 then $1 else table_schema end, table_name "
            "from information_schema.tables",
            [IN_MEMORY_LAYER],
        ).fetchall()
    )


def _check_tables_known(select: Select, standing: AbstractSet[tuple[str, str]]) -> None:
    unknown = sorted(f"{layer}.{name}" for layer, name in select.tables - standing)
    if unknown:
        raise SelectNotUsable(
            f"{select.path}: reads {', '.join(unknown)}, which stands nowhere at this point. "
            "Check the spelling; a layer reads its own tables and those of earlier layers: "
            "staging, identities, reference, inputs, policy, releases, core, checks, "
            "indicators, counter_signs, screening, entitlements, matches, outputs."
        )


def bound_parameters(select: Select, parameters: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a select binds; raises SelectNotUsable where a name has no value."""
    unknown = sorted(select.parameters - parameters.keys())
    if unknown:
        name = unknown[0]
        raise SelectNotUsable(
            f"{select.path}: binds ${', $'.join(unknown)}, which has no value on this date. "
            f"Add policy/{name}.yaml, or a value with an earlier date in it."
        )
    return {name: parameters[name] for name in sorted(select.parameters)}


def _stack_tables(con: Connection, layer: str, selects: Sequence[Select]) -> None:
    """Stack the tables of a layer in which all have one form, each labelled in its first columns.

    The labels are the file's name, and what its header says under the keys that the layer names.
    """
    name, contract = union_name(layer), shared_contract(layer)
    if name is None or contract is None:
        return
    stacked = f"{layer}.{name}"
    create_table(con, stacked, pl.DataFrame(schema=union_columns(layer, contract)))
    columns = ", ".join(_quoted(column) for column in columns_in(contract))
    for select in selects:
        said = [select.header[key] if key else select.name for key in union_labels(layer).values()]
        con.execute(
            f"insert into {quoted(stacked)} select {', '.join('?' for _ in said)}, {columns} "
            f"from {quoted(select.table)}",
            said,
        )


def check_contract(con: Connection, table: str, contract: type[DataFrameModel]) -> None:
    """Check a table's columns, types, nulls, keys and allowed values, all inside the engine.

    Raises ContractBroken with the table, the column and the count; never with a value.
    """
    _check_columns(con, table, columns_in(contract))
    measured = _checks_of(contract)
    if not measured:
        return
    # Fetched to the end: a result half read keeps the connection from other work.
    asked = f"select {', '.join(measured.values())} from {quoted(table)}"
    ((*counts,),) = con.execute(asked).fetchall()
    broken = [
        f"{count} rows break “{promise}”"
        for promise, count in zip(measured, counts, strict=True)
        if count
    ]
    if broken:
        raise ContractBroken(
            f"{table}: {'; '.join(broken)}. Everything after it would count wrongly. Mend "
            f"sql/{table.replace('.', '/')}.sql, or its contract where the promise is wrong."
        )


def _check_columns(con: Connection, table: str, promised: dict[str, pl.DataType]) -> None:
    relation = con.sql(f"select * from {quoted(table)}")
    types = (_polars_type(str(one)) for one in relation.types)
    built = dict(zip(relation.columns, types, strict=True))
    faults = [f"{name} is missing" for name in promised if name not in built]
    faults += [f"{name} is not in the contract" for name in built if name not in promised]
    faults += [
        f"{name} is {built[name]}, promised {dtype}"
        for name, dtype in promised.items()
        if name in built and built[name] != dtype
    ]
    if faults:
        raise ContractBroken(
            f"{table}: {'; '.join(faults)}. Write the select's columns as "
            f"schemas/{table.replace('.', '/')}.py declares them."
        )


@cache
def _polars_type(written: str) -> pl.DataType:
    """What polars makes of a column of DuckDB's; asked once a type, not once a table."""
    with duckdb.connect() as engine:
        found: pl.DataFrame = engine.sql(f"select null::{written} as value limit 0").pl()
        return found.schema["value"]


def _checks_of(contract: type[DataFrameModel]) -> dict[str, str]:
    """Return promise → SQL expression that counts the rows breaking it.

    The key is what the contract's `Config.metadata` says under `key`.
    """
    schema = contract.to_schema()
    checks: dict[str, str] = {}
    for name, column in schema.columns.items():
        if not column.nullable:
            checks[f"{name} is never null"] = f"count(*) - count({_quoted(name)})"
        for check in column.checks:
            checks |= _allowed_values(name, check)
    key = (getattr(contract.Config, "metadata", None) or {}).get("key", ())
    if key:
        checks[f"one row a {' and '.join(key)}"] = _repeats(key)
    return checks


def _repeats(columns: Sequence[str]) -> str:
    names = ", ".join(_quoted(name) for name in columns)
    key = f"({names})" if len(columns) > 1 else names
    return f"count(*) - count(distinct {key})"


def _allowed_values(name: str, check: Any) -> dict[str, str]:
    if check.name == "isin":
        allowed = ", ".join(
            "'" + str(value).replace("'", "''") + "'"
            for value in check.statistics["allowed_values"]
        )
        return {
            f"{name} is one of the allowed": (
                f"count(*) filter (where {_quoted(name)} not in ({allowed}))"
            )
        }
    if check.name == "greater_than_or_equal_to":
        least = check.statistics["min_value"]
        return {f"{name} is at least {least}": f"count(*) filter (where {_quoted(name)} < {least})"}
    raise SelectNotUsable(
        f"schemas: the check “{check.name}” on {name} is not counted by check_contract. Use "
        "nullable, isin, ge or a key; row rules of received files belong in schemas/sources/."
    )
