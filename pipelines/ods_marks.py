"""What the reading library leaves out of ods workbooks: failed formulas and hidden rows."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from pipelines.binary_marks import Marks
from pipelines.formats import DAMAGED, NotReadable
from pipelines.zipped import Zipped

# The library holds such a workbook whole.
_CONTENT_BYTES = 512 << 20
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_TABLE_OR_ROW = re.compile(rb"<table:table(?:-row)?(?=[\s/>])[^<>]*>")
_REPEATED = re.compile(rb"number-rows-repeated=\"(\d{1,7})\"")
_HIDDEN = re.compile(rb"table:visibility=\"(?:collapse|filter)\"")
_ERROR_CELL = re.compile(rb"<table:table-cell [^<>]*calcext:value-type=\"error\"[^<>]*>")
_EMPTY_VALUE = re.compile(rb"\soffice:string-value=\"\"")
_MAX_HIDDEN = 1_048_576


def with_errors_shown(file: Path | io.BytesIO) -> tuple[Path | io.BytesIO, list[Marks]]:
    """The workbook with the texts of its failed formulas, and every sheet's hidden rows.

    Raises:
        NotReadable: it is damaged, declares entities or is larger than any table.
    """
    zipped = Zipped(file)
    content = zipped.whole("content.xml", _CONTENT_BYTES)
    if _DECLARATION.search(content[:65536]):
        raise NotReadable(DAMAGED)
    marks = _hidden_rows(content) if _HIDDEN.search(content) else []
    if not _ERROR_CELL.search(content):
        return file, marks
    shown = io.BytesIO()
    with zipfile.ZipFile(shown, "w") as archive:
        for name in ("mimetype", "META-INF/manifest.xml"):
            if name in zipped:
                archive.writestr(name, zipped.whole(name))
        shown_content = _ERROR_CELL.sub(lambda cell: _EMPTY_VALUE.sub(b"", cell[0]), content)
        archive.writestr("content.xml", shown_content)
    shown.seek(0)
    return shown, marks


def _hidden_rows(content: bytes) -> list[Marks]:
    """By table; of a row that stands for many only as many as a sheet has are counted."""
    tables: list[Marks] = []
    number = 0
    for tag in _TABLE_OR_ROW.finditer(content):
        if not tag[0].startswith(b"<table:table-row"):
            tables.append(Marks())
            number = 0
            continue
        repeated = _REPEATED.search(tag[0])
        last = min(number + (int(repeated[1]) if repeated else 1), _MAX_HIDDEN)
        if tables and _HIDDEN.search(tag[0]):
            tables[-1].hidden_rows.update(range(number + 1, last + 1))
        number = last
    return tables
