"""Writing the workbook of one file, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from pipelines.passwords import Password
from pipelines.returns.book import Listed, write_book
from pipelines.returns.guide import Told
from pipelines.returns.locking import lock, password_of
from pipelines.stage import Staged


def write_return(
    target: Path,
    raw: Path | None,
    *,
    name: str,
    file_id: str,
    staged: Staged,
    problems: pl.DataFrame,
    delivery_month: str = "",
    closed: int = 0,
    numbers: Mapping[tuple[str, int], str] | None = None,
    passwords: Sequence[Password] = (),
) -> Listed:
    """Write the workbook that goes back for one received file, whole or not at all (mode 0600).

    `raw` are its bytes (None: only the first sheet is written), `name` is what it is called on the
    first sheet, `problems` are those of `problems_of`. Of a file that was not read there is only
    the first sheet, with the reason. A file that has a password goes back with the same one.
    """
    told = Told(
        name=name,
        file_id=file_id,
        delivery_month=delivery_month,
        entries=staged.entries,
        unread=staged.unread,
        problems=problems,
        closed=closed,
        passwords=tuple(passwords),
    )
    aside = aside_of(target)
    aside.touch(mode=0o600)
    try:
        listed = write_book(aside, told, raw, numbers or {})
        password = password_of(raw, passwords) if raw and staged.entries else None
        if password:
            lock(aside, password)
        aside.chmod(0o600)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return listed


def aside_of(target: Path) -> Path:
    """Where a workbook stands until it is whole."""
    return target.with_name(f".{target.name}.building")
