"""Breaking lines for a terminal, where Chinese stands beside English.

A Chinese character is two cells wide and may be followed by a break; a word of Latin letters or
digits stays whole; no line begins with a mark that closes what is before it.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells

_CLOSING = "，。；：、！？）】》”’,.;:!?)"
# A word, or one character, with the marks that must stay beside it; spaces are breaks.
_PIECE = re.compile(rf"\s+|[“‘（《【]*(?:[!-~–…]+|[^\s])[{re.escape(_CLOSING)}]*")


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells; what is longer than a line is cut."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if cell_len(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
        else:
            lines += chop_cells(piece.lstrip(), max(width, 2)) or [""]
    return [line.rstrip() for line in lines]
