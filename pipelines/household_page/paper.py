"""The paper: an A4 document in one Chinese typeface, embedded, and what can be drawn on it.

The same drawing gives the same bytes: the document carries the date it is told, no clock's.
"""

from datetime import UTC, date, datetime, time
from typing import Literal

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from pipelines.household_page.fonts import Typeface
from pipelines.household_page.line_breaks import WidthOf

WIDTH, HEIGHT = 210.0, 297.0
POINT = 25.4 / 72  # millimetres
WIDE_BLANK = "\u3000"
# What printers set where a sign is lacking; a font without it shows the next that it has.
REPLACEMENTS = ("〓", "□", "?")
INK, FAINT, LINE, BAND = "#1A1A1A", "#5C636B", "#9AA2AB", "#F1F3F5"
_FAMILY = "body"

Align = Literal["left", "right", "center"]


class Paper:
    """Pages in millimetres from the upper left corner; sizes of letters in points."""

    def __init__(self, typeface: Typeface, title: str, day: date) -> None:
        self._pdf = FPDF(unit="mm", format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_creation_date(datetime.combine(day, time(), UTC))
        self._pdf.set_title(title)
        self._pdf.set_subject("走访线索，不是救助决定")
        self._pdf.set_author("三色 Sanse")
        self._pdf.set_lang("zh-CN")
        bold = typeface.bold or typeface.plain
        self._is_thickened = typeface.bold is None
        for style, face in (("", typeface.plain), ("B", bold)):
            self._pdf.add_font(_FAMILY, style, face.path, collection_font_number=face.number)
        faces = {style: self._face(style) for style in ("", "B")}
        self._widths = {style: face.cw for style, face in faces.items()}
        self._known = frozenset(faces[""].cmap) & frozenset(faces["B"].cmap)
        self._replacement = next(sign for sign in REPLACEMENTS if ord(sign) in self._known)
        self.lacking: dict[str, None] = {}

    def _face(self, style: str) -> TTFFont:
        face = self._pdf.fonts[_FAMILY + style]
        assert isinstance(face, TTFFont)  # noqa: S101 (no other kind was added)
        return face

    @property
    def replacement(self) -> str:
        """The sign that stands where the font has none."""
        return self._replacement

    def add_page(self) -> None:
        """Begin a page; what the font lacked on the page before is forgotten."""
        self._pdf.add_page()
        self.lacking = {}

    def printable(self, text: str) -> str:
        """Return a text with a visible sign for each that the font lacks, noting which.

        Line ends stay; every other blank is a plain one.
        """
        return "\n".join(self._printable_line(line) for line in text.split("\n"))

    def _printable_line(self, line: str) -> str:
        told = []
        for sign in line:
            if ord(sign) in self._known and (sign.isprintable() or sign == WIDE_BLANK):
                told.append(sign)
            elif sign.isspace():
                told.append(" ")
            else:
                self.lacking[sign] = None
                told.append(self._replacement)
        return "".join(told)

    def width_of(self, size: float, *, bold: bool = False) -> WidthOf:
        """Return what measures a printable text in millimetres."""
        widths, scale = self._widths["B" if bold else ""], size * POINT / 1000
        return lambda text: sum(widths[ord(sign)] for sign in text) * scale

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        ink: str = INK,
        align: Align = "left",
    ) -> None:
        """Write one line of text; `y` is its base line, `x` where `align` says."""
        text = self._printable_line(text)
        if not text.strip():
            return
        width = self.width_of(size, bold=bold)(text)
        left = x - {"left": 0.0, "right": width, "center": width / 2}[align]
        self._pdf.set_font(_FAMILY, "B" if bold else "", size)
        self._pdf.set_text_color(ink)
        if bold and self._is_thickened:
            with self._pdf.local_context(
                text_mode=TextMode.FILL_STROKE, draw_color=ink, line_width=size * 0.01
            ):
                self._pdf.text(left, y, text)
        else:
            self._pdf.text(left, y, text)

    def fill(self, x: float, y: float, width: float, height: float, paint: str) -> None:
        """Paint a rectangle."""
        self._pdf.set_fill_color(paint)
        self._pdf.rect(x, y, width, height, style="F")

    def frame(
        self, x: float, y: float, width: float, height: float, ink: str = INK, thick: float = 0.3
    ) -> None:
        """Draw a rectangle's lines."""
        self._pdf.set_draw_color(ink)
        self._pdf.set_line_width(thick)
        self._pdf.rect(x, y, width, height, style="D")

    def rule(self, x: float, y: float, width: float, ink: str = LINE, thick: float = 0.15) -> None:
        """Draw a level line."""
        self._pdf.set_draw_color(ink)
        self._pdf.set_line_width(thick)
        self._pdf.line(x, y, x + width, y)

    def content(self) -> bytes:
        """Return the document; nothing can be drawn after."""
        return bytes(self._pdf.output())
