"""Received workbooks as grids, whatever their format: sheets as rows of cells with their types."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from python_calamine import PasswordError

from pipelines.blocks import Unread
from pipelines.formats import DAMAGED, NotReadable, format_of
from pipelines.grid import Grid, Row
from pipelines.parquet_tables import read_parquet_table
from pipelines.passwords import Password, unlock
from pipelines.web_tables import read_web_archive, read_web_tables
from pipelines.whole_books import read_whole_book
from pipelines.xlsx import read_xlsx
from pipelines.xml_books import read_xml_book

_LOCKED_OTHERWISE = "工作簿设有打开密码，这种格式的密码解不开。请另存为 xlsx 后重新提交。"

__all__ = ["Grid", "Row", "open_grids"]


def open_grids(path: Path, *, passwords: Sequence[Password] = ()) -> Iterator[Grid | Unread]:
    """The sheets of a workbook in its order; a sheet that cannot be read gives its reason.

    Raises:
        NotReadable: the file is no workbook, is cut short or damaged, is larger than any table,
            or has a password that none of those given fits.
    """
    kind = format_of(path)
    if kind == "locked":
        yield from _read_unlocked(path, passwords)
        return
    if kind not in _READERS:
        raise NotReadable(DAMAGED)
    try:
        yield from _READERS[kind](path, kind)
    except PasswordError:
        if kind != "xls":
            raise NotReadable(_LOCKED_OTHERWISE) from None
        yield from read_whole_book(unlock(path, passwords).content, kind)


def _read_unlocked(path: Path, passwords: Sequence[Password]) -> Iterator[Grid | Unread]:
    content = unlock(path, passwords).content
    kind = format_of(content)
    if kind not in _READERS:
        raise NotReadable(DAMAGED)
    yield from _READERS[kind](content, kind)


_READERS: dict[str, Callable[[Path | io.BytesIO, str], Iterator[Grid | Unread]]] = {
    "xlsx": lambda file, _: read_xlsx(file),
    "xlsb": read_whole_book,
    "ods": read_whole_book,
    "xls": read_whole_book,
    "xml": lambda file, _: read_xml_book(file),
    "html": lambda file, _: read_web_tables(file),
    "mht": lambda file, _: read_web_archive(file),
    "parquet": lambda file, _: read_parquet_table(file),
}
