"""Received text tables: their encoding, their dialect, their header, and where records begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from pipelines.aliases import alias_index
from pipelines.blocks import Block, Unread
from pipelines.dialects import Dialect, find_dialects
from pipelines.encodings import SAMPLE_BYTES, find_encoding
from pipelines.foreign_tables import ForeignTable, unread_foreign
from pipelines.recognise import (
    HEADER_SEARCH_ROWS,
    RETURN_NUMBER,
    NotRecognised,
    Recognised,
    SourceSpec,
    recognise,
)
from pipelines.records import Record, records
from pipelines.stretches import read_stretches
from pipelines.structure import describe
from pipelines.text_parts import find_parts, heads_known_table
from pipelines.text_records import read_records
from pipelines.text_table import Layout, TextTable, lay_out

_STRETCH_BYTES = 8 << 20
_SAMPLE_RECORDS = HEADER_SEARCH_ROWS + 50
MOST_COLUMNS = 2_000
# A larger text is what a program wrote: it is not searched for tables beneath the first one, and
# refused where the header of one turns up among its rows.
SEARCHED_BYTES = 32 << 20
# A larger table of no known kind is refused without a description of all of it.
_DESCRIBED_BYTES = 32 << 20


def read_delimited(
    path: Path, sources: Sequence[SourceSpec], batch_rows: int
) -> list[Block | Unread]:
    """Recognise a text table and offer its rows in batches of at most `batch_rows`.

    Raises:
        NotReadable: a line is too long or the file has a hole; also while batches are asked for.
    """
    encoding, layout = _layout_of(path, sources)
    if isinstance(layout, Unread):
        return [layout]
    if path.stat().st_size > SEARCHED_BYTES:
        table = TextTable(layout, partial(heads_known_table, alias_index(sources)))
        return [_block(path, encoding, layout, table, batch_rows)]
    return [
        unread_foreign("", part, sources)
        if isinstance(part, ForeignTable)
        else _block(path, encoding, part, TextTable(part), batch_rows)
        for part in find_parts(path, encoding, layout, sources)
    ]


def read_head(path: Path, sources: Sequence[SourceSpec], batch_rows: int = 250_000) -> Block | None:
    """The first table of a text, told by its header alone; None where `read_delimited` has none.

    No other table is looked for beneath it: for a text that is known to have but one.
    """
    encoding, layout = _layout_of(path, sources)
    if isinstance(layout, Unread):
        return None
    return _block(path, encoding, layout, TextTable(layout), batch_rows)


def _block(path: Path, encoding: str, layout: Layout, table: TextTable, batch_rows: int) -> Block:
    header, dialect = layout.header, layout.dialect
    rewrite = dialect.rewrite if dialect.needs_rewriting(encoding) else None
    stretches = read_stretches(path, encoding, _STRETCH_BYTES, rewrite)
    return Block(
        source=header.source.name,
        sheet="",
        header_row=layout.header_line,
        encoding=encoding,
        columns=dict(header.headers),
        extra_columns=list(header.extra),
        unit_scale=dict(header.unit_scale),
        skipped_lines=table.skipped,
        batches=table.batches(stretches, batch_rows),
        format="text",
        delimiter=dialect.delimiter,
        header_rows=len(header.levels),
        repeated_headers=dict(header.repeated),
        has_return_numbers=RETURN_NUMBER in header.positions,
        positions=dict(header.positions),
    )


def text_records(
    path: Path, sources: Sequence[SourceSpec]
) -> Iterator[tuple[int, list[str | None]]]:
    """Every record of a text table as it stands, from the first line on, blank ones too.

    Beside it the line on which it starts (1-based), which is its `row_number` where it is a row.
    Under the layout in which `read_delimited` reads the file; nothing if it does not read it.
    """
    encoding, layout = _layout_of(path, sources)
    if isinstance(layout, Unread):
        return
    yield from read_records(path, encoding, layout.dialect, layout.width)


def _layout_of(path: Path, sources: Sequence[SourceSpec]) -> tuple[str, Layout | Unread]:
    encoding = find_encoding(path)
    sample = next(read_stretches(path, encoding, SAMPLE_BYTES), b"")
    codec = "gb18030" if encoding == "gb18030" else "utf-8"
    layout = _find_layout(sample.decode(codec, "replace"), encoding, sources)
    if isinstance(layout, _Failure):
        return encoding, _unread(path, encoding, layout)
    return encoding, layout


@dataclass(frozen=True)
class _Failure:
    """Why a table is of no known kind under a dialect, and how even its records are."""

    why: NotRecognised
    dialect: Dialect
    width: int = 1
    share: float = 0.0

    @property
    def rank(self) -> tuple[bool, bool, bool, float]:
        """The least is the dialect that shows most of a table."""
        return not self.why.refused, self.why.is_foreign, not self.why.nearest, -self.share


def _find_layout(sample: str, encoding: str, sources: Sequence[SourceSpec]) -> Layout | _Failure:
    """Try the dialects in turn; the one under which most columns are known is taken."""
    found: list[Layout] = []
    failures: list[_Failure] = []
    widest = 0
    for dialect in find_dialects(sample):
        sampled = _sampled(sample, dialect)
        widest = max(widest, *(len(record.cells) for record in sampled), 0)
        header = recognise([_cells(record, dialect) for record in sampled], sources)
        if isinstance(header, Recognised):
            found.append(lay_out(header, sampled, encoding, dialect))
        else:
            failures.append(_failure(header, dialect, sampled))
    # Of equals the narrowest: a part of `||` leaves blank columns between the others.
    best = max(found, key=lambda one: (len(one.header.positions), -one.width), default=None)
    if best is not None and best.width <= MOST_COLUMNS:
        return best
    if widest > MOST_COLUMNS:
        return _Failure(NotRecognised(_too_wide(widest)), Dialect(","))
    return min(failures, key=lambda one: one.rank)


def _failure(why: NotRecognised, dialect: Dialect, sampled: Sequence[Record]) -> _Failure:
    counts = Counter(len(record.cells) for record in sampled if len(record.cells) > 1)
    if not counts:
        return _Failure(why, dialect)
    [(width, times)] = counts.most_common(1)
    return _Failure(why, dialect, width, times / len(sampled))


def _sampled(sample: str, dialect: Dialect) -> list[Record]:
    lines = [line.rstrip("\r") for line in dialect.rewrite(sample).split("\n")]
    lines = lines if lines[-1] else lines[:-1]
    found = records(lines, dialect.parsed_delimiter, None, at_end=True)
    return list(islice(found, _SAMPLE_RECORDS))


def _cells(record: Record, dialect: Dialect) -> list[str | None]:
    return [dialect.restore(cell) or None for cell in record.cells[: MOST_COLUMNS + 1]]


def _unread(path: Path, encoding: str, failure: _Failure) -> Unread:
    why = failure.why
    structure = None
    if failure.width > 1 and path.stat().st_size <= _DESCRIBED_BYTES:
        structure = describe(_lines(path, encoding, failure))
    return Unread(
        why.reason,
        structure=structure,
        nearest=why.nearest,
        missing=why.missing,
        refused=why.refused,
    )


def _lines(path: Path, encoding: str, failure: _Failure) -> Iterator[list[str | None]]:
    """The cells of every record on the line where it starts, the lines it goes on in blank."""
    next_line = 1
    for line, cells in read_records(path, encoding, failure.dialect, failure.width):
        yield from ([] for _ in range(line - next_line))
        yield cells
        next_line = line + 1


def _too_wide(columns: int) -> str:
    return (
        f"表有 {columns:,} 列，超过 {MOST_COLUMNS:,} 列，不像一张名单，没有读取。"
        "请删去多余的空列，或检查导出时是否漏了换行，再重新提交。"
    )
