"""Lines of a text table held as Latin-1: every byte a character of its own, whatever it is part of.

So both ways of reading, by bytes and line by line, see the same structure; the true text is only
made of the cells in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np


def split_lines(data: bytes) -> list[str]:
    """The lines of a stretch as Latin-1, without their ends."""
    lines = data.decode("latin-1").replace("\r\n", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def lines_at(data: bytes, indexes: Iterable[int]) -> dict[int, str]:
    """Some of the lines that `split_lines` gives, by their index; the others are not touched."""
    feeds = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n"))
    starts = np.concatenate(([0], feeds + 1))
    ends = np.concatenate((feeds, [len(data)]))
    # A return at the very end is no part of a line's end where no feed follows it.
    closed = len(feeds)
    return {
        index: (line.removesuffix(b"\r") if index < closed else line).decode("latin-1")
        for index in indexes
        for line in [data[starts[index] : ends[index]]]
    }


def decode_text(text: str, codec: str) -> str:
    """The true text behind its Latin-1 stand-in; what cannot be read becomes U+FFFD."""
    return text if text.isascii() else text.encode("latin-1").decode(codec, "replace")


def decode_cells(cells: Sequence[str], codec: str) -> list[str | None]:
    """The same for a record's cells, empty ones as None."""
    return [decode_text(cell, codec) or None for cell in cells]
