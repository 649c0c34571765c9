"""A street office's workbook: the list it prints, takes along, fills and sends back.

One place to fill (the sheet 走访名单), at most six cells a household, everything else locked
against slips of the hand, without a password: nobody is to be kept out of a list of theirs.
"""

from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from pipelines.workbook.choices import write_choices
from pipelines.workbook.guide import write_guide
from pipelines.workbook.lists import write_communities, write_list
from pipelines.workbook.look import Look
from pipelines.workbook.members import write_members
from pipelines.workbook.routes import write_routes
from pipelines.workbook.street import StreetList

__all__ = ["StreetList", "write_workbook"]


def write_workbook(path: Path, street: StreetList) -> None:
    """Write a street's workbook; the same list gives the same bytes.

    Text is written as text whatever it looks like, so that no cell of a received file can
    become a formula or a link.
    """
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), safe) as book:
        book.set_properties(
            {
                "title": street.title,
                "subject": "走访线索，不是救助决定",
                "author": "三色 Sanse",
                # The list's date, not the clock's: else no two runs would give the same bytes.
                "created": datetime.combine(street.list_date, time()),
            }
        )
        look = Look(book, street)
        write_guide(look, street)
        write_list(look, street)
        write_routes(look, street)
        write_members(look, street)
        write_communities(look, street)
        write_choices(look)
