"""Cutting a stream of XML where a tag begins, without ever holding more than is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pipelines.formats import NotReadable

# One row, or one cell, of so many bytes is no table.
ROW_BYTES = 16 << 20
_LONG_ROW = (
    "有一行或一个单元格的内容超过 16 MB，不是正常的表格，没有读取。"
    "请只把需要的数据复制到新的工作簿，另存为 xlsx 后重新提交。"
)


def whole_tags(stretches: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, never cut within a tag. Raises NotReadable where no tag comes for long."""
    return _cut(stretches, lambda text: text.rfind(b"<"))


def whole_elements(stretches: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The same bytes, cut only where an element of this name begins."""
    return _cut(stretches, lambda text: last_start(text, name))


def _cut(stretches: Iterable[bytes], place: Callable[[bytes], int]) -> Iterator[bytes]:
    rest = b""
    for stretch in stretches:
        text = rest + stretch
        end = place(text)
        check_length(len(text) - max(end, 0))
        rest = text[max(end, 0) :]
        if end > 0:
            yield text[:end]
    yield rest


def check_length(size: int) -> None:
    """Refuse one row or cell of so many bytes."""
    if size > ROW_BYTES:
        raise NotReadable(_LONG_ROW)


def last_start(text: bytes, name: str) -> int:
    """Where the last element of a name begins, with or without a prefix; -1 where none does."""
    found = max(text.rfind(f"<{name}{end}".encode()) for end in "> /")
    if found < 0:
        tags = re.finditer(rf"<(?:\w+:)?{name}(?=[\s/>])".encode(), text)
        found = max((tag.start() for tag in tags), default=-1)
    return found
