"""The bulletin as an office document (.docx): the page's words and tables, to be edited and filed.

Written as the few parts of WordprocessingML that Word, WPS and LibreOffice all read. The same
bulletin gives the same bytes.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from pipelines.bulletin.blocks import Block, Cards, Forest, Funnel, Grid, Line, Part
from pipelines.bulletin.contents import sections_of
from pipelines.bulletin.figure import Figure
from pipelines.bulletin.gathered import Bulletin
from pipelines.bulletin.page import heading_of, period_of

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# A document carries no clock's time.
_DAY = (1980, 1, 1, 0, 0, 0)
_PAGE_WIDTH = 14_570  # twentieths of a point between the margins of A4 on its side
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{}"/>'
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'{_FONTS.format("仿宋")}<w:sz w:val="24"/><w:lang w:eastAsia="zh-CN"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/>{place}'
        f'<w:outlineLvl w:val="{level}"/></w:pPr><w:rPr>{_FONTS.format(font)}<w:b/>'
        f'<w:sz w:val="{size}"/></w:rPr></w:style>'
        for name, title, level, font, size, place in (
            ("Title", "Title", 0, "宋体", 40, '<w:spacing w:after="120"/><w:jc w:val="center"/>'),
            ("Heading1", "heading 1", 1, "黑体", 30, '<w:spacing w:before="320" w:after="120"/>'),
            ("Heading2", "heading 2", 2, "楷体", 26, '<w:spacing w:before="200" w:after="80"/>'),
        )
    )
    + "</w:styles>"
)
_SECTION = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" '
    'w:footer="567" w:gutter="0"/></w:sectPr>'
)


def document_of(bulletin: Bulletin) -> bytes:
    """Return the document; charts are left out, since the tables hold their figures."""
    parts = [_paragraph(heading_of(bulletin), "Title"), _paragraph(period_of(bulletin))]
    for number, section in enumerate(sections_of(bulletin), start=1):
        parts.append(_paragraph(f"{number}　{section.title}", "Heading1"))
        parts += [_block(block) for block in section.blocks]
    body = "".join(parts) + _SECTION
    text = f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>'
    return _package(
        {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": text,
            "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
            "word/styles.xml": _STYLES,
        }
    )


def _package(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _block(block: Block) -> str:
    match block:
        case Line():
            return _paragraph(_words(block.parts), size=20 if block.look == "faint" else None)
        case Grid():
            return _grid(block)
        case Cards() | Funnel() | Forest():
            return ""


def _words(parts: Iterable[Part]) -> str:
    return "".join(map(_word, parts))


def _word(part: Part) -> str:
    return part.told if isinstance(part, Figure) else part


def _paragraph(
    text: str, style: str = "", *, size: int | None = None, place: str = "", bold: bool = False
) -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    spaced = "" if style else '<w:spacing w:after="60"/>'
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    return (
        f"<w:p><w:pPr>{styled}{spaced}{place}</w:pPr><w:r>"
        f"{f'<w:rPr>{look}</w:rPr>' if look else ''}"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _grid(grid: Grid) -> str:
    right = [heading in set(grid.numbers) for heading in grid.headings]
    widths = _widths(grid)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(grid.headings, right, widths, is_head=True)
    rows = "".join(_row([*map(_word, row)], right, widths) for row in grid.rows)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="9AA2AB"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    title = _paragraph(grid.title, "Heading2") if grid.title else ""
    return (
        f'{title}<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>" + _paragraph("", size=12)
    )


def _widths(grid: Grid) -> list[int]:
    """Share the page among the columns by their longest text, within limits."""
    longest = [
        min(max(_length(text) for text in texts), 40)
        for texts in zip(grid.headings, *([*map(_word, row)] for row in grid.rows), strict=True)
    ]
    wanted = [max(length, 4) for length in longest]
    return [_PAGE_WIDTH * one // sum(wanted) for one in wanted]


def _length(text: str) -> int:
    return sum(2 if ord(sign) > 0x2000 else 1 for sign in text)


def _row(
    texts: Sequence[str], right: Sequence[bool], widths: Sequence[int], *, is_head: bool = False
) -> str:
    cells = []
    for text, is_right, width in zip(texts, right, widths, strict=True):
        place = '<w:jc w:val="right"/>' if is_right else ""
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F1F3F5"/>' if is_head else ""
        said = _paragraph(text, size=18, place=place, bold=is_head)
        width_told = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        cells.append(f"<w:tc><w:tcPr>{width_told}{shade}</w:tcPr>{said}</w:tc>")
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"
