"""One A4 page a household, to print and carry: why, what would change it, what may be due."""

import os
from pathlib import Path

from pipelines.errors import SanseError
from pipelines.household_page.reading import read_sheet
from pipelines.household_page.sheet import Sheet
from pipelines.months import Month
from pipelines.settings import Home

__all__ = ["page_of", "write_page"]


class PageNotWritten(SanseError):
    """The file named for the page cannot be written."""


def write_page(home: Home, household_id: str, month: Month, file: Path) -> None:
    """Write the page of one household as a PDF that only its owner can open.

    The same release and font give the same bytes. Raises NoRelease, HouseholdNotFound,
    FontNotFound, PageNotWritten.
    """
    _write_private(file, page_of(read_sheet(home, household_id, month)))


def page_of(sheet: Sheet) -> bytes:
    """Return the PDF of one page; raises FontNotFound."""
    # The library takes a second to load: help and other commands do without.
    from pipelines.household_page.drawing import draw_page
    from pipelines.household_page.fonts import find_typeface
    from pipelines.household_page.paper import Paper

    title = f"入户核实单 {sheet.household_id} {sheet.month}"
    paper = Paper(find_typeface(), title, sheet.month.as_of_date)
    draw_page(paper, sheet)
    return paper.content()


def _write_private(file: Path, content: bytes) -> None:
    """Put a file in its place whole or not at all; names and addresses stand in it."""
    aside = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
        aside.replace(file)
    except OSError:
        aside.unlink(missing_ok=True)
        raise PageNotWritten(
            f"写不出 {file}：没有权限，磁盘已满，或这是一个目录。"
            "请换一个地方，例如 --pdf 核实单.pdf。"
        ) from None
