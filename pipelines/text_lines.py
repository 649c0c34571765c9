"""Lines of a text table held as Latin-1: every byte a character of its own, whatever it is part of.

So both ways of reading, by bytes and line by line, see the same structure; the true text is only
made of the cells in the end.
"""

from __future__ import annotations

from collections.abc import Sequence


def split_lines(data: bytes) -> list[str]:
    """The lines of a stretch as Latin-1, without their ends."""
    lines = data.decode("latin-1").replace("\r\n", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def decode_text(text: str, codec: str) -> str:
    """The true text behind its Latin-1 stand-in; what cannot be read becomes U+FFFD."""
    return text if text.isascii() else text.encode("latin-1").decode(codec, "replace")


def decode_cells(cells: Sequence[str], codec: str) -> list[str | None]:
    """The same for a record's cells, empty ones as None."""
    return [decode_text(cell, codec) or None for cell in cells]
