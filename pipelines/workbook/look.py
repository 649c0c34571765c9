"""How every sheet of a workbook looks: fonts, colours, paper, protection."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from pipelines.workbook.street import StreetList

# Paper and ink of a colour's cell. The word stands in it too, for prints in black and white.
FILL = {
    "red": ("#C8102E", "#FFFFFF"),
    "orange": ("#F08A24", "#FFFFFF"),
    "yellow": ("#FFD84D", "#3A3A3A"),
}
INK, FAINT, LINE = "#222222", "#7A818B", "#B8C0CC"
BAND, TO_FILL = "#E8EDF4", "#FFF9E0"
# Both are on every office machine; official documents are set in them.
BODY_FONT, TITLE_FONT = "宋体", "黑体"
A4 = 9
LINE_POINTS = 13.5
_LINK_OFF = 2


class Look:
    """Makes the sheets of one workbook, and each format once."""

    def __init__(self, book: Any, street: StreetList) -> None:
        self.book, self._street = book, street
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def text(self, **properties: Any) -> Any:
        """Return the format of words on paper without a box."""
        told = {"font_name": BODY_FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        key = tuple(sorted({**told, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(key))
        return self._formats[key]

    def title(self, size: int) -> Any:
        """Return the format of a sheet's title."""
        return self.text(font_name=TITLE_FONT, font_size=size, align="center")

    def cell(self, **properties: Any) -> Any:
        """Return the format of a cell of a table."""
        boxed = {"border": 1, "border_color": LINE, "text_wrap": True}
        return self.text(**{**boxed, **properties})

    def heading(self, paper: str = BAND) -> Any:
        """Return the format of a table's heading."""
        return self.cell(font_name=TITLE_FONT, align="center", bg_color=paper)

    def sheet(self, name: str) -> Any:
        """Add a sheet: A4 landscape, one page wide, receiver and month on every page."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.3, right=0.3, top=0.65, bottom=0.55)
        sheet.hide_gridlines(_LINK_OFF)
        receiver = self._street.street_name.replace("&", "&&")
        sheet.set_header(
            f'&L&"{TITLE_FONT}"&10接收单位：{receiver}　{self._street.month}'
            "&R&9仅供入户核实，不得公示、转发、张贴"
        )
        sheet.set_footer(
            f"&L&9名单日期 {self._street.list_date}&C&9第 &P 页，共 &N 页&R&9走访线索，不是救助决定"
        )
        return sheet

    def write_headings(self, sheet: Any, y: int, words: Iterable[str]) -> None:
        """Write a table's headings into one row."""
        sheet.set_row(y, 24)
        for x, word in enumerate(words):
            sheet.write_string(y, x, word, self.heading())


def protect(sheet: Any) -> None:
    """Lock what is not to be filled; filters and widths stay free, and there is no password."""
    allowed = ("autofilter", "format_columns", "format_rows", "select_locked_cells")
    sheet.protect("", dict.fromkeys(allowed, True))


def write(sheet: Any, y: int, x: int, value: Any, cell: Any) -> None:
    """Write a value by its type; text is text even where it looks like a formula."""
    if value is None:
        sheet.write_blank(y, x, None, cell)
    elif isinstance(value, date):
        sheet.write_datetime(y, x, value, cell)
    elif isinstance(value, int):
        sheet.write_number(y, x, value, cell)
    else:
        sheet.write_string(y, x, value, cell)


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many half-width characters."""
    return sum(max(1, -(-_width(line) // int(width))) for line in text.split("\n"))


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_sign_width, text))


@cache
def _sign_width(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
