"""Released tables as Parquet: typed by their contracts, explained in Chinese, same bytes."""

from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.outputs import Output, OutputColumn

_ARROW_TYPES: dict[Any, pa.DataType] = {
    pl.String: pa.string(),
    pl.Int32: pa.int32(),
    pl.Int64: pa.int64(),
    pl.Boolean: pa.bool_(),
    pl.Date: pa.date32(),
}

_ROW_GROUP, _STRETCH = 1_000_000, 65_536
_SETTINGS: dict[str, Any] = {"compression": "zstd", "version": "2.6"}


def arrow_schema(output: Output) -> pa.Schema:
    """Return the schema of a released file.

    Each field carries `title`, `description` and `unit` (where it has one), the table `title`
    and `description`: in Chinese, UTF-8, as Parquet key-value metadata.
    """
    fields = [_field(column) for column in output.columns]
    told = {"title": output.title, "description": output.description, "table": output.table}
    return pa.schema(fields, metadata=told)


def write_parquet(table: pa.Table, output: Output, path: Path) -> None:
    """Write rows in the order given; the same rows give the same bytes on every machine.

    One row group a million rows and fixed settings: nothing depends on threads or memory. Texts
    that repeat are written out a stretch at a time, never all at once.
    """
    schema = arrow_schema(output)
    table = table.select(schema.names)
    if not output.repeats:
        pq.write_table(table.cast(schema), path, row_group_size=_ROW_GROUP, **_SETTINGS)
        return
    with pq.ParquetWriter(path, schema, **_SETTINGS) as writer:
        for start in range(0, table.num_rows, _STRETCH):
            stretch = table.slice(start, _STRETCH).cast(schema).combine_chunks()
            for batch in stretch.to_batches():
                writer.write_batch(batch, row_group_size=_ROW_GROUP)


def _field(column: OutputColumn) -> pa.Field:
    told = {"title": column.title, "description": column.description}
    if column.unit:
        told["unit"] = column.unit
    kind = _arrow_type(column.dtype)
    return pa.field(column.name, kind, nullable=column.nullable, metadata=told)


def _arrow_type(dtype: Any) -> pa.DataType:
    if isinstance(dtype, pl.Decimal):
        return pa.decimal128(dtype.precision or 18, dtype.scale)
    # Pandera keeps the class (pl.String) or an instance of it, as the contract was written.
    return _ARROW_TYPES[dtype if isinstance(dtype, type) else type(dtype)]
