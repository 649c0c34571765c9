"""A received Parquet file as a grid: its column names are the header, its typed cells texts.

Whole numbers and decimals are exact in Parquet and come as their digits; only what was stored as
a floating number is treated as a spreadsheet's number, whose last digits may be lost.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.cell_text import cell_text
from pipelines.formats import NotReadable
from pipelines.grid import Grid, Row
from pipelines.opening import why_no_parquet

if TYPE_CHECKING:
    import pyarrow as pa

# As many rows and columns as a sheet has: larger tables are better sent as csv, read in stretches.
_MOST_ROWS, _MOST_COLUMNS = 1_048_575, 2_000
_ROWS_AT_ONCE = 4_096
_SHEET = "数据"  # it has no sheets; what is said of its one table needs a name
_CHINA = dt.timezone(dt.timedelta(hours=8))
_TOO_LARGE = (
    f"Parquet 文件超过 {_MOST_ROWS:,} 行或 {_MOST_COLUMNS:,} 列，没有读取。"
    "请只导出应报送的行和列，或者改交 csv。"
)
_DAMAGED = "Parquet 文件不完整或已损坏，可能没有传完。请重新导出后提交。"


def read_parquet_table(file: Path | io.BytesIO) -> Iterator[Grid]:
    """The one table of a Parquet file.

    Raises:
        NotReadable: it is damaged, or larger than any table of the kind.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    reason = why_no_parquet(file)
    if reason:
        raise NotReadable(reason)
    try:
        table = pq.ParquetFile(file)
    except (pa.ArrowException, OSError):
        raise NotReadable(_DAMAGED) from None
    if table.metadata.num_rows > _MOST_ROWS or table.metadata.num_columns > _MOST_COLUMNS:
        raise NotReadable(_TOO_LARGE)
    yield Grid(_SHEET, _rows(table), "parquet")


def _rows(table: Any) -> Iterator[Row]:
    """The header, then the records."""
    import pyarrow as pa

    yield list(table.schema_arrow.names)
    try:
        for batch in table.iter_batches(_ROWS_AT_ONCE):
            columns = [_cells(batch.column(x)) for x in range(batch.num_columns)]
            yield from map(list, zip(*columns, strict=True))
    except (pa.ArrowException, OSError):
        raise NotReadable(_DAMAGED) from None


def _cells(values: pa.Array) -> list[Any]:
    return [_cell(value) for value in values.to_pylist()]


def _cell(value: Any) -> Any:
    """A floating number as it is, anything else as its text; nested values are no cells."""
    known = _TEXTS.get(type(value))
    return cell_text(value) if known is None else known(value)


def _nothing(_: Any) -> None:
    return None


def _in_china(moment: dt.datetime) -> dt.datetime:
    """A moment with a zone as the clock shows it here."""
    return moment if moment.tzinfo is None else moment.astimezone(_CHINA).replace(tzinfo=None)


_TEXTS: dict[type, Callable[[Any], Any]] = {
    str: lambda value: value,
    int: str,
    Decimal: lambda value: format(value, "f"),
    float: lambda value: value if math.isfinite(value) else None,
    dt.datetime: lambda value: cell_text(_in_china(value)),
    **dict.fromkeys((list, dict, tuple, bytes), _nothing),
}
