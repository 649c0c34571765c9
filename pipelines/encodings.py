"""In which encoding a text stands."""

from __future__ import annotations

import codecs
from pathlib import Path

SAMPLE_BYTES = 1 << 20


def find_encoding(path: Path) -> str:
    """`utf-8`, `utf-8-sig`, `utf-16` or `gb18030`, told by a mark or by the text itself.

    Without a mark the first stretch of the file that is not plain ASCII decides. GB18030 read as
    UTF-8 is nearly all unreadable; a few damaged characters do not make UTF-8 anything else.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
        if sample.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        while sample.isascii():
            sample = file.read(SAMPLE_BYTES)
            if not sample:
                return "utf-8"
    return "utf-8" if _is_mostly_utf8(sample) else "gb18030"


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether fewer than a tenth of the bytes beyond ASCII fail as UTF-8, a cut end apart."""
    beyond = len(sample.translate(None, bytes(range(128))))
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    failed = text.count("\ufffd") - sample.count("\ufffd".encode())
    return failed * 10 <= beyond
