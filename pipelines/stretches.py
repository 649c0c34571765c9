"""A text file as stretches of whole lines, in bounded memory, whatever its encoding.

Every line ends in a line feed (after a return or not), also where the file knows only returns, as
from an old Macintosh, or mixes the two. NUL bytes, which some programs leave between the cells,
are taken out; a whole run of them is a hole left by a copy that broke off.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path

from pipelines.formats import NotReadable

LONGEST_LINE_BYTES = 16 << 20

_HOLE = bytes(4096)
_MEGABYTE = 1 << 20


def read_stretches(
    path: Path, encoding: str, size: int, rewrite: Callable[[str], str] | None = None
) -> Iterator[bytes]:
    """The file in whole lines of about `size` bytes, without its mark.

    In GB18030 if that is its encoding and nothing is to be rewritten, else in UTF-8; `rewrite`
    gets and gives text of whole lines.

    Raises:
        NotReadable: a line is longer than `LONGEST_LINE_BYTES`, or the file has a hole.
    """
    done = 0
    for data in _whole_lines(_pieces(path, encoding, size)):
        if _HOLE in data:
            raise NotReadable(_hole_reason(done))
        done += len(data)
        lines = with_feeds(data.replace(b"\x00", b"") if b"\x00" in data else data)
        if rewrite is not None:
            codec = "gb18030" if encoding == "gb18030" else "utf-8"
            lines = rewrite(lines.decode(codec, "replace")).encode("utf-8", "replace")
        yield lines


def _pieces(path: Path, encoding: str, size: int) -> Iterator[bytes]:
    """The file's bytes, of UTF-16 in UTF-8; a piece ends with a line where that is near."""
    with path.open("rb") as file:
        if encoding == "utf-8-sig":
            file.seek(len(codecs.BOM_UTF8))
        if not encoding.startswith("utf-16"):
            while piece := file.read(size):
                yield piece if piece.endswith(b"\n") else piece + file.readline(size)
            return
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        while piece := file.read(size):
            yield decoder.decode(piece).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _whole_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    done = 0
    for piece in pieces:
        data = rest + piece if rest else piece
        cut = len(data) if data.endswith(b"\n") else _last_end(data)
        if len(data) - cut > LONGEST_LINE_BYTES or (rest and _is_long(data)):
            raise NotReadable(_long_reason(done))
        if cut:
            yield data[:cut]
        rest = data[cut:]
        done += cut
    if rest:
        yield rest


def _last_end(data: bytes) -> int:
    """Where the last whole line ends; returns at the very end may belong to a feed to come."""
    feed = data.rfind(b"\n") + 1
    return max(feed, data.rfind(b"\r", feed, len(data.rstrip(b"\r"))) + 1)


def _is_long(data: bytes) -> bool:
    """Whether the first line, which began in an earlier piece, has grown too long."""
    head = data[: LONGEST_LINE_BYTES + 1]
    return len(head) > LONGEST_LINE_BYTES and b"\n" not in head and b"\r" not in head


def with_feeds(data: bytes) -> bytes:
    """Lines end in a feed, a return before it or not; returns alone become feeds."""
    # Most files have no return at all: that is seen at a glance, counting is twenty times slower.
    if b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"):
        return data
    # A text that went through a second program twice has two returns before each feed.
    return data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _hole_reason(done: int) -> str:
    return (
        f"文件约 {done // _MEGABYTE} MB 处起有成片的空字节，多半是没有传完或存盘出错，"
        "其中的数据都没有用。请重新导出、重新传一次。"
    )


def _long_reason(done: int) -> str:
    return (
        f"文件约 {done // _MEGABYTE} MB 处有一行超过 {LONGEST_LINE_BYTES // _MEGABYTE} MB，"
        "不会是一条记录，多半是没有换行，或者文件损坏，其中的数据都没有用。"
        "请重新导出为每条记录一行的 csv 或 xlsx 后提交。"
    )
