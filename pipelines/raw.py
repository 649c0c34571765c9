"""Received bytes, kept untouched: `raw/<source>/<sha256><suffix>`."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path, PurePath

from pipelines.archives import is_archive, unpack
from pipelines.errors import SanseError
from pipelines.hashed import mark_of
from pipelines.inbox import Found, NotTaken, open_settled, without_numbers
from pipelines.settings import Home, make_private_folder

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})

_CHUNK = 1 << 20
INCOMING = ".incoming"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


class DiskFull(SanseError):
    """There is no room left to keep or to stage a file."""


@dataclasses.dataclass(frozen=True)
class Kept:
    """A file or a member of an archive: where its bytes came from, or `reason` why not taken."""

    path: str
    sha256: str
    size: int
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Archive:
    """What an archive of this size held; the paths of `members` are those within it."""

    size: int
    members: tuple[Kept, ...]


@dataclasses.dataclass(frozen=True)
class TakenBefore:
    """What was taken before: sizes, contents whose bytes are kept, archives by SHA-256.

    The key hides personal numbers in the names of an archive's members. `hashes` are the SHA-256
    of files that were read before, by their marks.
    """

    key: bytes
    sizes: Container[int]
    kept: Container[str]
    archives: Mapping[str, Archive]
    passwords: tuple[str, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Intake:
    """What one file of the inbox gave: itself or an archive's members.

    `archive` is set where an archive need not be unpacked again as long as it stays as it is.
    """

    files: tuple[Kept, ...]
    sha256: str = ""
    archive: Archive | None = None

    @property
    def read(self) -> str:
        """The SHA-256 of the file's own bytes; "" where they were not taken."""
        return self.sha256 or self.files[0].sha256


def keep_bytes(home: Home, one: Found, known: TakenBefore) -> Intake:
    """Keep the bytes of a file in raw, of an archive those of its members."""
    try:
        if one.reason:
            raise NotTaken(one.reason)
        # A content of a size never seen is new: it is copied and hashed in one go.
        if one.size in known.sizes:
            sha256 = known.hashes.get(mark_of(one, known.key)) or _hash_file(one.file)
            if sha256 in known.kept:
                return Intake((Kept(one.path, sha256, one.size),))
            archive = known.archives.get(sha256)
            if archive is not None and _is_kept_whole(archive, known):
                return _intake(one, sha256, archive)
        return _take_in(home, one, known)
    except NotTaken as left:
        return Intake((Kept(one.path, "", one.size, str(left)),))
    except OSError as problem:
        if problem.errno in NO_SPACE:
            raise disk_full(home) from None
        reason = "文件读不出来，没有读取。请检查文件权限，或重新复制到收件夹。"
        return Intake((Kept(one.path, "", one.size, reason),))


def _is_kept_whole(archive: Archive, known: TakenBefore) -> bool:
    return all(not one.sha256 or one.sha256 in known.kept for one in archive.members)


def _hash_file(path: Path) -> str:
    with open_settled(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _take_in(home: Home, one: Found, known: TakenBefore) -> Intake:
    """Copy a file into raw; the hash is that of the copy, which is what will be read."""
    incoming = private_folder(home.raw / INCOMING)
    digest, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=incoming, prefix=".")
    aside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as copy, open_settled(one.file) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
        sha256 = digest.hexdigest()
        if is_archive(aside):
            return _unpacked(incoming, aside, replace(one, size=size), sha256, known)
        _keep(aside, incoming, sha256, known)
        return Intake((Kept(one.path, sha256, size),))
    finally:
        aside.unlink(missing_ok=True)


def _keep(aside: Path, incoming: Path, sha256: str, known: TakenBefore) -> None:
    if sha256 not in known.kept:
        aside.replace(incoming / sha256)


def _unpacked(incoming: Path, archive: Path, one: Found, sha256: str, known: TakenBefore) -> Intake:
    with tempfile.TemporaryDirectory(dir=incoming, prefix=".") as folder:
        members = unpack(archive, Path(folder), known.passwords)
        for member in members:
            if member.file is not None:
                member.file.chmod(0o600)
                _keep(member.file, incoming, member.sha256, known)
    held = tuple(
        Kept(without_numbers(m.name, known.key), m.sha256, m.size, m.reason) for m in members
    )
    intake = _intake(one, sha256, Archive(one.size, held))
    return replace(intake, archive=None) if any(m.is_locked for m in members) else intake


def _intake(one: Found, sha256: str, archive: Archive) -> Intake:
    """The members of an archive as files below its own path; what concerns it whole, its own."""
    files = tuple(
        replace(member, path=f"{one.path}/{member.path}" if member.path else one.path)
        for member in archive.members
    )
    return Intake(files, sha256, archive)


def clear_incoming(home: Home) -> None:
    """Remove what runs that were broken off have left half copied."""
    for path in (home.raw / INCOMING).glob(".*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


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


@contextmanager
def full_disk_told(home: Home) -> Iterator[None]:
    """Turn what the system says of a full disk into DiskFull; others pass."""
    try:
        yield
    except OSError as problem:
        if problem.errno in NO_SPACE:
            raise disk_full(home) from None
        raise


def disk_full(home: Home) -> DiskFull:
    """The error to raise where a write found no room."""
    return DiskFull(
        f"{home.root} 所在的磁盘满了，文件没有收完。已收的不受影响；请腾出空间后再运行一次。"
    )
