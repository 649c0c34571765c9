"""Where the lines of a long text begin, so that a few of them are read without the others.

The line feeds are counted, stretch by stretch, and nothing else is looked at: a file of a third of
a gigabyte takes a tenth of a second. Nothing of it is kept.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

_BLOCK = 1 << 10
_PIECE = 1 << 20
_FEED, _RETURN = ord("\n"), ord("\r")


@dataclass(frozen=True)
class LinePlaces:
    """A text of which every line ends in a feed, a return before it or not.

    `feeds` counts those up to the end of each block of the file, `size` is its bytes, `first`
    where its first line begins.
    """

    feeds: npt.NDArray[np.int64]
    size: int
    first: int

    def start_of(self, file: BinaryIO, line: int) -> int | None:
        """Where a line (1-based) begins; None behind the last one."""
        if line <= 1:
            return self.first if self.first < self.size else None
        wanted = line - 1
        block = int(np.searchsorted(self.feeds, wanted))
        if block == len(self.feeds):
            return None
        before = int(self.feeds[block - 1]) if block else 0
        file.seek(block * _BLOCK)
        data, place = file.read(_BLOCK), -1
        for _ in range(wanted - before):
            place = data.find(b"\n", place + 1)
        start = block * _BLOCK + place + 1
        return start if start < self.size else None


def find_line_places(path: Path, encoding: str) -> LinePlaces | None:
    """The places of a text's lines; None where it has NUL bytes, returns that stand alone, or two
    bytes a character, so that its lines are not simply those between the feeds.
    """
    if encoding.startswith("utf-16"):
        return None
    counts, size, is_open = [], 0, False
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if b"\x00" in piece or (is_open and not piece.startswith(b"\n")):
                return None
            signs = np.frombuffer(piece, np.uint8)
            feeds = signs == _FEED
            if b"\r" in piece and _has_lone_return(signs, feeds):
                return None
            counts.append(_by_block(feeds))
            size, is_open = size + len(piece), piece.endswith(b"\r")
    if is_open or not counts:
        return None
    first = len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0
    return LinePlaces(np.cumsum(np.concatenate(counts), dtype=np.int64), size, first)


def _has_lone_return(signs: npt.NDArray[np.uint8], feeds: npt.NDArray[np.bool_]) -> bool:
    """Whether a return is followed by anything but a feed; the last sign is not asked."""
    returns = signs[:-1] == _RETURN
    return bool((returns & ~feeds[1:]).any())


def _by_block(feeds: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint16]:
    """How many feeds stand in each block."""
    rest = -len(feeds) % _BLOCK
    whole = np.concatenate([feeds, np.zeros(rest, bool)]) if rest else feeds
    counts: npt.NDArray[np.uint16] = whole.reshape(-1, _BLOCK).sum(axis=1, dtype=np.uint16)
    return counts
