"""Reading one received file: told by its content, not by its name or extension."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.blocks import Block, Unread
from pipelines.delimited import read_delimited
from pipelines.formats import NotReadable, format_of
from pipelines.grids import Grid, open_grids
from pipelines.passwords import Password
from pipelines.recognise import SourceSpec
from pipelines.sent_back import without_own_sheets
from pipelines.sheets import read_grids
from pipelines.split_dates import join_split_dates

__all__ = ["Block", "Unread", "read_blocks"]


def read_blocks(
    path: Path,
    contracts: Sequence[SourceSpec],
    *,
    batch_rows: int = 250_000,
    passwords: Sequence[Password] = (),
    overhear: Callable[[int, Grid], Grid] | None = None,
) -> list[Block | Unread]:
    """The recognised tables of a file, and whatever of it could not be read, with the reason.

    A file that cannot be read at all gives one `Unread`; only the operating system's own errors
    (a file that is gone or may not be opened) are raised. A text table is read as its batches are
    asked for, in bounded memory; its rows keep the file's order. `overhear` gets each sheet of a
    workbook that can be opened, with its number from 1, and gives it on to be read.
    """
    try:
        if format_of(path) == "text":
            parts = read_delimited(path, contracts, batch_rows)
        else:
            grids = open_grids(path, passwords=passwords)
            parts = read_grids(_overheard(grids, overhear), contracts, batch_rows)
        return without_own_sheets([_with_whole_dates(part) for part in parts], contracts)
    except NotReadable as problem:
        return [Unread(str(problem))]


def _overheard(
    grids: Iterator[Grid | Unread], overhear: Callable[[int, Grid], Grid] | None
) -> Iterator[Grid | Unread]:
    if overhear is None:
        yield from grids
        return
    for index, grid in enumerate(grids, start=1):
        yield overhear(index, grid) if isinstance(grid, Grid) else grid


def _with_whole_dates(part: Block | Unread) -> Block | Unread:
    if isinstance(part, Unread):
        return part
    return replace(part, batches=join_split_dates(part.batches))
