"""The texts of a workbook that its cells share: each stands once, cells name it by its number."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from pipelines.formats import DAMAGED, NotReadable
from pipelines.tag_cuts import whole_elements

STRINGS_BYTES = 1 << 30
# Two million strings of a list take some 200 MB; a full sheet with twelve unlike texts has twelve.
MAX_STRINGS = 12_000_000

_ITEM = re.compile(
    r"<(?:\w+:)?si\s*>\s*<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</(?:\w+:)?t>\s*</(?:\w+:)?si>"
    r"|<(?:\w+:)?si\s*(?:/>|>(.*?)</(?:\w+:)?si>)",
    re.DOTALL,
)
_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</(?:\w+:)?t>")
# How a name is read aloud stands beside it and is no part of it.
_PHONETIC = re.compile(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_ESCAPE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w{1,4}));|_x([0-9A-Fa-f]{4})_")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_TOO_MANY = (
    "工作簿里的文字内容太多，一次读不下。请把数据分成几个工作簿（每个不超过 50 万行）后重新提交。"
)


def read_shared_strings(stretches: Iterable[bytes]) -> list[str]:
    """All shared texts in the order of their numbers.

    Raises:
        NotReadable: they are damaged, or far more or longer than a table's texts.
    """
    texts: list[str] = []
    for part in whole_elements(stretches, "si"):
        texts += [
            _joined(other) if other else unescaped(plain)
            for plain, other in _ITEM.findall(_decoded(part))
        ]
        if len(texts) > MAX_STRINGS:
            raise NotReadable(_TOO_MANY)
    return texts


def _decoded(part: bytes) -> str:
    try:
        return part.decode()
    except UnicodeDecodeError:
        raise NotReadable(DAMAGED) from None


def _joined(item: str) -> str:
    """A text of several runs, each in a font of its own."""
    return "".join(map(unescaped, _TEXT.findall(_PHONETIC.sub("", item))))


def unescaped(text: str) -> str:
    """A text with its entities and Excel's own escapes (_x000D_) resolved.

    >>> unescaped("&lt;&#30002;_x0041_")
    '<甲A'
    """
    return _ESCAPE.sub(_character, text) if "&" in text or "_x" in text else text


def _character(escape: re.Match[str]) -> str:
    decimal, hexadecimal, name, own = escape.groups()
    if name:
        return _NAMED.get(name, escape[0])
    code = int(decimal) if decimal else int(hexadecimal or own, 16)
    is_character = code <= sys.maxunicode and not 0xD800 <= code < 0xE000
    return chr(code) if is_character else escape[0]
