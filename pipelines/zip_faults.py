"""Whatever Python says of a damaged zip archive, as one exception."""

from __future__ import annotations

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, UnicodeError, MemoryError, struct.error, lzma.LZMAError,
)  # fmt: skip


@contextmanager
def damage_as(fault: Callable[[], Exception]) -> Iterator[None]:
    """Raise what `fault` makes where an archive is damaged or locked; no more is said of it."""
    try:
        yield
    except _FAULTS:
        raise fault() from None
    except OSError as problem:
        if problem.errno != errno.EINVAL:  # a place before the beginning of the file
            raise
        raise fault() from None
