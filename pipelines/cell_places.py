"""Cells of a table given one after another, put where they stand: spans and skipped places."""

from __future__ import annotations

from typing import Any

from pipelines.formats import NotReadable
from pipelines.grid import Row
from pipelines.merged import MOST_MERGED
from pipelines.sheet_pieces import MAX_COLUMNS

MAX_ROWS = 1_048_576
# Such tables are held whole: so many cells take less than a gigabyte.
_MAX_CELLS = 8_000_000
_TOO_MUCH = (
    "表格用到的行列太多，这种格式一次读不下。请用 Excel 或 WPS 打开，删除多余的行列，"
    "另存为 xlsx 后重新提交。"
)


class PlacedCells:
    """Rows of one table. A cell over several rows stands in each; over several columns, in the
    first. Raises NotReadable where the table grows beyond measure.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.hidden_rows: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self._cells = 0
        self._next = 0
        # Cells from above that reach into the row at hand: place → value and last row.
        self._reaching: dict[int, tuple[Any, int]] = {}

    def start_row(self, index: int | None = None, *, is_hidden: bool = False) -> None:
        """Begin the next row, or the one with a 0-based index further down."""
        at = len(self.rows) if index is None else max(index, len(self.rows))
        if at >= MAX_ROWS:
            raise NotReadable(_TOO_MUCH)
        while len(self.rows) <= at:
            self._next = 0
            self.rows.append([])
            for x, (value, last) in list(self._reaching.items()):
                if last < len(self.rows) - 1:
                    del self._reaching[x]
                else:
                    self._put(x, value)
        if is_hidden:
            self.hidden_rows.add(at + 1)

    def add(self, value: Any, index: int | None = None, *, right: int = 0, down: int = 0) -> None:
        """Put a cell at the next free place, or at a 0-based index.

        It reaches over `right` further columns and `down` further rows.
        """
        if not self.rows:
            self.start_row()
        x = self._next if index is None else index
        while index is None and x in self._reaching:
            x += 1
        top = len(self.rows) - 1
        self._put(x, value)
        self._next = x + 1 + max(right, 0)
        if down > 0:
            for place in range(x, min(x + max(right, 0), MAX_COLUMNS) + 1):
                is_whole = place == x and right <= 0
                self._reaching[place] = (value if is_whole else None, top + down)
        if right > 0 and len(self.merged) < MOST_MERGED:
            self.merged.append((top, x, top + max(down, 0), x + right))

    def _put(self, x: int, value: Any) -> None:
        row = self.rows[-1]
        grown = max(x + 1 - len(row), 0)
        self._cells += grown
        if x >= MAX_COLUMNS or self._cells > _MAX_CELLS:
            raise NotReadable(_TOO_MUCH)
        row.extend([None] * grown)
        row[x] = value
