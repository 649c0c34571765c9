"""Fill a workbook that was sent out, as a person does: cells of the list, nothing else.

The file keeps its sheets, formats, drop-downs and protection byte for byte: only the cells that
are filled are written anew.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape, unescape
from pathlib import Path

from pipelines.workbook.lists import LIST_SHEET, TOP

_CELL = re.compile(
    r'<c r="([A-Z]+)(\d+)"((?: s="\d+")?)(?: t="(\w+)")?(?:/>|>(.*?)</c>)', re.DOTALL
)
_VALUE = re.compile(r"<v>(.*?)</v>", re.DOTALL)
_TEXT = re.compile(r"<t[^>]*>(.*?)</t>", re.DOTALL)
_ITEM = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_SHEET = re.compile(r'<sheet name="([^"]*)" sheetId="(\d+)"')
_FIRST_DAY = date(1899, 12, 30)
_WRITTEN = (2026, 1, 1, 0, 0, 0)
KEY = "户编号"


@dataclass
class ListBook:
    """One sent-out workbook: which line is whose, and the cells that are to be filled."""

    parts: Mapping[str, bytes]
    part: str
    columns: Mapping[str, str]
    lines: Mapping[str, int]
    blank: list[int]
    cells: dict[str, str] = field(default_factory=dict)

    def fill(self, line: int, answers: Mapping[str, str | date]) -> None:
        """Write answers into the line, by heading."""
        for heading, value in answers.items():
            self.cells[f"{self.columns[heading]}{line}"] = _content(value)

    def take_blank(self) -> int | None:
        """Return the next free line beneath the list."""
        return self.blank.pop(0) if self.blank else None

    def save(self, path: Path) -> None:
        """Write the workbook with its answers; the same answers give the same bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet = _CELL.sub(self._filled, self.parts[self.part].decode("utf-8"))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in self.parts.items():
                told = sheet.encode("utf-8") if name == self.part else content
                packed.writestr(zipfile.ZipInfo(name, _WRITTEN), told, zipfile.ZIP_DEFLATED)

    def _filled(self, cell: re.Match[str]) -> str:
        place = f"{cell[1]}{cell[2]}"
        content = self.cells.get(place)
        return cell[0] if content is None else f'<c r="{place}"{cell[3]}{content}</c>'


def _content(value: str | date) -> str:
    if isinstance(value, date):
        return f"><v>{(value - _FIRST_DAY).days}</v>"
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is>'


def open_list(path: Path) -> ListBook:
    """Read a sent-out workbook."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheets = dict(_SHEET.findall(parts["xl/workbook.xml"].decode("utf-8")))
    part = f"xl/worksheets/sheet{sheets[LIST_SHEET]}.xml"
    shared = _ITEM.findall(parts["xl/sharedStrings.xml"].decode("utf-8"))
    words = ["".join(map(unescape, _TEXT.findall(item))) for item in shared]
    grid: dict[int, dict[str, str]] = {}
    for letters, row, _, kind, inner in _CELL.findall(parts[part].decode("utf-8")):
        value = _VALUE.search(inner)
        told = value[1] if value else ""
        grid.setdefault(int(row), {})[letters] = words[int(told)] if kind == "s" else told
    columns = {heading: letters for letters, heading in grid[TOP].items()}
    key = columns[KEY]
    below = {row: cells for row, cells in grid.items() if row > TOP}
    lines = {cells[key]: row for row, cells in below.items() if cells.get(key)}
    return ListBook(parts, part, columns, lines, _free_lines(below))


def _free_lines(below: Mapping[int, Mapping[str, str]]) -> list[int]:
    """Lines beneath the list whose every cell is empty."""
    return sorted(row for row, cells in below.items() if cells and not any(cells.values()))
