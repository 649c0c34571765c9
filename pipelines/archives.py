"""Zip archives of received tables: every member unpacked with limits, or refused with its reason.

What an archive claims about its members is not believed: their bytes are counted while they are
unpacked. No member's name becomes a path: each is written under a name of our own.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from pipelines.file_names import is_litter, shown_name, unique_names
from pipelines.zip_faults import damage_as

MOST_MEMBERS = 5_000
MOST_BYTES = 16 << 30
MOST_NESTED = 1

# Repeated rows pack to a fiftieth; only one sign over and over packs to less than a 200th.
_RATIO = 200
_RATIO_FROM = 64 << 20
_STRETCH = 1 << 20
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# What a zip holds that is a document of its own: workbooks, texts, slides, drawings.
_DOCUMENT = re.compile(
    r"\[content_types\]\.xml|content\.xml|mimetype|(?:xl|word|ppt)/.*", re.IGNORECASE
)
_LONGEST_NAME = 300
_LONGEST_DIRECTORY = 16 << 20
_LONGEST_END = 22 + 65_535
_FLAG_ENCRYPTED, _FLAG_STRONG, _FLAG_UTF8 = 0x1, 0x40, 0x800
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_AES = 99
_DRIVE = re.compile(r"[A-Za-z]:")

DAMAGED = "压缩包不完整或已损坏，可能没有传完。请重新压缩、重新传一次，或直接提交其中的表格。"
_EMPTY = "压缩包里没有文件。请检查后重新压缩提交。"
_TOO_MANY = f"压缩包里的文件超过 {MOST_MEMBERS:,} 个，没有读取。请只压缩约定的表格后重新提交。"
_BOMB = (
    "解压后大得不合常理，可能是损坏或恶意的压缩包，没有读取。"
    "请直接提交其中的 xlsx、xls 或 csv 原表。"
)
_LOCKED = (
    "压缩包设了密码，打不开，没有读取。请去掉密码重新压缩，或把密码写进部门密码设置后再收一次。"
)
_OUTSIDE = "压缩包里的路径指向压缩包之外（含 .. 或盘符），没有读取。请重新压缩后提交。"
_LINK = "压缩包里的这一项是链接，不是文件本身，没有读取。请把文件本身放进压缩包。"
_NESTED = "压缩包里套了压缩包，里面又套了压缩包，没有读取。请解压后提交。"
_METHOD = "压缩方式不常用，读不出来。请用系统自带的压缩功能（zip）重新压缩后提交。"
_MEMBER = "压缩包里的这个文件已损坏（校验不符），没有读取。请重新压缩、重新传一次。"


@dataclass(frozen=True)
class Member:
    """One file of an archive under the name it is told by.

    `file` is where its bytes lie, None where it was refused, with the `reason` in Chinese. A
    member that is locked may open another time, with another password.
    """

    name: str
    file: Path | None
    sha256: str = ""
    size: int = 0
    reason: str = ""
    is_locked: bool = False


class _Damaged(Exception):
    """An archive or a member cannot be read."""


class _Refused(Exception):
    """A member is not taken; the text is the reason."""

    def __init__(self, reason: str, *, is_locked: bool = False) -> None:
        super().__init__(reason)
        self.is_locked = is_locked


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive, sound or damaged, and no workbook or other document."""
    with path.open("rb") as file:
        if not file.read(4).startswith(_MAGIC):
            return False
    if _directory_bytes(path) > _LONGEST_DIRECTORY:
        return True
    try:
        with damage_as(_Damaged), zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except _Damaged:
        return not _began_as_document(path)
    return not any(_DOCUMENT.fullmatch(name.replace("\\", "/")) for name in names)


def _began_as_document(path: Path) -> bool:
    """Of a zip that was cut short the first member tells what it was to be."""
    with path.open("rb") as file:
        head = file.read(30 + 300)
    length = int.from_bytes(head[26:28], "little")
    return _DOCUMENT.fullmatch(head[30 : 30 + length].decode("utf-8", "replace")) is not None


