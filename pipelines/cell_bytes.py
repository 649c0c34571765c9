"""Cells of a regular text table as Arrow columns of bytes, and those bytes as text."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

# Separates cells while a column is decoded at once; in no encoding is it part of a character.
_BETWEEN = b"\x00"


def parse_regular(
    data: bytes, line_count: int, delimiter: str, width: int, wanted: Sequence[int]
) -> pa.Table | None:
    """The wanted columns of `data` as bytes, empty cells null, one row a line.

    Lines end in a feed, a return before it or not. None unless every line is exactly one record of
    `width` cells (or blank): then nothing was merged, split or left out.
    """
    is_quoted = b'"' in data
    # A quote that stays open would swallow this last line, and the count would tell.
    guard = (delimiter * (width - 1)).encode() + b"-\n" if is_quoted else b""
    names = [str(x) for x in range(width)]
    # With quotes, one block: a block may not begin inside a quoted cell.
    block = len(data) + len(guard) + 1 if is_quoted else max(1 << 20, len(data) // 16)
    try:
        table = csv.read_csv(
            pa.py_buffer(data + guard if guard else data),
            csv.ReadOptions(column_names=names, block_size=block),
            csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.binary()),
                include_columns=[str(x) for x in wanted],
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != line_count + bool(guard):
        return None
    return table.slice(0, line_count) if guard else table


def has_long_cells(table: pa.Table, limit: int) -> bool:
    """Whether any cell has more bytes than `limit`."""
    longest = (pc.max(pc.binary_length(column)).as_py() or 0 for column in table.columns)
    return any(length > limit for length in longest)


def to_text(column: pa.ChunkedArray, codec: str) -> pa.ChunkedArray:
    """Bytes as text; what cannot be read becomes U+FFFD, nulls stay null."""
    return pa.chunked_array([_chunk_to_text(c, codec) for c in column.chunks], pa.large_string())


def _chunk_to_text(cells: pa.Array, codec: str) -> pa.Array:
    if codec == "utf-8" or _is_ascii(cells):
        try:
            return cells.cast(pa.large_string())
        except pa.ArrowInvalid:
            return _decode_each(cells, codec)
    return _decode_at_once(cells, codec)


def _is_ascii(cells: pa.Array) -> bool:
    data = cells.buffers()[2]
    return data is None or bytes(data).isascii()


def _decode_at_once(cells: pa.Array, codec: str) -> pa.Array:
    """Decode a column in one go: a call per cell would cost more than all the rest."""
    row = pa.ListArray.from_arrays(pa.array([0, len(cells)], pa.int32()), pc.fill_null(cells, b""))
    joined = pc.binary_join(row, _BETWEEN)[0].as_py()
    text = joined.decode(codec, "replace").encode()
    if text.count(_BETWEEN) != len(cells) - 1:
        return _decode_each(cells, codec)
    parts = pc.split_pattern(pa.array([text], pa.large_string()), _BETWEEN.decode()).values
    return pc.if_else(pc.is_valid(cells), parts, pa.scalar(None, pa.large_string()))


def _decode_each(cells: pa.Array, codec: str) -> pa.Array:
    texts = [None if cell is None else cell.decode(codec, "replace") for cell in cells.to_pylist()]
    return pa.array(texts, pa.large_string())
