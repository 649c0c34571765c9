"""Where a line of Chinese may end: no line begins with a closing sign or ends with an opening one.

The rules are those that printed Chinese keeps (避头尾); a number stays with its unit, and a date or
a word of Latin letters in one piece, as long as a line can hold them.
"""

import re
from collections.abc import Callable, Iterator

WidthOf = Callable[[str], float]

MAY_NOT_BEGIN = frozenset("。，、；：？！）」』》〉】〕］｝”’…—～·％%℃°)]},.;:!?")
MAY_NOT_END = frozenset("（「『《〈【〔［｛“‘—([{")
_PIECE = re.compile(r"[A-Za-z0-9]+(?:[.,:/+\-][A-Za-z0-9]+)*[元分年月日]?|.", re.DOTALL)
CUT = "……"


def break_lines(text: str, width_of: WidthOf, width: float) -> list[str]:
    """Return the lines of a text, each at most `width` wide; an empty text is one empty line.

    `width_of` must add up: the width of a text is that of its characters. A piece that no line
    can hold is broken wherever the line is full, the one case in which the rules give way.
    """
    lines, line, used = [], "", 0.0
    for piece in _pieces(text, width_of, width):
        taken = width_of(piece)
        if line and used + taken > width:
            lines.append(line.rstrip())
            # A blank at which a line is broken belongs to neither line.
            line = piece.lstrip()
            used = width_of(line)
        else:
            line, used = line + piece, used + taken
    return [*lines, line.rstrip()]


def cut_lines(lines: list[str], most: int, width_of: WidthOf, width: float) -> list[str]:
    """Return at most so many lines; where some are left out, the last one kept ends in ……"""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(last + CUT) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip("".join(MAY_NOT_BEGIN | MAY_NOT_END)) + CUT]


def _pieces(text: str, width_of: WidthOf, width: float) -> Iterator[str]:
    for piece in _unbroken(text):
        if width_of(piece) <= width:
            yield piece
        else:
            yield from piece


def _unbroken(text: str) -> Iterator[str]:
    """Yield what may not be broken: a sign with the closing ones behind, the opening before."""
    held = ""
    for piece in _PIECE.findall(text):
        if held and piece[0] not in MAY_NOT_BEGIN and held[-1] not in MAY_NOT_END:
            yield held
            held = ""
        held += piece
    if held:
        yield held
