"""The bounce-back workbook: a department's own file returned with what is wrong in colour.

For those who sent a file it is the whole of this system that they see: what was taken, what was
not and why, and how to mend it on the spot. What comes back is read by `pipelines.corrections`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from pipelines.returns.book import Listed, write_book
from pipelines.returns.guide import Told
from pipelines.returns.problems import PROBLEM_SCHEMA, problems_of
from pipelines.stage import Staged

__all__ = ["PROBLEM_SCHEMA", "Listed", "problems_of", "write_return"]


def write_return(
    target: Path,
    raw: Path,
    *,
    name: str,
    file_id: str,
    staged: Staged,
    problems: pl.DataFrame,
    delivery_month: str = "",
    closed: int = 0,
    numbers: Mapping[tuple[str, int], str] | None = None,
    passwords: Sequence[str] = (),
) -> Listed:
    """Write the workbook that goes back for one received file, whole or not at all (mode 0600).

    `raw` are its bytes, `name` is what it is called on the first sheet, `problems` are those of
    `problems_of`. Of a file that was not read there is only the first sheet, with the reason.
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
    aside = target.with_name(f".{target.name}.building")
    aside.touch(mode=0o600)
    try:
        listed = write_book(aside, told, raw, numbers or {})
        aside.chmod(0o600)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return listed
