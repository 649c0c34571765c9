"""Contracts of what a release holds, a file a table.

Besides its columns a contract says, in `Config.metadata`, what becomes of the table:
`file` is the name under which a release carries it (absent: it only serves other tables),
`partition_by` the column that cuts it into one file a value, `folder` where the parts lie,
`key` the columns that no two rows share, `order` those by which its rows stand in the file
(absent: the key), `repeats` whether its texts are few and repeat (each is held once in memory).
Titles, descriptions and units are written into the Parquet files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from schemas.tables import contract_of, tables_of


@dataclass(frozen=True)
class OutputColumn:
    """A column as the reader of a released file should understand it."""

    name: str
    title: str
    description: str
    unit: str
    dtype: pl.DataType
    nullable: bool


@dataclass(frozen=True)
class Output:
    """A table of the outputs layer and what becomes of it."""

    table: str
    title: str
    description: str
    file: str | None
    folder: str
    partition_by: str | None
    key: tuple[str, ...]
    order: tuple[str, ...]
    repeats: bool
    columns: tuple[OutputColumn, ...]


def all_outputs() -> dict[str, Output]:
    """Every output that has a contract, by table name in alphabetical order.

    Raises ValueError, naming the file and the cure, where a column lacks a title or a description.
    """
    return {table: output_of(table) for table in tables_of("outputs")}


def output_of(table: str, layer: str = "outputs") -> Output:
    """Return what a table's contract says of the file that holds it; see `all_outputs`."""
    contract = contract_of(layer, table)
    schema = contract.to_schema()
    told: Mapping[str, Any] = contract.Config.metadata or {}
    return Output(
        table=table,
        title=schema.title or "",
        description=schema.description or "",
        file=told.get("file"),
        folder=told.get("folder", ""),
        partition_by=told.get("partition_by"),
        key=tuple(told.get("key", ())),
        order=tuple(told.get("order") or told["key"]),
        repeats=told.get("repeats", False),
        columns=tuple(_column(table, str(name), field) for name, field in schema.columns.items()),
    )


def _column(table: str, name: str, field: Any) -> OutputColumn:
    if not (field.title and field.description):
        raise ValueError(
            f"schemas/outputs/{table}.py: {name} lacks a title or a description. Both are written "
            "into the released file, whose readers see nothing else: add them to the field."
        )
    return OutputColumn(
        name=name,
        title=field.title,
        description=field.description,
        unit=(field.metadata or {}).get("unit", ""),
        dtype=field.dtype.type,
        nullable=field.nullable,
    )
