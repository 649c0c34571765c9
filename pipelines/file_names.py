"""Names of received files as they are told: readable, on one line, one for each file."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

# What programs leave beside files: locks of open documents, views of folders. Never a delivery.
_LITTER = re.compile(
    r"~\$.*|\.~lock\..*|~.*\.tmp|Thumbs\.db|desktop\.ini|\.DS_Store|\._.*|__MACOSX"
    r"|\.Spotlight-V100|\.Trash.*|\$RECYCLE\.BIN|System Volume Information",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r".*\.(?:part|partial|crdownload|tmp|temp|download|filepart|!ut|aria2|td|xltd)", re.IGNORECASE
)


def is_litter(path: PurePath) -> bool:
    """Whether a path is, or lies in, what programs leave beside files."""
    return any(_LITTER.fullmatch(part) for part in path.parts)


def is_unfinished(path: PurePath) -> bool:
    """Whether the name says that the file is still being downloaded or copied."""
    return _UNFINISHED.fullmatch(path.name) is not None


def is_hidden(path: PurePath) -> bool:
    """Whether the name begins with a point."""
    return path.name.startswith(".")


def readable_name(path: PurePath) -> str:
    """The name of a file as text; old archives unpack to names in GB18030."""
    name = os.fsencode(path.as_posix())
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return shown_name(name.decode(encoding))
    return shown_name(name.decode("utf-8", "replace"))


def shown_name(name: str) -> str:
    """A name without line ends, controls and signs that turn the writing around.

    >>> shown_name("a\\nb")
    'a〈000A〉b'
    """
    return "".join(
        f"〈{ord(ch):04X}〉" if unicodedata.category(ch) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else ch
        for ch in name
    )


def unique_names(names: Sequence[str]) -> list[str]:
    """The names in order, those that stood before with a number behind them."""
    seen: Counter[str] = Counter()
    taken = set(names)
    told = []
    for name in names:
        seen[name] += 1
        new = name
        while seen[name] > 1 and new in taken:
            new = f"{name}（同名{seen[name]}）"
            seen[name] += new in taken
        taken.add(new)
        told.append(new)
    return told
