"""Every record of a text table as it stands, whatever stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipelines.dialects import Dialect
from pipelines.records import records
from pipelines.stretches import read_stretches
from pipelines.text_lines import decode_cells, split_lines

_STRETCH_BYTES = 8 << 20

Cells = list[str | None]


def read_records(
    path: Path, encoding: str, dialect: Dialect, width: int | None
) -> Iterator[tuple[int, Cells]]:
    """The line on which each record starts (1-based) and its cells, blank ones as None.

    From the first line on, blank lines too; `width` is the usual number of cells, if known.
    """
    is_rewritten = dialect.needs_rewriting(encoding)
    stretches = read_stretches(
        path, encoding, _STRETCH_BYTES, dialect.rewrite if is_rewritten else None
    )
    codec = "gb18030" if encoding == "gb18030" and not is_rewritten else "utf-8"
    line, carried = 1, b""
    piece = next(stretches, b"")
    while piece or carried:
        following = next(stretches, b"")
        lines, used = split_lines(carried + piece), 0
        for one in records(lines, dialect.parsed_delimiter, width, at_end=not following):
            yield line + one.start, _restored(decode_cells(one.cells, codec), dialect)
            used = one.start + one.lines
        carried = "".join(f"{one}\n" for one in lines[used:]).encode("latin-1")
        line, piece = line + used, following


def _restored(cells: Cells, dialect: Dialect) -> Cells:
    return [cell and dialect.restore(cell) for cell in cells]
