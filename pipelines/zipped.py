"""Members of a zipped workbook by their real size, whatever the archive's directory claims.

A few kilobytes can unfold to many gigabytes. Members are therefore only ever unpacked a stretch
at a time and counted; what grows beyond all measure is refused while it grows.
"""

from __future__ import annotations

import weakref
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from pipelines.formats import DAMAGED, NotReadable
from pipelines.zip_faults import damage_as

# A sheet full to its last row, 40 columns wide, has about 3 GB.
SHEET_BYTES = 4 << 30
# Names of sheets, formats and the like, which are held whole.
PART_BYTES = 64 << 20
# Tables unfold to 5–50 times their packed size; only repetition of one character goes beyond 300.
RATIO = 300
_RATIO_FROM = 64 << 20
_STRETCH = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TOO_LARGE = (
    "工作簿解压后大得不合常理（远超一张表所需），可能是损坏或恶意的文件，没有读取。"
    "请用 Excel 或 WPS 打开，只把数据复制到新的工作簿，另存为 xlsx 后重新提交。"
)


class Zipped:
    """A zip archive whose members are read with limits.

    Every method raises NotReadable where a member is missing, damaged, locked or too large.
    """

    def __init__(self, file: Path | BinaryIO) -> None:
        with _damage():
            self._archive = zipfile.ZipFile(file)
            # Whoever reads may stop anywhere; in a ring of objects the file would go before it.
            weakref.finalize(self, self._archive.close)
            self._members = {_plain(info.filename): info for info in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def whole(self, name: str, limit: int = PART_BYTES) -> bytes:
        """A small member at once."""
        return b"".join(self.stretches(name, limit))

    def stretches(self, name: str, limit: int = SHEET_BYTES) -> Iterator[bytes]:
        """A member's bytes, a megabyte at a time."""
        info = self._members.get(_plain(name))
        if info is None or info.compress_type not in _METHODS:
            raise NotReadable(DAMAGED)
        size = 0
        with _damage(), self._archive.open(info) as member:
            while stretch := member.read(_STRETCH):
                size += len(stretch)
                if size > limit or size > max(_RATIO_FROM, RATIO * info.compress_size):
                    raise NotReadable(_TOO_LARGE)
                yield stretch


def _plain(name: str) -> str:
    """Some programs write names with backslashes, a leading stroke or other capitals."""
    return name.replace("\\", "/").lstrip("/").lower()


def _damage() -> AbstractContextManager[None]:
    return damage_as(lambda: NotReadable(DAMAGED))
