"""How a returned workbook looks: made for a clerk who opens it between two calls."""

from __future__ import annotations

from typing import Any

from pipelines.returns.sheet import TextSheet
from pipelines.workbook.look import A4, BAND, BODY_FONT, FAINT, INK, LINE, TITLE_FONT

# Paper and ink by level. What is wrong stands in words too, for prints in black and white.
BAD, DOUBTFUL, PLAIN_NOTE = "#FF9B9B", "#FFE88A", "#F3F5F8"
PAPERS = {"block": BAD, "warn": DOUBTFUL, "note": PLAIN_NOTE}
INKS = {"block": "#8A0010", "warn": "#6B4E00", "note": FAINT}
_GRIDLINES_OFF = 2


class Look:
    """Makes each format of one workbook once, and its sheets."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def text(self, **properties: Any) -> Any:
        """Return the format of words without a box."""
        told = {"font_name": BODY_FONT, "font_size": 11, "font_color": INK, "valign": "vcenter"}
        key = tuple(sorted({**told, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(key))
        return self._formats[key]

    def cell(self, **properties: Any) -> Any:
        """Return the format of a cell of a table."""
        return self.text(**{"border": 1, "border_color": LINE, **properties})

    def data(self, **properties: Any) -> Any:
        """Return the format of a received cell: text, so that what is typed in stays as typed."""
        return self.cell(**{"num_format": "@", "font_size": 10, **properties})

    def heading(self, paper: str = BAND, **properties: Any) -> Any:
        """Return the format of a table's heading."""
        told = {"font_name": TITLE_FONT, "font_size": 10, "align": "center", "text_wrap": True}
        return self.cell(bg_color=paper, **{**told, **properties})

    def sheet(self, name: str) -> Any:
        """Add a sheet: A4 landscape, one page wide, marked as confidential on every page."""
        sheet = self.book.add_worksheet(name, worksheet_class=TextSheet)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.55)
        sheet.hide_gridlines(_GRIDLINES_OFF)
        sheet.set_header("&R&9含个人信息，只供原报送单位更正，不得转发")
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
        return sheet