def _directory_bytes(path: Path) -> int:
    """How long the archive says its directory is, which Python would hold in memory whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _LONGEST_END))
        end = file.read()
        place = end.rfind(b"PK\x05\x06")
        told = int.from_bytes(end[place + 12 : place + 16], "little") if place >= 0 else 0
        if told != 0xFFFFFFFF:
            return told
        # Told in a longer record, whose place stands in the 20 bytes before.
        file.seek(min(size, int.from_bytes(end[place - 12 : place - 4], "little")))
        return int.from_bytes(file.read(48)[40:48], "little")


def unpack(
    path: Path, folder: Path, passwords: Sequence[str] = (), *, most_bytes: int = MOST_BYTES
) -> list[Member]:
    """Unpack every file of a zip archive into `folder`, archives within it too, one level deep.

    Each member is given once, in the order of the archive, under a name no other has; litter of
    operating systems is left out. An archive that gives nothing at all gives one member without
    a name that says why. Raises OSError where `folder` cannot be written.
    """
    budget = _Budget(most_bytes, MOST_MEMBERS)
    members = list(_unpack(path, folder, [one.encode() for one in passwords], budget, MOST_NESTED))
    names = unique_names([one.name for one in members])
    told = [replace(one, name=name) for one, name in zip(members, names, strict=True)]
    return told or [Member("", None, reason=_EMPTY)]


@dataclass
class _Budget:
    """What an archive with all it holds may still unpack to."""

    bytes_left: int
    members_left: int
    written: int = 0


def _unpack(
    path: Path, folder: Path, passwords: Sequence[bytes], budget: _Budget, nested: int
) -> Iterator[Member]:
    if _directory_bytes(path) > _LONGEST_DIRECTORY:
        yield Member("", None, reason=_TOO_MANY)
        return
    try:
        with damage_as(_Damaged), zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not _is_folder(info)]
            budget.members_left -= len(infos)
            if budget.members_left < 0:
                yield Member("", None, reason=_TOO_MANY)
                return
            for info in infos:
                name = _name_of(info)
                if not is_litter(PurePosixPath(name)):
                    yield from _member(archive, info, name, folder, passwords, budget, nested)
    except _Damaged:
        yield Member("", None, reason=DAMAGED)


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith(("/", "\\")) and not info.file_size


def _name_of(info: zipfile.ZipInfo) -> str:
    """The member's path; without the mark for UTF-8 old programs wrote it in GBK."""
    name = info.filename
    if not info.flag_bits & _FLAG_UTF8:
        written = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            with contextlib.suppress(UnicodeDecodeError):
                name = written.decode(encoding)
                break
    return shown_name(name.replace("\\", "/"))


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    name: str,
    folder: Path,
    passwords: Sequence[bytes],
    budget: _Budget,
    nested: int,
) -> Iterator[Member]:
    try:
        _check_name(name)
        _check_kind(info)
        file, sha256, size = _write(archive, info, folder, passwords, budget)
    except _Refused as refused:
        short = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        yield Member(short, None, reason=str(refused), is_locked=refused.is_locked)
        return
    if not is_archive(file):
        yield Member(name, file, sha256, size)
        return
    if nested:
        for inner in _unpack(file, folder, passwords, budget, nested - 1):
            yield replace(inner, name=f"{name}/{inner.name}" if inner.name else name)
    else:
        yield Member(name, None, reason=_NESTED)
    file.unlink()


def _check_name(name: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or any(map(_DRIVE.match, parts)):
        raise _Refused(_OUTSIDE)
    if len(name) > _LONGEST_NAME:
        raise _Refused(f"压缩包里的文件名超过 {_LONGEST_NAME} 个字，没有读取。请改短后重新压缩。")


def _check_kind(info: zipfile.ZipInfo) -> None:
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _Refused(_LINK)
    if info.compress_type == _AES or info.flag_bits & _FLAG_STRONG:
        raise _Refused(_LOCKED, is_locked=True)
    if info.compress_type not in _METHODS:
        raise _Refused(_METHOD)


def _write(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    folder: Path,
    passwords: Sequence[bytes],
    budget: _Budget,
) -> tuple[Path, str, int]:
    """Unpack a member under the first password that fits; where, its SHA-256, its size."""
    is_locked = bool(info.flag_bits & _FLAG_ENCRYPTED)
    budget.written += 1
    file = folder / str(budget.written)
    for password in passwords if is_locked else (None,):
        try:
            with damage_as(_Damaged), archive.open(info, pwd=password) as member:
                return file, *_copy(member, file, info, budget)
        except _Damaged:
            file.unlink(missing_ok=True)
            if not is_locked:
                raise _Refused(_MEMBER) from None
    raise _Refused(_LOCKED, is_locked=True)


def _copy(member: IO[bytes], file: Path, info: zipfile.ZipInfo, budget: _Budget) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.open("xb") as copy:
        while stretch := member.read(_STRETCH):
            size += len(stretch)
            if size > budget.bytes_left or size > max(_RATIO_FROM, _RATIO * info.compress_size):
                copy.close()
                file.unlink()
                raise _Refused(_BOMB)
            digest.update(stretch)
            copy.write(stretch)
    budget.bytes_left -= size
    return digest.hexdigest(), size
