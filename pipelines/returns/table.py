"""One sheet as it was received, what is wrong in colour, and beside each row what and how to mend.

Two columns are added at the right: 问题 and 退回编号. Forbidden facts are left out, and so are
those two where the file that came was itself a returned one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from pipelines.blocks import Block
from pipelines.forbidden import fact_under
from pipelines.headers import normalise
from pipelines.return_numbers import HEADING, PROBLEM_HEADING, return_number
from pipelines.returns.look import INKS, PAPERS, Look
from pipelines.returns.problems import LEVELS
from pipelines.returns.received import Cells, ReceivedSheet
from pipelines.split_dates import is_part
from pipelines.workbook.look import FAINT, lines

_OURS = frozenset({HEADING, PROBLEM_HEADING})
_PROBLEM_WIDTH, _NUMBER_WIDTH = 52, 27
_NARROWEST, _WIDEST = 6.0, 30.0
_WIDTH_FROM = 500  # so many rows tell how wide a column is
_MOST_COMMENTS = 300
# So many signs go beside each other on an A4 page across that can still be read.
_PAGE_WIDTH = 230.0
_LINE_POINTS, _LEAST_POINTS, _MOST_POINTS = 13.5, 18.0, 300.0

Problem = Mapping[str, Any]


@dataclass(frozen=True)
class TableSheet:
    """A sheet to write: its name in the workbook, what it holds, what is wrong in it by row."""

    name: str
    sheet: ReceivedSheet
    file_id: str
    problems: Mapping[int | None, Sequence[Problem]]
    numbers: Mapping[tuple[str, int], str]

    @cached_property
    def header(self) -> dict[int, Block]:
        """The rows of headers, each with its table."""
        return {
            row: block
            for block in self.sheet.blocks
            for row in range(block.header_row, block.header_row + block.header_rows)
            if block.header_row
        }

    @cached_property
    def columns(self) -> list[int]:
        """The places of the received columns that are written, in order."""
        width = max((len(cells) for _, cells in self.sheet.lines), default=0)
        return [x for x in range(width) if x not in self._left_out]

    @cached_property
    def _left_out(self) -> set[int]:
        is_returned = any(sheet == self.sheet.name for sheet, _ in self.numbers)
        return {
            x
            for row, cells in self.sheet.lines
            if row in self.header
            for x, cell in enumerate(cells)
            if _is_left_out(cell, is_returned=is_returned)
        }

    @cached_property
    def widths(self) -> list[float]:
        """How wide each column is to be written, in signs."""
        telling = (
            cells for row, cells in self.sheet.lines if row in self.header or self.is_record(row)
        )
        sample = list(islice(telling, _WIDTH_FROM))
        found = []
        for x in self.columns:
            widths = [_width(cell) for cell in {cells[x] for cells in sample if x < len(cells)}]
            found.append(min(max([*widths, _NARROWEST - 2]) + 2, _WIDEST))
        return found

    def is_record(self, row: int) -> bool:
        """Whether a line is a record: only those have a number to come back under."""
        if self.sheet.records is None:
            return row in self.problems
        return row in self.sheet.records

    def number(self, row: int) -> str:
        """The number of a record, that of its first origin where it bears one."""
        known = self.numbers.get((self.sheet.name, row))
        return known or return_number(self.file_id, self.sheet.index, row)

    @cached_property
    def _tops(self) -> list[int]:
        """The rows on which headers begin."""
        return sorted({block.header_row for block in self.sheet.blocks})

    def top_at(self, row: int | None) -> int:
        """Where the header stands that is the last one above a row; 0 where there is none."""
        if row is None:
            return max(self._tops, default=0)
        above = bisect_left(self._tops, row)
        return self._tops[above - 1] if above else 0

    def levels(self, row: int) -> dict[int, str]:
        """The worst level of each cell of a row, by its place; -1 the row as a whole."""
        found: dict[int, str] = {}
        problems = self.problems.get(row, ())
        if len(problems) > 1:
            problems = sorted(problems, key=_rank, reverse=True)
        for problem in problems:
            for x in self.places(row, problem):
                found[x] = problem["level"]
        return found

    def places(self, row: int | None, problem: Problem) -> list[int]:
        """The places of the column that a problem is about; -1 where it is about the row."""
        key = self.top_at(row), problem["source"], problem["column"]
        if key not in self._places:
            self._places[key] = self._places_of(*key) or [-1]
        return self._places[key]

    @cached_property
    def _places(self) -> dict[tuple[int, str, str | None], list[int]]:
        return {}

    def _places_of(self, top: int, source: str, name: str | None) -> list[int]:
        """Where a column stands in the tables of a source whose header begins on a row."""
        return [
            x
            for block in self.sheet.blocks
            if block.header_row == top and block.source == source
            for column, x in block.positions.items()
            if column == name or (is_part(column) and column.rpartition("__")[0] == name)
        ]


def _rank(problem: Problem) -> int:
    return LEVELS.index(problem["level"])


def _is_left_out(cell: str | None, *, is_returned: bool) -> bool:
    header = normalise(cell)
    return fact_under(cell) is not None or (is_returned and header in _OURS)


def write_table(look: Look, table: TableSheet) -> None:
    """Write one sheet; rows that are right stay as they are."""
    page = look.sheet(table.name)
    _set_columns(look, page, table)
    writer = _Writer(look, page, table)
    for y, (row, cells) in enumerate(table.sheet.lines):
        if row in table.header:
            writer.write_header(y, row, cells)
        elif table.is_record(row):
            writer.write_record(y, row, cells)
        else:
            writer.write_aside(y, cells)
    _finish(page, table, writer)


def _set_columns(look: Look, page: Any, table: TableSheet) -> None:
    """Columns as wide as what stands in them; empty cells below are text too, for new rows."""
    for place, width in enumerate(table.widths):
        page.set_column(place, place, width, look.text(num_format="@", font_size=10))
    end = len(table.columns)
    page.set_column(end, end, _PROBLEM_WIDTH)
    page.set_column(end + 1, end + 1, _NUMBER_WIDTH)


def _width(cell: str | None) -> float:
    if not cell or (cell.isascii() and "\n" not in cell):
        return float(len(cell or ""))
    return float(lines(cell, 1))


class _Writer:
    """Writes the lines of one sheet, in order."""

    def __init__(self, look: Look, page: Any, table: TableSheet) -> None:
        self.page, self.table, self._look = page, table, look
        self._marks: dict[str, Any] = {}
        self._problem_shapes: dict[tuple[str, str | None], Any] = {}
        self.first_problem: int | None = None
        self.header_bottom: int | None = None
        self._comments = 0
        self._end = len(table.columns)
        self._plain, self._faint = look.data(), look.data(font_size=8, font_color=FAINT)
        # A row in which nothing is wrong; its cell for problems is to be written in.
        self._sound = [self._plain] * self._end + [look.data(text_wrap=True), self._faint]

    def write_header(self, y: int, row: int, cells: Cells) -> None:
        """Write a row of a header, and over the added columns their names."""
        doubted = self._doubted_columns(row)
        for place, x in enumerate(self.table.columns):
            level = doubted.get(x)
            paper = {"paper": PAPERS[level]} if level else {}
            self.page.write_string(y, place, _at(cells, x), self._look.heading(**paper))
        self.page.write_string(y, self._end, PROBLEM_HEADING, self._look.heading("#F7D9D9"))
        self.page.write_string(y, self._end + 1, HEADING, self._look.heading())
        if self.header_bottom in {None, y - 1}:
            self.header_bottom = y

    def _doubted_columns(self, row: int) -> dict[int, str]:
        """Columns of which something is to be said as a whole."""
        block = self.table.header[row]
        told = [p for p in self.table.problems.get(None, ()) if p["source"] == block.source]
        return {
            block.positions[p["column"]]: p["level"] for p in told if p["column"] in block.positions
        }

    def write_aside(self, y: int, cells: Cells) -> None:
        """Write a title, total, signature or other line that is no record."""
        for place, x in enumerate(self.table.columns):
            if _at(cells, x):
                bold = {"bold": True} if self.header_bottom is None else {}
                self.page.write_string(y, place, _at(cells, x), self._look.text(**bold))

    def write_record(self, y: int, row: int, cells: Cells) -> None:
        """Write a record, what is wrong in colour, with what is wrong and its number."""
        problems = self.table.problems.get(row, ())
        texts = [cells[x] if x < len(cells) else None for x in self.table.columns]
        number = self.table.number(row)
        if not problems:
            self.page.write_texts(y, [*texts, None, number], self._sound)
            return
        levels = self.table.levels(row)
        shapes = [
            self._marked(levels[x]) if x in levels else self._plain for x in self.table.columns
        ]
        text = told_problems(problems)
        shapes += (self._shape_of_problem(y, problems, levels.get(-1)), self._faint)
        self.page.write_texts(y, [*texts, text, number], shapes)
        self._comment(y, levels, problems)
        self.page.set_row(y, _height(text))

    def _marked(self, level: str) -> Any:
        if level not in self._marks:
            self._marks[level] = self._mark(level)
        return self._marks[level]

    def _mark(self, level: str) -> Any:
        ink = {"font_color": INKS[level], "bold": True} if level == "block" else {}
        return self._look.data(bg_color=PAPERS[level], **ink)

    def _shape_of_problem(self, y: int, problems: Sequence[Problem], row_level: str | None) -> Any:
        worst = (min(problems, key=_rank) if len(problems) > 1 else problems[0])["level"]
        if worst != "note" and self.first_problem is None:
            self.first_problem = y
        key = worst, row_level
        if key not in self._problem_shapes:
            told: dict[str, Any] = {"text_wrap": True, "font_color": INKS[worst]}
            if row_level:  # there is no cell to be coloured but this one
                told["bg_color"] = PAPERS[row_level]
            self._problem_shapes[key] = self._look.data(**told)
        return self._problem_shapes[key]

    def _comment(self, y: int, levels: Mapping[int, str], problems: Sequence[Problem]) -> None:
        """Say it beside the first bad cell too; a workbook of many comments is slow to open."""
        if self._comments >= _MOST_COMMENTS:
            return
        for x in sorted(x for x in levels if x in self.table.columns):
            if self._comments >= _MOST_COMMENTS:
                return
            told = [p for p in problems if x in self.table.places(p["row_number"], p)]
            text = "\n".join(p["reason"] for p in told)
            height = 18 * lines(text, 30) + 12
            place = self.table.columns.index(x)
            self.page.write_comment(
                y, place, text, {"width": 230, "height": height, "font_size": 9}
            )
            self._comments += 1


@lru_cache(maxsize=1 << 12)
def _height(text: str) -> float:
    """How high a row is whose problems are told in these words: the same ones come often."""
    points = _LINE_POINTS * lines(text, _PROBLEM_WIDTH - 2) + 5
    return min(max(points, _LEAST_POINTS), _MOST_POINTS)


def told_problems(problems: Sequence[Problem]) -> str:
    """All problems of a row in plain words, each with the column that it is about."""
    if len(problems) == 1:
        return _told(problems[0])
    told = list(dict.fromkeys(map(_told, sorted(problems, key=_rank))))
    if len(told) == 1:
        return told[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(told, start=1))


def _told(problem: Problem) -> str:
    header = problem["header"]
    kind = {"block": "", "warn": "（请核对）", "note": "（仅提示，不用改）"}[problem["level"]]
    about = f"【{header}】" if header else ""
    return f"{about}{kind}{problem['reason']}"


def _at(cells: Cells, x: int) -> str:
    return (cells[x] if x < len(cells) else None) or ""


def _finish(page: Any, table: TableSheet, writer: _Writer) -> None:
    """Header in sight, filter on, first bad row chosen, the header on every printed page."""
    bottom = writer.header_bottom
    last = max(len(table.sheet.lines) - 1, 0)
    end = len(table.columns) + 1
    if bottom is not None:
        first = writer.first_problem or bottom + 1
        top = max(first - 3, bottom + 1)
        page.freeze_panes(bottom + 1, 0, top, 0)
        page.repeat_rows(bottom)
        _lay_out(page, table)
        if last > bottom:
            page.autofilter(bottom, 0, last, end)
    if writer.first_problem is not None:
        page.set_selection(writer.first_problem, 0, writer.first_problem, 0)
    page.print_area(0, 0, last, end)


def _lay_out(page: Any, table: TableSheet) -> None:
    """Print so that it can be read: wide tables on several pages, each with names and numbers."""
    widths = table.widths
    pages = max(round((sum(widths) + _PROBLEM_WIDTH + _NUMBER_WIDTH) / _PAGE_WIDTH), 1)
    page.fit_to_pages(pages, 0)
    who = _who(table)
    if pages > 1 and who and sum(widths[who[0] : who[1] + 1]) <= _PAGE_WIDTH / 3:
        page.repeat_columns(*who)


def _who(table: TableSheet) -> tuple[int, int] | None:
    """The columns from the name to the identity number, or back."""
    places = [
        table.columns.index(x)
        for block in table.sheet.blocks
        for name, x in block.positions.items()
        if name in {"name", "id_number"} and x in table.columns
    ]
    return (min(places), max(places)) if places else None
