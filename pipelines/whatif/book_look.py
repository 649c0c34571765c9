"""How every sheet of a what-if workbook looks, and where its tables begin."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

BODY_FONT, TITLE_FONT = "宋体", "黑体"
INK, FAINT, LINE, BAND, TO_FILL = "#222222", "#7A818B", "#B8C0CC", "#E8EDF4", "#FFF9E0"
# Red, orange, yellow as the lists print them; then what is of no colour.
COLOUR_INKS = {3: "#C8102E", 2: "#F08A24", 1: "#E8B800"}
SERIES = ("#8A94A6", "#2F6DB5", "#3B9C7A", "#8C5BB0", "#B5652F", "#5B7F95")
_A4 = 9
_LINK_OFF = 2


class BookLook:
    """Makes the sheets of one workbook, and each format once."""

    def __init__(self, book: Any, day: date) -> None:
        self.book = book
        # The month's own day, not the clock's: the same request gives the same bytes.
        book.set_properties({"created": datetime.combine(day, time())})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def text(self, **properties: Any) -> Any:
        """Return the format of words without a box."""
        told = {"font_name": BODY_FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        key = tuple(sorted({**told, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(key))
        return self._formats[key]

    def cell(self, **properties: Any) -> Any:
        """Return the format of a cell of a table."""
        return self.text(**{"border": 1, "border_color": LINE, **properties})

    def words(self) -> Any:
        """Return the format of a table's words, broken into lines."""
        return self.cell(text_wrap=True)

    def number(self, form: str = "#,##0", **properties: Any) -> Any:
        """Return the format of a table's numbers; what stands for a number is right too."""
        return self.cell(num_format=form, align="right", **properties)

    def heading(self) -> Any:
        """Return the format of a table's heading."""
        told = {"font_name": TITLE_FONT, "align": "center", "bg_color": BAND, "text_wrap": True}
        return self.cell(**told)

    def sheet(self, name: str, widths: Sequence[int], title: str, note: str = "") -> Any:
        """Add a sheet of A4, one page wide, with a title and a line beneath it."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.hide_gridlines(_LINK_OFF)
        sheet.set_footer("&L&9试算结果，不是名单，也不是救助决定&R&9第 &P 页，共 &N 页")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, title, self.text(font_name=TITLE_FONT, font_size=15))
        if note:
            sheet.write_string(1, 0, note, self.text(font_color=FAINT, font_size=9))
        return sheet

    def headings(self, sheet: Any, row: int, words: Sequence[str], height: int = 30) -> None:
        """Write a table's headings into one row."""
        sheet.set_row(row, height)
        for column, word in enumerate(words):
            sheet.write_string(row, column, word, self.heading())
