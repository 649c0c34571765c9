"""Whether bytes are text at all, and in which encoding the text stands."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import IO

SAMPLE_BYTES = 1 << 20

_LOOK_BYTES = 64 << 10
_ENOUGH_BEYOND_ASCII = 64
_ASCII = bytes(range(128))
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# Controls that no text table holds; NUL is judged apart, white space and separators are allowed.
_CONTROLS = bytes({*range(1, 9), *range(14, 26), 0x7F})
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def find_encoding(path: Path) -> str:
    """`utf-8`, `utf-8-sig`, `utf-16`, `utf-16-le`, `utf-16-be` or `gb18030`.

    A mark at the start decides, then the place of the NUL bytes, then the first characters beyond
    ASCII, however far into the file they stand. GB18030 read as UTF-8 is nearly all unreadable; a
    few damaged characters do not make UTF-8 anything else.
    """
    with path.open("rb") as file:
        start = file.read(_LOOK_BYTES)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start.startswith(_WIDE_MARKS):
            return "utf-16"
        file.seek(0)
        return _wide_encoding(start) or ("utf-8" if _is_mostly_utf8(file) else "gb18030")


def is_text(start: bytes) -> bool:
    """Whether the first bytes of a file may be a text table; a few NUL bytes do not forbid it."""
    if b"\x00" not in start or start.startswith((codecs.BOM_UTF8, *_WIDE_MARKS)):
        return True
    if _wide_encoding(start):
        return True
    rest = start.replace(b"\x00", b"")
    controls = len(rest) - len(rest.translate(None, _CONTROLS))
    if not rest.strip() or controls * 100 > len(rest):
        return False
    return any(_share_unreadable(rest, codec) <= 0.1 for codec in ("utf-8", "gb18030"))


def _wide_encoding(start: bytes) -> str | None:
    """UTF-16 without a mark: digits, commas and line ends have their NUL on one side only."""
    whole = start[: len(start) // 2 * 2]
    low, high = whole[::2].count(0), whole[1::2].count(0)
    if max(low, high) * 50 < len(whole) or min(low, high) * 3 > max(low, high):
        return None
    encoding = "utf-16-le" if high > low else "utf-16-be"
    text = whole.decode(encoding, "replace")
    odd = sum(not (ch.isprintable() or ch.isspace()) or ch == "\ufffd" for ch in text)
    return encoding if text and odd * 20 <= len(text) else None


def _is_mostly_utf8(file: IO[bytes]) -> bool:
    """Whether at most a tenth of the bytes beyond ASCII fail as UTF-8.

    Looks from the first such byte on until it has seen enough of them; plain ASCII is UTF-8.
    """
    seen = b""
    while data := file.read(SAMPLE_BYTES):
        first = _BEYOND_ASCII.search(data) if not seen else None
        if not seen and first is None:
            continue
        seen += data[first.start() :] if first else data
        if len(seen.translate(None, _ASCII)) >= _ENOUGH_BEYOND_ASCII or len(seen) > 32 << 20:
            break
    return not seen or _share_unreadable(seen, "utf-8") <= 0.1


def _share_unreadable(data: bytes, codec: str) -> float:
    """Unreadable characters a byte beyond ASCII, a character cut off at the end apart."""
    beyond = len(data.translate(None, _ASCII))
    text = codecs.getincrementaldecoder(codec)("replace").decode(data)
    failed = text.count("\ufffd") - data.count("\ufffd".encode())
    return failed / beyond if beyond else 0.0
