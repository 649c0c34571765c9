"""Archives as departments' programs make them, and as nobody should."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def zip_of(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with UTF-8 names and one time for all members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def with_raw_names(archive: bytes, names: Mapping[str, bytes]) -> bytes:
    """The same with other bytes of the same length as names, and no mark for UTF-8."""
    for name, raw in names.items():
        written = name.encode()
        assert len(written) == len(raw)
        archive = archive.replace(written, raw)
    return _with_flags(archive, lambda flags: flags & ~0x800)


def locked(archive: bytes) -> bytes:
    """The same with every member marked as encrypted."""
    return _with_flags(archive, lambda flags: flags | 1)


def _with_flags(archive: bytes, change: Callable[[int], int]) -> bytes:
    data = bytearray(archive)
    for magic, offset in ((LOCAL, 6), (CENTRAL, 8)):
        start = data.find(magic)
        while start >= 0:
            (flags,) = struct.unpack_from("<H", data, start + offset)
            struct.pack_into("<H", data, start + offset, change(flags))
            start = data.find(magic, start + 4)
    return bytes(data)
