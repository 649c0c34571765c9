"""Received bytes, kept untouched: `raw/<source>/<sha256><suffix>`."""

from __future__ import annotations

import errno
import hashlib
import re
import tempfile
from collections.abc import Container
from pathlib import Path, PurePath

from pipelines.errors import SanseError
from pipelines.inbox import Found
from pipelines.settings import Home, make_private_folder

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})

_CHUNK = 1 << 20
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


class DiskFull(SanseError):
    """There is no room left to keep or to stage a file."""


def keep_bytes(
    home: Home, one: Found, known_sizes: Container[int], kept: Container[str]
) -> tuple[str, str]:
    """Return the SHA-256 of a file whose bytes are kept in raw, or "" and why it is not."""
    if one.reason:
        return "", one.reason
    try:
        # A content of a size never seen is new: it is copied and hashed in one go.
        if one.size in known_sizes:
            sha256 = _hash_file(one.file)
            if sha256 in kept:
                return sha256, ""
        return _copy_to_raw(home, one.file, kept), ""
    except OSError as problem:
        if problem.errno in NO_SPACE:
            raise disk_full(home) from None
        return "", "文件打不开，没有读取。请检查文件权限，或重新复制到收件夹。"


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_to_raw(home: Home, path: Path, kept: Container[str]) -> str:
    """Copy a file into raw; the hash is that of the copy, which is what will be read."""
    incoming = private_folder(home.raw / ".incoming")
    digest = hashlib.sha256()
    with (
        path.open("rb") as file,
        tempfile.NamedTemporaryFile(dir=incoming, prefix=".", delete=False) as copy,
    ):
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
    aside, sha256 = Path(copy.name), digest.hexdigest()
    if sha256 in kept:
        aside.unlink()
    else:
        aside.replace(incoming / sha256)
    return sha256


def suffix_of(path: str) -> str:
    """The extension of a received name in lower case; "" where it is none."""
    suffix = PurePath(path).suffix
    return suffix.lower() if _SUFFIX.fullmatch(suffix) else ""


def raw_files(home: Home) -> dict[str, Path]:
    """The kept bytes of every content, by SHA-256."""
    return {path.name[:64]: path for path in sorted(home.raw.glob("*/[!.]*"))}


def private_folder(folder: Path) -> Path:
    """Make a folder of `raw` that only its owner can open."""
    make_private_folder(folder.parent)
    return make_private_folder(folder)


def disk_full(home: Home) -> DiskFull:
    """The error to raise where a write found no room."""
    return DiskFull(
        f"{home.root} 所在的磁盘满了，文件没有收完。已收的不受影响；请腾出空间后再运行一次。"
    )
