"""One A4 page a household, to print and carry: why, what would change it, what may be due."""

import os
from collections.abc import Iterable
from pathlib import Path

from pipelines.errors import SanseError
from pipelines.household_page.reading import listed_in, read_sheet
from pipelines.household_page.sheet import Sheet
from pipelines.months import Month
from pipelines.settings import Home

__all__ = ["page_of", "write_page", "write_private", "write_street"]


class PageNotWritten(SanseError):
    """The file named for the page cannot be written."""


class NobodyListed(SanseError):
    """A street's list is empty: there is no page to print."""


def write_page(home: Home, household_id: str, month: Month, file: Path) -> None:
    """Write the page of one household as a PDF that only its owner can open.

    The same release and font give the same bytes. Raises NoRelease, HouseholdNotFound,
    FontNotFound, PageNotWritten.
    """
    write_private(file, page_of(read_sheet(home, household_id, month)))


def write_street(home: Home, street_code: str, month: Month, file: Path) -> int:
    """Write a page for each household of a street's list, in its order; return how many.

    Raises NoRelease, StreetNotFound, NobodyListed, FontNotFound, PageNotWritten.
    """
    listed = listed_in(home, street_code, month)
    if not listed:
        raise NobodyListed(f"{month} 的名单里，镇街 {street_code} 没有要走访的户，没有可打印的页。")
    sheets = (read_sheet(home, household_id, month) for household_id in listed)
    write_private(file, _document(f"入户核实单 {street_code} {month}", month, sheets))
    return len(listed)


def page_of(sheet: Sheet) -> bytes:
    """Return the PDF of one page; raises FontNotFound."""
    return _document(f"入户核实单 {sheet.household_id} {sheet.month}", sheet.month, [sheet])


def _document(title: str, month: Month, sheets: Iterable[Sheet]) -> bytes:
    # The library takes a second to load: help and other commands do without.
    from pipelines.household_page.drawing import draw_page
    from pipelines.household_page.fonts import find_typeface
    from pipelines.household_page.paper import Paper

    paper = Paper(find_typeface(), title, month.as_of_date)
    for sheet in sheets:
        draw_page(paper, sheet)
    return paper.content()


def write_private(file: Path, content: bytes) -> None:
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
