"""The records of a text table: fast where the text is regular, exactly where it is not.

A stretch goes through Arrow's parser as bytes: in UTF-8 and in GB18030 no byte of a longer
character equals a comma, tab, quote or line end, so that only the cells that are read and are not
plain ASCII need decoding. Arrow's answer is taken only if it found exactly one record a line, each
of the expected width. Otherwise the lines that are not regular are read one by one (`records`),
and no line is lost, whatever quotes, commas and line ends stand in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from pipelines.cell_bytes import has_long_cells, parse_regular, to_text
from pipelines.dialects import Dialect
from pipelines.formats import NotReadable
from pipelines.headers import Cells
from pipelines.line_kinds import IDENTITY_LIKE, LineJudge
from pipelines.recognise import Recognised
from pipelines.records import Record, record_at
from pipelines.text_lines import decode_cells, decode_text, lines_at, split_lines

TOO_MANY_FIELDS = "too_many_fields"

CELL_TOO_LONG = "cell_too_long"

# A cell of a spreadsheet has at most 32,767 signs; what is longer is no value, whatever it is.
LONGEST_CELL_BYTES = 100_000
# Batches are cut short where their rows are so long that memory would not be bounded.
_BATCH_BYTES = 256 << 20
# Of a faulty line so much is kept beside the fault; the whole of it stays in the kept file.
_LONGEST_SHOWN = 10_000


@dataclass(frozen=True)
class Layout:
    """How a text table is laid out: its header, and where and how its records stand.

    Lines count from 1; `width` is the number of cells of a regular record. `last_line` is None
    where no other table follows.
    """

    codec: str
    dialect: Dialect
    header: Recognised
    header_line: int
    first_line: int
    width: int
    last_line: int | None = None

    @property
    def delimiter(self) -> str:
        """One byte that parts the cells of the lines to be parsed."""
        return self.dialect.parsed_delimiter


def lay_out(
    header: Recognised, sampled: Sequence[Record], encoding: str, dialect: Dialect
) -> Layout:
    """How a table is laid out whose header was found among the first of these records."""
    last = sampled[header.bottom - 1]
    counts = Counter(len(r.cells) for r in sampled[header.bottom :] if any(map(str.strip, r.cells)))
    # Exports may end every record, but not the header, with a comma, and the reverse.
    usual = min(counts, key=lambda n: (-counts[n], n)) if counts else 0
    is_rewritten = dialect.needs_rewriting(encoding)
    return Layout(
        codec="gb18030" if encoding == "gb18030" and not is_rewritten else "utf-8",
        dialect=dialect,
        header=header,
        header_line=sampled[header.top].start + 1,
        first_line=last.start + last.lines + 1,
        width=max(usual, header.width),
    )


class TextTable:
    """Reads the records beneath a header and keeps count of the lines that are none.

    While batches are asked for, NotReadable is raised where a further header stands.
    """

    def __init__(self, layout: Layout, heads: Callable[[Cells], bool] | None = None) -> None:
        """`heads` tells a further header, where the text was not searched for one before."""
        self.skipped: dict[str, int] = {}
        self._layout = layout
        self._heads = heads
        self._judge = LineJudge(layout.header)
        self._names = list(layout.header.positions)
        # A column whose header stands several times is read at the first place that is not blank.
        others = layout.header.others
        self._places = [(x, *others.get(name, ())) for name, x in layout.header.positions.items()]
        self._wanted = sorted({x for places in self._places for x in places})
        self._replacements = layout.dialect.replacements()
        self._schema = dict.fromkeys(self._names, pl.String) | {
            "row_number": pl.UInt32,
            "row_fault": pl.String,
            "row_text": pl.String,
        }

    def batches(self, stretches: Iterator[bytes], batch_rows: int) -> Iterator[pl.DataFrame]:
        """Yield the records in order, `batch_rows` at a time."""
        waiting: list[pl.DataFrame] = []
        for frame in self._frames(stretches):
            waiting.append(frame)
            is_large = sum(part.estimated_size() for part in waiting) > _BATCH_BYTES
            if sum(part.height for part in waiting) < batch_rows and not is_large:
                continue
            together = pl.concat(waiting)
            whole = together.height if is_large else together.height // batch_rows * batch_rows
            for offset in range(0, whole, batch_rows):
                yield together.slice(offset, batch_rows)
            waiting = [together.slice(whole)]
        rest = pl.concat(waiting) if waiting else pl.DataFrame(schema=self._schema)
        if rest.height:
            yield rest

    def _frames(self, stretches: Iterator[bytes]) -> Iterator[pl.DataFrame]:
        """Yield the records of each stretch, a record that goes on in the next one left to it."""
        line = 1
        carried = b""
        rest = _until(stretches, self._layout.last_line)
        piece = next(rest, b"")
        while piece or carried:
            following = next(rest, b"")
            data = carried + piece
            start, line = self._after_header(data, line)
            frame, lines, carried = self._read(data[start:], line, at_end=not following)
            yield frame
            line, piece = line + lines, following

    def _after_header(self, data: bytes, line: int) -> tuple[int, int]:
        """Where in `data` the records begin, and which line that is."""
        start = 0
        while line < self._layout.first_line and start < len(data):
            found = data.find(b"\n", start)
            start = found + 1 if found >= 0 else len(data)
            line += 1
        return start, line

    def _read(
        self, data: bytes, first_line: int, *, at_end: bool
    ) -> tuple[pl.DataFrame, int, bytes]:
        """A stretch's records, of how many lines they are made, and what was left for later."""
        whole = data if at_end or data.endswith(b"\n") else data[: data.rfind(b"\n") + 1]
        count = whole.count(b"\n") + bool(whole and not whole.endswith(b"\n"))
        table = self._parse(whole, count) if whole else None
        if table is not None and not has_long_cells(table, LONGEST_CELL_BYTES):
            frame = self._sound_frame(table, range(first_line, first_line + count))
            return self._without_asides(frame, whole, first_line), count, data[len(whole) :]
        lines = split_lines(whole)
        frame, used = self._read_mixed(lines, first_line, at_end=at_end)
        rest = whole.split(b"\n", used)[-1] if used < len(lines) else b""
        return frame, used, rest + data[len(whole) :]

    def _read_mixed(
        self, lines: list[str], first_line: int, *, at_end: bool
    ) -> tuple[pl.DataFrame, int]:
        """The records where some lines are not regular, and of how many lines they are made."""
        regular, single, count = self._sort_out(lines, at_end=at_end)
        data = "".join(f"{lines[index]}\n" for index in regular).encode("latin-1")
        table = self._parse(data, len(regular)) if regular else None
        if table is None:
            single += [Record(i, lines[i].split(self._layout.delimiter), 1) for i in regular]
            return self._single_frame(sorted(single), lines, first_line), count
        frame = self._sound_frame(table, [first_line + index for index in regular])
        frames = (
            self._without_asides(frame, lines, first_line),
            self._single_frame(single, lines, first_line),
        )
        return pl.concat(frames).sort("row_number"), count

    def _parse(self, data: bytes, line_count: int) -> pa.Table | None:
        layout = self._layout
        return parse_regular(data, line_count, layout.delimiter, layout.width, self._wanted)

    def _sort_out(self, lines: list[str], *, at_end: bool) -> tuple[list[int], list[Record], int]:
        """Indexes of the regular lines, records of the others, and how many lines that makes."""
        delimiter, width = self._layout.delimiter, self._layout.width
        is_regular = regular_line(delimiter, width)
        regular: list[int] = []
        single: list[Record] = []
        done = 0
        for index in [i for i, line in enumerate(lines) if not is_regular(line)]:
            if index < done:
                continue  # within a record of several lines
            regular.extend(range(done, index))
            record = record_at(lines, index, delimiter, width, at_end=at_end)
            if record is None:
                return regular, single, index
            single.append(record)
            done = index + record.lines
        regular.extend(range(done, len(lines)))
        return regular, single, len(lines)

    def _sound_frame(self, table: pa.Table, numbers: Sequence[int]) -> pl.DataFrame:
        codec = self._layout.codec
        texts = [to_text(table.column(str(x)), codec) for x in self._wanted]
        names = [str(x) for x in self._wanted]
        frame = pl.DataFrame(pl.from_arrow(pa.table(texts, names=names)))
        if self._replacements:
            signs = list(self._replacements)
            frame = frame.with_columns(
                pl.all().str.replace_many(signs, list(self._replacements.values()))
            )
        return frame.select(
            *(
                pl.coalesce(map(str, places)).alias(name)
                for name, places in zip(self._names, self._places, strict=True)
            ),
            pl.Series("row_number", numbers, pl.UInt32),
            pl.lit(None, pl.String).alias("row_fault"),
            pl.lit(None, pl.String).alias("row_text"),
        )

    def _without_asides(
        self, frame: pl.DataFrame, lines: bytes | list[str], first_line: int
    ) -> pl.DataFrame:
        """Leave out the lines that are no records; only rows without a person are looked at."""
        named = [
            pl.col(name).str.contains(IDENTITY_LIKE).fill_null(value=False)
            for name in self._judge.identity_columns
        ]
        doubtful = frame.filter(~pl.any_horizontal(named)) if named else frame
        if doubtful.is_empty():
            return frame
        numbers = doubtful["row_number"]
        texts = lines_at(lines, numbers - first_line) if isinstance(lines, bytes) else lines
        aside = [n for n in numbers if self._is_aside(n, self._cells(texts[n - first_line]))]
        return frame.filter(~pl.col("row_number").is_in(aside)) if aside else frame

    def _cells(self, line: str) -> list[str | None]:
        record = record_at([line], 0, self._layout.delimiter, self._layout.width, at_end=True)
        return self._texts(record.cells if record else [])

    def _texts(self, cells: Sequence[str]) -> list[str | None]:
        texts = decode_cells(cells, self._layout.codec)
        if not self._replacements:
            return texts
        restore = self._layout.dialect.restore
        return [text and restore(text) for text in texts]

    def _is_aside(self, line: int, cells: Cells) -> bool:
        kind = self._judge.kind(cells)
        if kind:
            self.skipped[kind] = self.skipped.get(kind, 0) + 1
        elif self._heads is not None and self._heads(cells):
            raise NotReadable(_second_table_reason(line))
        return kind is not None

    def _single_frame(
        self, single: Sequence[Record], lines: list[str], first_line: int
    ) -> pl.DataFrame:
        rows = []
        for record in single:
            cells = self._texts(record.cells)
            is_long = any(cell and len(cell) > LONGEST_CELL_BYTES for cell in cells)
            if not is_long and self._is_aside(first_line + record.start, cells):
                continue
            fault = self._fault(cells) or (CELL_TOO_LONG if is_long else None)
            kept = [None if is_long else _first_filled(cells, x) for x in self._places]
            text = "\n".join(lines[record.start : record.start + record.lines]) if fault else ""
            rows.append((*kept, first_line + record.start, fault, self._shown(text) or None))
        return pl.DataFrame(rows, schema=self._schema, orient="row")

    def _shown(self, text: str) -> str:
        shown = self._layout.dialect.restore(decode_text(text, self._layout.codec))
        if len(shown) <= _LONGEST_SHOWN:
            return shown
        return f"{shown[:_LONGEST_SHOWN]}…（共 {len(shown):,} 个字，其余见原文件）"

    def _fault(self, cells: Sequence[str | None]) -> str | None:
        """Whether the cells cannot be trusted to stand under their headers.

        A row that stops early may only leave out what is empty; what it needs and lacks is
        found missing later.
        """
        surplus = cells[self._layout.width :]
        return TOO_MANY_FIELDS if any(cell and cell.strip() for cell in surplus) else None


