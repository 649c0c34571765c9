"""Archives as departments' programs make them, and as nobody should."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
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


def encrypted(name: str, content: bytes, password: str) -> bytes:
    """An archive of one stored member, encrypted in the old way that every program knows."""
    crc = zlib.crc32(content)
    head = bytes(11) + bytes([crc >> 24])
    plain = zip_of({name: bytes(12) + content}, zipfile.ZIP_STORED)
    written = _encrypt(head + content, password.encode())
    archive = plain.replace(bytes(12) + content, written)
    old = zlib.crc32(bytes(12) + content).to_bytes(4, "little")
    archive = archive.replace(old, crc.to_bytes(4, "little"))
    data = bytearray(archive)
    for magic, offset in ((LOCAL, 22), (CENTRAL, 24)):  # the size when unpacked
        struct.pack_into("<I", data, data.find(magic) + offset, len(content))
    return locked(bytes(data))


def _encrypt(data: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(value: int) -> None:
        keys[0] = ~zlib.crc32(bytes([value]), ~keys[0] & 0xFFFFFFFF) & 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = ~zlib.crc32(bytes([keys[1] >> 24]), ~keys[2] & 0xFFFFFFFF) & 0xFFFFFFFF

    for value in password:
        update(value)
    out = bytearray()
    for value in data:
        mixed = keys[2] | 2
        out.append(value ^ ((mixed * (mixed ^ 1)) >> 8 & 0xFF))
        update(value)
    return bytes(out)


def _with_flags(archive: bytes, change: Callable[[int], int]) -> bytes:
    data = bytearray(archive)
    for magic, offset in ((LOCAL, 6), (CENTRAL, 8)):
        start = data.find(magic)
        while start >= 0:
            (flags,) = struct.unpack_from("<H", data, start + offset)
            struct.pack_into("<H", data, start + offset, change(flags))
            start = data.find(magic, start + 4)
    return bytes(data)
