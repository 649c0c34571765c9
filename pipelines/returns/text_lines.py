"""The records of a text table as they stand, or a few of them out of millions.

Lines are only counted until one is asked for: nothing else is parsed, and where the text is plain
nothing else is read a second time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Generator, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, overload

import numpy as np

from pipelines.blocks import Block
from pipelines.dialects import Dialect, find_dialects
from pipelines.records import record_at
from pipelines.returns.line_places import LinePlaces, find_line_places
from pipelines.stretches import read_stretches

_STRETCH_BYTES = 8 << 20
_SAMPLE_BYTES = 1 << 20
# So many bytes are read for one line at first: most records are much shorter.
_LINE_BYTES = 4 << 10

Line = tuple[int, list[str | None]]


def count_lines(path: Path, block: Block, most: int) -> int:
    """How many lines a text table has; counting ends where there are more than `most`."""
    count = 0
    for piece in read_stretches(path, block.encoding or "utf-8", _SAMPLE_BYTES):
        count += piece.count(b"\n")
        if count > most:
            break
    return count


def read_text_lines(
    path: Path, block: Block, wanted: Collection[int], starts: Collection[int] = ()
) -> Iterator[Line]:
    """The records that begin on the wanted lines (1-based).

    `starts` are lines on which a record is known to begin: no other record goes beyond them.
    """
    encoding = block.encoding or "utf-8"
    dialect = _dialect_of(path, encoding, block.delimiter or ",")
    rewrite = dialect.rewrite if dialect.needs_rewriting(encoding) else None
    codec = "gb18030" if encoding == "gb18030" and rewrite is None else "utf-8"
    reader = _Reader(dialect, codec, frozenset(starts))
    places = find_line_places(path, encoding) if rewrite is None and not starts else None
    if places is not None:
        yield from _read_single(path, places, reader, sorted(wanted))
        return
    chosen, line, carried = sorted(wanted), 1, b""
    for piece in read_stretches(path, encoding, _STRETCH_BYTES, rewrite):
        lines = _Lines(carried + piece)
        end = line + lines.whole
        here = chosen[bisect_left(chosen, line) : bisect_left(chosen, end)]
        stop = yield from reader.read(lines, line, here, at_end=False)
        carried = lines.data_from(stop - line) if stop else b""
        chosen, line = chosen[bisect_left(chosen, stop or end) :], stop or end
    if carried:
        lines = _Lines(carried)
        here = chosen[: bisect_left(chosen, line + lines.whole)]
        yield from reader.read(lines, line, here, at_end=True)


def _read_single(
    path: Path, places: LinePlaces, reader: _Reader, wanted: Sequence[int]
) -> Iterator[Line]:
    """The wanted records, each read from where it begins as far as it goes."""
    with path.open("rb") as file:
        for number in wanted:
            start, size = places.start_of(file, number), _LINE_BYTES
            while start is not None:
                lines, at_end = _lines_from(file, places, start, size)
                stop = yield from reader.read(lines, number, [number], at_end=at_end)
                # One that may go on is looked at together with more of the lines behind it.
                start, size = (start, size * 16) if stop else (None, size)


def _lines_from(file: BinaryIO, places: LinePlaces, start: int, size: int) -> tuple[_Lines, bool]:
    """Whole lines from a place on, at least one, and whether the last one is among them."""
    file.seek(start)
    data = file.read(size)
    while start + len(data) < places.size and b"\n" not in data:
        data += file.read(len(data))
    at_end = start + len(data) >= places.size
    return _Lines(data if at_end else data[: data.rfind(b"\n") + 1]), at_end


def _dialect_of(path: Path, encoding: str, delimiter: str) -> Dialect:
    """How the table with this delimiter is quoted."""
    codec = "gb18030" if encoding == "gb18030" else "utf-8"
    sample = next(read_stretches(path, encoding, _SAMPLE_BYTES), b"").decode(codec, "replace")
    known = [dialect for dialect in find_dialects(sample) if dialect.delimiter == delimiter]
    return known[0] if known else Dialect(delimiter)


class _Lines(Sequence[str]):
    """The lines of a stretch as Latin-1, which gives every byte a character of its own.

    Only where they begin is looked for: of hundreds of thousands few are ever asked for. A return
    at a line's end would be taken for one within an unquoted cell, and is no part of the line.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._feeds = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
        self.whole = len(self) - data.endswith(b"\n")

    def __len__(self) -> int:
        """How many there are, the empty one behind a last feed too."""
        return len(self._feeds) + 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        """A line without its end, or several."""
        if isinstance(place, slice):
            return [self[index] for index in range(*place.indices(len(self)))]
        if place >= len(self):
            raise IndexError(place)
        line = self._data[self._start(place) : self._start(place + 1)].decode("latin-1")
        return line.removesuffix("\n").removesuffix("\r") if line.endswith("\n") else line

    def data_from(self, place: int) -> bytes:
        """The bytes of a line and all after it."""
        return self._data[self._start(place) :]

    def _start(self, place: int) -> int:
        if place > len(self._feeds):
            return len(self._data)
        return int(self._feeds[place - 1]) + 1 if place else 0


class _Reader:
    """Takes single records out of stretches of whole lines."""

    def __init__(self, dialect: Dialect, codec: str, starts: frozenset[int]) -> None:
        self._dialect, self._codec, self._starts = dialect, codec, starts
        self._is_rewritten = bool(dialect.replacements())
        self._done = 0

    def read(
        self, lines: _Lines, first: int, wanted: Sequence[int], *, at_end: bool
    ) -> Generator[Line, None, int | None]:
        """Yield the wanted records; return the line of one that may go on in the next stretch."""
        for number in wanted:
            if number < self._done:
                continue  # within a record of several lines
            delimiter = self._dialect.parsed_delimiter
            found = record_at(lines, number - first, delimiter, None, at_end=at_end)
            if found is None:
                return number
            cells, count = found.cells, found.lines
            if any(line in self._starts for line in range(number + 1, number + count)):
                cells, count = lines[number - first].split(delimiter), 1
            self._done = number + count
            yield number, self._texts(cells)
        return None

    def _texts(self, cells: Sequence[str]) -> list[str | None]:
        codec = self._codec
        texts = [
            (cell if cell.isascii() else cell.encode("latin-1").decode(codec, "replace"))
            for cell in cells
        ]
        if self._is_rewritten:
            return [self._dialect.restore(text.rstrip("\r")) or None for text in texts]
        return [text.rstrip("\r") or None for text in texts]
