"""Every table of every layer from both engines, row by row."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.run import LAYERS
from pipelines.selects import Select
from pipelines.spark.session import Session
from pipelines.spark.warehouse import INPUT_LAYERS, SparkWarehouse
from pipelines.warehouse import (
    IN_MEMORY_LAYER,
    Connection,
    build_layer,
    build_table,
    create_table,
    open_warehouse,
    quoted,
)

Rows = Counter[tuple[Any, ...]]
_RECURSION = "with recursive n as (select 1 as a union all select a + 1 from n where a < 3) {}"


def lacks_recursion(session: Session) -> bool:
    """Whether the server knows no recursive query: Spark does, what speaks like it may not."""
    try:
        return int(session.sql(_RECURSION.format("select count(*) from n")).toArrow()[0][0]) != 3
    except Exception:  # noqa: BLE001 - each server says it in its own words
        return True


class _WithoutRecursion(SparkWarehouse):
    """Has what only a recursive query computes from DuckDB; all that reads it is its own."""

    def _build(self, con: Connection, select: Select, parameters: Mapping[str, Any]) -> None:
        if "with recursive" not in select.text:
            super()._build(con, select, parameters)
            return
        build_table(con, select, parameters)
        self._hand_over(con, select.layer, select.name)


def differences(
    inputs: Connection,
    bound: Mapping[str, Any],
    session: Session,
    folder: Path,
    layers: Iterable[str] = tuple(LAYERS),
    root: Path | None = None,
) -> list[str]:
    """Build layers with both engines from the inputs of a warehouse; tell what differs.

    `root` stands for the folder sql/ where another one is meant.

    What Spark reads are its own tables of earlier layers, as in a month's run.
    """
    ours, theirs = _beginning_with(inputs), _beginning_with(inputs)
    spark = (
        _WithoutRecursion(session, folder)
        if lacks_recursion(session)
        else SparkWarehouse(session, folder)
    )
    found: list[str] = []
    for layer in layers:
        build_layer(ours, layer, bound, root=root)
        spark.build_layer(theirs, layer, bound, root=root)
        found += layer_differences(ours, theirs, layer)
    ours.close()
    theirs.close()
    return found


def layer_differences(ours: Connection, theirs: Connection, layer: str) -> list[str]:
    """Tell in which tables of a layer two warehouses differ, in how many rows and columns."""
    names = _tables(ours, layer)
    assert names, f"{layer} holds no table"
    assert names == _tables(theirs, layer)
    return [told for name in names if (told := _difference(ours, theirs, f"{layer}.{name}"))]


def empty_tables(con: Connection, layer: str) -> list[str]:
    """Name the tables of a layer that hold no row."""
    asked = "select count(*) from {}"
    counts = {
        name: con.sql(asked.format(quoted(f"{layer}.{name}"))).fetchall()
        for name in _tables(con, layer)
    }
    return [f"{layer}.{name}" for name, ((count,),) in counts.items() if count == 0]


def _beginning_with(inputs: Connection) -> Connection:
    """Return a new warehouse in memory with a copy of what no select computes."""
    con = open_warehouse(None, threads=1)
    for layer in INPUT_LAYERS:
        con.execute(f"create schema if not exists {layer}")
        for name in _tables(inputs, layer):
            frame = inputs.sql(f"select * from {quoted(f'{layer}.{name}')}").pl()
            create_table(con, f"{layer}.{name}", frame)
    return con


def _tables(con: Connection, layer: str) -> list[str]:
    place = "table_catalog" if layer == IN_MEMORY_LAYER else "table_schema"
    rows = con.execute(
        f"select table_name from information_schema.tables where {place} = ? order by 1", [layer]
    ).fetchall()
    return [name for (name,) in rows]


def _difference(ours: Connection, theirs: Connection, table: str) -> str | None:
    left, right = _frame(ours, table), _frame(theirs, table)
    if left.schema != right.schema:
        return f"{table}: {left.schema} here, {right.schema} on Spark"
    one, other = Counter(left.iter_rows()), Counter(right.iter_rows())
    if one == other:
        return None
    missing, extra = one - other, other - one
    columns = _columns_that_differ(left.columns, missing, extra)
    return f"{table}: {missing.total()} of {left.height} rows differ, in {columns}"


def _frame(con: Connection, table: str) -> pl.DataFrame:
    frame: pl.DataFrame = con.sql(f"select * from {quoted(table)}").pl()
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    # A row is counted by its values: lists become texts of what they hold, in their order.
    return frame.with_columns(pl.col(name).list.join("\x1f") for name in lists)


def _columns_that_differ(names: list[str], missing: Rows, extra: Rows) -> list[str]:
    """Name the columns by which the closest rows of both sides are apart."""
    if not missing or not extra:
        return names
    row = next(iter(missing))
    near = min(extra, key=lambda other: sum(a != b for a, b in zip(row, other, strict=True)))
    return [name for name, a, b in zip(names, row, near, strict=True) if a != b]
