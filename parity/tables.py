"""Every table of every layer from both engines, row by row."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.run import LAYERS
from pipelines.spark.session import Session
from pipelines.spark.warehouse import INPUT_LAYERS, SparkWarehouse
from pipelines.warehouse import (
    IN_MEMORY_LAYER,
    Connection,
    build_layer,
    create_table,
    open_warehouse,
    quoted,
)

Rows = Counter[tuple[Any, ...]]


def differences(
    inputs: Connection, bound: Mapping[str, Any], session: Session, folder: Path
) -> list[str]:
    """Build all layers with both engines from the inputs of a warehouse; tell what differs.

    What Spark reads are its own tables of earlier layers, as in a month's run.
    """
    ours, theirs = _beginning_with(inputs), _beginning_with(inputs)
    spark = SparkWarehouse(session, folder)
    found: list[str] = []
    for layer in LAYERS:
        build_layer(ours, layer, bound)
        spark.build_layer(theirs, layer, bound)
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
