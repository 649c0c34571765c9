"""What lies in the inbox: files to take, and what is listed instead of being taken."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import fcntl
import hashlib
import os
import re
import signal
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from pipelines.errors import SanseError
from pipelines.file_names import (
    is_hidden,
    is_litter,
    is_unfinished,
    readable_name,
    unique_names,
)
from pipelines.file_states import settled_before, state_of

_DEEPEST = 40

_LINK = "这是链接，不是文件本身，没有读取。请把文件复制到收件夹。"
_CLOSED_FOLDER = "文件夹打不开，里面的文件没有读取。请检查文件夹权限。"
_DEEP_FOLDER = f"文件夹套了 {_DEEPEST} 层以上，里面的文件没有读取。请把文件移到上层文件夹。"
_HIDDEN_FOLDER = "这是隐藏文件夹，里面的文件没有读取。如有应报送的表，请移到普通文件夹。"
_HIDDEN = "这是隐藏文件，没有读取。如是应报送的表，请去掉文件名开头的点再放入收件夹。"
_UNFINISHED = "文件名说明还没有下载或复制完，没有读取。完成后改回正式的文件名，下次再收。"
_NO_FILE = "这不是普通文件，没有读取。请把文件复制到收件夹。"
_GONE = "收取时文件已经不在了，没有读取。如仍要报送，请重新放入收件夹。"
_CLOSED = "文件打不开，没有读取。请检查文件权限，或重新复制到收件夹。"
BEING_WRITTEN = "文件正在写入，没有读取。写完、关闭后下次再收。"

_BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# Identity numbers of 18 (in certificate numbers too) and 15 characters, and mobile phones.
_PERSONAL = re.compile(
    rf"(?<!\d)(?:[1-9]\d{{5}}(?:18|19|20)\d{{2}}{_BORN}\d{{3}}[\dXx](?:[1-7][1-4])?"
    rf"|[1-9]\d{{7}}{_BORN}\d{{3}}|1[3-9]\d{{9}})(?!\d)"
)
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class InboxMissing(SanseError):
    """The inbox is no folder that can be read."""


class NotTaken(Exception):
    """A file cannot be taken now; the text says why, in Chinese."""


@dataclasses.dataclass(frozen=True)
class Found:
    """Something in the inbox under the name it is told by; `reason` says why it is not taken.

    `state` is the same as long as its bytes are, or "" (`pipelines.file_states`).
    """

    path: str
    file: Path
    size: int = 0
    reason: str = ""
    state: str = ""


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
    """All files below the inbox in the order of their paths, and how many were left unlisted.

    They are told by names without identity numbers, no two by the same. What is not to be taken
    (a link, a hidden or unfinished file, a folder that cannot be opened) is listed with the
    reason; only locks of open documents and the like are left unlisted.
    """
    if not inbox.is_dir():
        raise InboxMissing(
            f"收件夹 {inbox} 不存在，没有文件可收。请用 --inbox 或 SANSE_INBOX 指明收件夹。"
        )
    seen = sorted(_paths(inbox), key=lambda one: os.fsencode(one[0]))
    listed = [(path, reason) for path, reason in seen if not is_litter(path.relative_to(inbox))]
    names = [readable_name(path.relative_to(inbox)) for path, _ in listed]
    told = unique_names([without_numbers(name, key) for name in names])
    before = settled_before()
    found = [_found(name, *one, before) for name, one in zip(told, listed, strict=True)]
    return sorted(found, key=lambda one: one.path), len(seen) - len(listed)


def _paths(inbox: Path) -> Iterator[tuple[Path, str]]:
    """Files below the inbox, and folders that are not entered with the reason why."""
    waiting = [(inbox, 0)]
    while waiting:
        folder, depth = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                inside = list(entries)
        except OSError:
            yield folder, _CLOSED_FOLDER
            continue
        for entry in inside:
            path = folder / entry.name
            if not _is_folder(entry):
                yield path, ""
            elif is_hidden(path) or is_litter(path.relative_to(inbox)):
                yield path, _HIDDEN_FOLDER
            elif depth >= _DEEPEST:
                yield path, _DEEP_FOLDER
            else:
                waiting.append((path, depth + 1))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    with contextlib.suppress(OSError):
        return entry.is_dir(follow_symlinks=False)
    return False


def _found(name: str, path: Path, reason: str, before: int) -> Found:
    if reason:
        return Found(name, path, reason=reason)
    try:
        told = path.lstat()
    except OSError:
        return Found(name, path, reason=_GONE)
    why_left = _why_left(path, told.st_mode)
    return Found(name, path, told.st_size, why_left, state_of(told, before))


def _why_left(path: Path, mode: int) -> str:
    if stat.S_ISLNK(mode):
        return _LINK
    if not stat.S_ISREG(mode):
        return _NO_FILE
    if is_hidden(path):
        return _HIDDEN
    return _UNFINISHED if is_unfinished(path) else ""


@contextlib.contextmanager
def open_settled(path: Path) -> Iterator[BufferedReader]:
    """A file for reading that nobody else is writing, from the first byte read to the last.

    Raises NotTaken where it is being written (nothing that was read counts then), is gone, may
    not be opened, or has become a link or a device since it was listed.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as problem:
        raise NotTaken(_reason(problem)) from None
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise NotTaken(_NO_FILE)
        if _has_writer(descriptor):
            raise NotTaken(BEING_WRITTEN)
        yield file
        if _state(os.fstat(descriptor)) != _state(before) or _has_writer(descriptor):
            raise NotTaken(BEING_WRITTEN)


def _reason(problem: OSError) -> str:
    if problem.errno == errno.ELOOP:
        return _LINK
    return _GONE if problem.errno == errno.ENOENT else _CLOSED


def _state(told: os.stat_result) -> tuple[int, int]:
    return told.st_size, told.st_mtime_ns


def _has_writer(descriptor: int) -> bool:
    """Whether some process has the file open for writing, as far as the system tells.

    Linux grants a read lease only on a file that nobody writes; it is given back at once. Who
    opens the file meanwhile would have a signal sent here: one that does no harm.
    """
    with contextlib.suppress(AttributeError, OSError):
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError as problem:
            return problem.errno == errno.EAGAIN
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
