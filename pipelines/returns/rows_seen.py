"""A sheet's rows as they go by to whoever reads them: those that may go back are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from pipelines.grids import Grid, Row


class RowsSeen:
    """The first rows of a sheet, so many that it may go back whole, and of the others some."""

    def __init__(self, grid: Grid, asked: Collection[int], most: int) -> None:
        """`asked` are row numbers kept in any case; of the others as many as hold anything
        in `most` rows and one more, which tells that there are more.
        """
        self.grid = grid
        self.rows: list[tuple[int, Row]] = []
        self._asked, self._left = asked, most + 1
        self._last = 0

    def passed_on(self) -> Grid:
        """The sheet to be read in place of the one that is watched."""
        return replace(self.grid, rows=self._pass())

    def _pass(self) -> Iterator[Row]:
        for number, row in enumerate(self.grid.rows, start=1):
            if self._left:
                self._left -= any(cell is not None and cell != "" for cell in row)
                self._last = number
                self.rows.append((number, row))
            elif number in self._asked:
                self.rows.append((number, row))
            yield row

    @property
    def is_whole(self) -> bool:
        """Whether all rows have been kept."""
        return self._left > 0

    def has(self, rows: Collection[int]) -> bool:
        """Whether these rows, if they are there at all, are among those kept."""
        return self.is_whole or all(row <= self._last or row in self._asked for row in rows)
