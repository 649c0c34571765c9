"""Fonts made for the tests: every character of GB 2312 is a box, and no machine lacks them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from pipelines.household_page.fonts import NEEDED

# The characters of GB 2312, as GBK writes them in two bytes, and ASCII.
COMMON = "".join(map(chr, range(0x20, 0x7F))) + "".join(
    bytes([high, low]).decode("gbk", errors="ignore")
    for high in range(0xA1, 0xF8)
    for low in range(0xA1, 0xFF)
)


def make_font(name: str, signs: Iterable[str] = NEEDED, lacking: Iterable[str] = ()) -> TTFont:
    """A TrueType font of boxes; a narrow sign is half as wide as a Chinese one."""
    codes = sorted(set(map(ord, signs)) - set(map(ord, lacking)))
    glyphs = {code: f"uni{code:04X}" for code in codes}
    order = [".notdef", *glyphs.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(glyphs)
    pen = TTGlyphPen(None)
    for number, corner in enumerate(((50, 0), (50, 700), (450, 700), (450, 0))):
        (pen.lineTo if number else pen.moveTo)(corner)
    pen.closePath()
    builder.setupGlyf(dict.fromkeys(order, pen.glyph()))
    widths = {glyph: (500 if code < 0x2000 else 1000, 50) for code, glyph in glyphs.items()}
    builder.setupHorizontalMetrics({".notdef": (1000, 50), **widths})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, sCapHeight=700)
    builder.setupPost()
    font: TTFont = builder.font
    return font


def save_collection(fonts: Iterable[TTFont], path: Path) -> Path:
    """A .ttc file of these fonts, in this order."""
    collection = TTCollection()
    collection.fonts = list(fonts)
    collection.save(path, shareTables=False)
    return path