def _second_table_reason(line: int) -> str:
    return (
        f"文件第 {line:,} 行是另一张表的列名，这么大的文件里不能放两张表，没有读取。"
        "请把两张表分成两个文件，再重新提交。"
    )


def _until(stretches: Iterator[bytes], last_line: int | None) -> Iterator[bytes]:
    """The stretches as far as a line, with it."""
    left = last_line
    for piece in stretches:
        if left is None:
            yield piece
            continue
        count = piece.count(b"\n")
        if count >= left:
            yield b"\n".join([*piece.split(b"\n", left)[:left], b""])
            return
        yield piece
        left -= count


def _first_filled(cells: Sequence[str | None], places: Sequence[int]) -> str | None:
    return next((cells[x] for x in places if x < len(cells) and cells[x]), None)


def regular_line(delimiter: str, width: int) -> Callable[[str], bool]:
    """A test for lines that are plainly one record: cells bare or wholly quoted, none with both.

    A line in which a cell may be too long is none.
    """
    sign = re.escape(delimiter)
    cell = rf'(?:[^"{sign}\r]*|"[^"\r]*")'
    quoted = re.compile(rf"{cell}(?:{sign}{cell}){{{width - 1}}}")

    def is_regular(line: str) -> bool:
        if len(line) > LONGEST_CELL_BYTES:
            return False
        if '"' in line:
            return quoted.fullmatch(line) is not None
        return line.count(delimiter) == width - 1 and line != "" and "\r" not in line

    return is_regular
