"""Workbooks made by hand, in formats that no library here writes or of a make that none would."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _relations(*parts: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{RELS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def write_xlsx(path: Path, sheet: str | bytes, *, strings: str | bytes = "") -> Path:
    """A workbook of one sheet with this XML, and these shared texts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml")))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            _relations(
                ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
            ),
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
    return path


def sheet_xml(rows: str, *, after: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def row_xml(number: int, values: Sequence[object], *, attributes: str = "") -> str:
    """One row from column A on: texts stand in their cells."""
    cells = "".join(
        f'<c r="{chr(65 + x)}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        if isinstance(value, str)
        else f'<c r="{chr(65 + x)}{number}"><v>{value}</v></c>'
        for x, value in enumerate(values)
    )
    return f'<row r="{number}"{attributes}>{cells}</row>'


def write_ods(path: Path, rows: str, *, style: str = "") -> Path:
    """An OpenDocument workbook of one sheet with these rows."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" '
        f'xmlns:style="{names}:style:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{style}</office:automatic-styles>"
        '<office:body><office:spreadsheet><table:table table:name="表" table:style-name="t">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)
    return path


def ods_row(values: Sequence[object], *, attributes: str = "") -> str:
    """One row of an OpenDocument sheet."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        if isinstance(value, str)
        else f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
        for value in values
    )
    return f"<table:table-row{attributes}>{cells}</table:table-row>"


def write_xlsb(
    path: Path, rows: Sequence[Sequence[object]], *, is_hidden: bool = False, hidden: int = -1
) -> Path:
    """A binary workbook of one sheet; a value "#N/A" becomes a failed formula."""
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", int(is_hidden), 1) + _wide("r1") + _wide("表"))
    book += _record(144) + _record(132)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(129) + _record(148, size) + _record(145)
    for y, row in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHBBBI", y, 0, 300, 0, 0x10 * (y == hidden), 0, 0))
        for x, value in enumerate(row):
            place = struct.pack("<II", x, 0)
            if value == "#N/A":
                sheet += _record(3, place + b"\x2a")
            elif isinstance(value, str):
                sheet += _record(6, place + _wide(value))
            else:
                sheet += _record(5, place + struct.pack("<d", value))
    sheet += _record(146) + _record(130)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.bin")))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", _relations(("worksheet", "worksheets/sheet1.bin"))
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind and length in groups of seven bits."""
    head = io.BytesIO()
    head.write(bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7]))
    size = len(content)
    while size >= 128:
        head.write(bytes([size & 0x7F | 0x80]))
        size >>= 7
    head.write(bytes([size]))
    return head.getvalue() + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
