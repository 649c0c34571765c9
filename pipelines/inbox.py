"""What lies in the inbox: files to take, and what is listed instead of being taken."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import SanseError

_IGNORED = re.compile(r"[.~].*|Thumbs\.db|desktop\.ini|__MACOSX", re.IGNORECASE)

_BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# Identity numbers of 18 (in certificate numbers too) and 15 characters, and mobile phones.
_PERSONAL = re.compile(
    rf"(?<!\d)(?:[1-9]\d{{5}}(?:18|19|20)\d{{2}}{_BORN}\d{{3}}[\dXx](?:[1-7][1-4])?"
    rf"|[1-9]\d{{7}}{_BORN}\d{{3}}|1[3-9]\d{{9}})(?!\d)"
)
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class InboxMissing(SanseError):
    """The inbox is no folder that can be read."""


@dataclasses.dataclass(frozen=True)
class Found:
    """Something in the inbox under the name it is told by; `reason` says why it is not taken."""

    path: str
    file: Path
    size: int = 0
    reason: str = ""


def without_numbers(path: str, key: bytes) -> str:
    """The path, every identity or phone number in it replaced by letters that only the key gives.

    The same number gives the same letters, so that a file keeps its name from month to month.
    """
    return _PERSONAL.sub(lambda found: f"〈{_letters(found[0], key)}〉", path)


def _letters(number: str, key: bytes) -> str:
    """Sixteen letters and no digit, which might read as a month."""
    told = hashlib.blake2b(number.upper().encode(), key=key, digest_size=8, person=b"file name")
    return told.hexdigest().translate(_LETTERS)


def walk_inbox(inbox: Path, key: bytes) -> tuple[list[Found], int]:
    """All files below the inbox in the order of their paths, and how many were ignored.

    They are told by names without identity numbers. Links are listed with the reason why they are
    not followed.
    """
    if not inbox.is_dir():
        raise InboxMissing(
            f"收件夹 {inbox} 不存在，没有文件可收。请用 --inbox 或 SANSE_INBOX 指明收件夹。"
        )
    ignored = 0
    found = []
    for path in _paths(inbox):
        if _IGNORED.fullmatch(path.name):
            ignored += 1
        else:
            found.append(_found(inbox, path, key))
    return sorted(found, key=lambda one: one.path), ignored


def _paths(folder: Path) -> Iterator[Path]:
    """Files and links below a folder; folders that are ignored or linked are not entered.

    A folder that may not be opened is given itself.
    """
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in inside:
        if path.is_dir() and not path.is_symlink() and not _IGNORED.fullmatch(path.name):
            yield from _paths(path)
        else:
            yield path


def _found(inbox: Path, path: Path, key: bytes) -> Found:
    name = without_numbers(_readable(path.relative_to(inbox)), key)
    if path.is_symlink():
        return Found(name, path, reason="这是链接，不是文件本身，没有读取。请把文件复制到收件夹。")
    if path.is_dir():
        return Found(name, path, reason="文件夹打不开，里面的文件没有读取。请检查文件夹权限。")
    if not path.is_file():
        return Found(name, path, reason="这不是普通文件，没有读取。请把文件复制到收件夹。")
    return Found(name, path, path.stat().st_size)


def _readable(path: Path) -> str:
    """The name of a file as text; old archives unpack to names in GB18030."""
    name = os.fsencode(path.as_posix())
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return name.decode(encoding)
    return name.decode("utf-8", "replace")
