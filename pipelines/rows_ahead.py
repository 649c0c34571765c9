"""A sheet's rows with their numbers, which can be looked at before they are taken."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice

from pipelines.cell_text import cell_text
from pipelines.grids import Row


class RowsAhead:
    """Rows from the first on, taken by going through them; `peek` leaves them to be taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rest = enumerate(rows, start=1)
        self._ahead: deque[tuple[int, Row]] = deque()

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        while True:
            if self._ahead:
                yield self._ahead.popleft()
                continue
            item = next(self._rest, None)
            if item is None:
                return
            yield item

    def peek(self, count: int) -> list[tuple[int, Row]]:
        """The next rows, which stay to be taken."""
        self._ahead.extend(islice(self._rest, max(0, count - len(self._ahead))))
        return list(islice(self._ahead, count))

    def skip_blank(self) -> bool:
        """Drop the rows before the first that holds anything; whether there is one."""
        for number, row in self:
            if any(map(cell_text, row)):
                self._ahead.appendleft((number, row))
                return True
        return False
