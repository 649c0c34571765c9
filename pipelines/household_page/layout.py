"""Making tables fit a given height: smaller letters first, then fewer rows, and that is said.

Each table keeps its title, and a line that tells how many of its rows stand in the list alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.household_page.line_breaks import break_lines, cut_lines
from pipelines.household_page.paper import POINT, Align, Paper

SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
# Where even the smallest letters need too much, a cell has no more lines than this.
MOST_LINES = 4
# No page holds more: what is beyond is not even measured.
_MOST_ROWS, _MOST_CHARACTERS = 80, 1200
_NO_LIMIT = 10_000


@dataclass(frozen=True)
class Column:
    """A column: its width in millimetres, its heading, and how its cells are set.

    `leads`: the first line of a cell is bold (a name above what belongs to it).
    """

    width: float
    heading: str = ""
    bold: bool = False
    leads: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A titled table; its rows are printable texts, a cell a column.

    `nothing` stands where there are no rows; `is_ruled`: with a line between rows.
    `keep`: as many rows stay as long as other tables can give some.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    nothing: str = "没有"
    note: str = ""
    is_ruled: bool = False
    keep: int = 0

    @property
    def width(self) -> float:
        """The width of all columns."""
        return sum(column.width for column in self.columns)

    @property
    def has_headings(self) -> bool:
        """Whether a line of headings stands above the rows."""
        return bool(self.rows) and any(column.heading for column in self.columns)


@dataclass(frozen=True)
class Scale:
    """All measures that follow from the size of the letters, in millimetres."""

    size: float

    @property
    def line(self) -> float:
        """From base line to base line."""
        return self.size * 1.36 * POINT

    @property
    def row_gap(self) -> float:
        """Between rows."""
        return self.size * 0.2 * POINT

    @property
    def title(self) -> float:
        """A table's title with the line below it."""
        return self.size * 1.9 * POINT

    @property
    def block_gap(self) -> float:
        """Below a table."""
        return self.size * 0.7 * POINT


Cell = list[str]


@dataclass(frozen=True)
class Laid:
    """A table with its lines broken: the rows shown, and how many are left out."""

    table: Table
    scale: Scale
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0
    heights: tuple[float, ...] = field(default=())

    @property
    def height(self) -> float:
        """What the table takes, the gap below included."""
        lines = self.table.has_headings + (self.left_out > 0 or not self.table.rows)
        of_rows = sum(self.heights)
        return self.scale.title + of_rows + lines * self.scale.line + self.scale.block_gap

    def first(self, count: int) -> "Laid":
        """Return the same with its first rows alone."""
        left_out = self.left_out + len(self.rows) - count
        return replace(
            self, rows=self.rows[:count], heights=self.heights[:count], left_out=left_out
        )


Band = tuple[Laid, ...]


def fit(paper: Paper, bands: Sequence[Sequence[Table]], room: float) -> list[Band]:
    """Lay out bands of tables (side by side within a band) so that together they fit `room`."""
    for size in SIZES:
        laid = [_lay_band(paper, band, Scale(size), _NO_LIMIT) for band in bands]
        if height_of(laid) <= room:
            return laid
    whole = [_lay_band(paper, band, Scale(SIZES[-1]), MOST_LINES) for band in bands]
    laid = list(whole)
    while height_of(laid) > room and _cut_tallest(laid):
        pass
    _give_back(laid, whole, room)
    return laid


def height_of(bands: Sequence[Band]) -> float:
    """Return what bands take together: each as much as its tallest table."""
    return sum(max(laid.height for laid in band) for band in bands)


def _cut_tallest(bands: list[Band]) -> bool:
    """Leave out one row of the table that makes the page longest; False where none is left."""
    tallest = [(max(band, key=lambda laid: laid.height), n) for n, band in enumerate(bands)]
    can_give = [(laid, n) for laid, n in tallest if len(laid.rows) > laid.table.keep]
    can_give = can_give or [(laid, n) for laid, n in tallest if laid.rows]
    if not can_give:
        return False
    laid, n = max(can_give, key=lambda one: (one[0].height, -one[1]))
    bands[n] = tuple(one.first(len(one.rows) - 1) if one is laid else one for one in bands[n])
    return True


def _give_back(bands: list[Band], whole: Sequence[Band], room: float) -> None:
    """Put back rows for which there is room after all: cutting a high one may leave much."""
    for n in reversed(range(len(bands))):
        for m, full in enumerate(whole[n]):
            while len(bands[n][m].rows) < len(full.rows):
                more = full.first(len(bands[n][m].rows) + 1)
                tried = (*bands[n][:m], more, *bands[n][m + 1 :])
                if height_of([*bands[:n], tried, *bands[n + 1 :]]) > room:
                    break
                bands[n] = tried


def _lay_band(paper: Paper, band: Sequence[Table], scale: Scale, most: int) -> Band:
    return tuple(_lay(paper, table, scale, most) for table in band)


def _lay(paper: Paper, table: Table, scale: Scale, most: int) -> Laid:
    rows = tuple(
        tuple(
            _lines(paper, text, column, scale, most)
            for text, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows[:_MOST_ROWS]
    )
    gap = scale.row_gap * (2.5 if table.is_ruled else 1)
    heights = tuple(max(map(len, row)) * scale.line + gap for row in rows)
    return Laid(table, scale, rows, len(table.rows) - len(rows), heights)


def _lines(paper: Paper, text: str, column: Column, scale: Scale, most: int) -> Cell:
    width = column.width - CELL_GAP
    lines: list[str] = []
    for number, paragraph in enumerate(text[:_MOST_CHARACTERS].split("\n")):
        bold = column.bold or (column.leads and number == 0)
        lines += break_lines(paragraph, paper.width_of(scale.size, bold=bold), width)
    if len(text) > _MOST_CHARACTERS:
        most = min(most, len(lines) - 1)
    return cut_lines(lines, most, paper.width_of(scale.size, bold=column.bold), width)


# Between the text of a column and that of the next.
CELL_GAP = 2.5
