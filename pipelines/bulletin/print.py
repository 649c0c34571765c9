"""The bulletin on paper (PDF, A4): the page's words, tables and bars, to be printed and filed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.bulletin.blocks import Block, Cards, Forest, Funnel, Grid, Line, Part
from pipelines.bulletin.contents import sections_of
from pipelines.bulletin.figure import Figure
from pipelines.bulletin.gathered import Bulletin
from pipelines.bulletin.page import heading_of, period_of
from pipelines.household_page.fonts import find_typeface
from pipelines.household_page.line_breaks import break_lines
from pipelines.household_page.paper import BAND, FAINT, HEIGHT, INK, POINT, WIDTH, Paper

_LEFT, _TOP, _BOTTOM = 12.0, 14.0, HEIGHT - 16
_FULL = WIDTH - 2 * _LEFT
_BAR = "#3F6F9F"
_BODY, _SMALL, _CELL, _GAP = 10.5, 8.5, 7.0, 1.2


def printed(bulletin: Bulletin) -> bytes:
    """Return the PDF; the same bulletin and font give the same bytes. Raises FontNotFound."""
    title = heading_of(bulletin)
    sheet = _Sheet(Paper(find_typeface(), title, bulletin.basis.month.as_of_date), title)
    sheet.text(title, 18, bold=True)
    sheet.text(period_of(bulletin), _SMALL, ink=FAINT)
    for number, section in enumerate(sections_of(bulletin), start=1):
        sheet.heading(f"{number}　{section.title}", 13, room=30)
        for block in section.blocks:
            _draw(sheet, block)
    return sheet.paper.content()


def _draw(sheet: "_Sheet", block: Block) -> None:
    match block:
        case Line():
            is_faint = block.look == "faint"
            sheet.text(_words(block.parts), _SMALL if is_faint else _BODY,
                       bold=block.look == "lead", ink=FAINT if is_faint else INK)  # fmt: skip
        case Grid():
            _draw_grid(sheet, block)
        case Funnel():
            _draw_bars(sheet, block)
        case Cards() | Forest():
            pass  # what they show stands in the tables too


def _words(parts: Iterable[Part]) -> str:
    return "".join(map(_word, parts))


def _word(part: Part) -> str:
    return part.told if isinstance(part, Figure) else part


class _Sheet:
    """Where on the paper one writes: from above, and on to the next page at the foot."""

    def __init__(self, paper: Paper, title: str) -> None:
        self.paper, self._title, self._number, self.y = paper, title, 0, _BOTTOM
        self.turn()

    def turn(self) -> None:
        """Begin a page."""
        self.paper.add_page()
        self._number += 1
        self.paper.write(WIDTH / 2, HEIGHT - 8, f"{self._title}　第 {self._number} 页", 8,
                         ink=FAINT, align="center")  # fmt: skip
        self.y = _TOP

    def need(self, height: float) -> bool:
        """Turn the page where so much does not fit on it; say whether it was turned."""
        is_full = self.y + height > _BOTTOM
        if is_full:
            self.turn()
        return is_full

    def text(self, words: str, size: float, *, bold: bool = False, ink: str = INK) -> None:
        """Write a paragraph."""
        line = size * POINT * 1.55
        words = self.paper.printable(words)
        for told in break_lines(words, self.paper.width_of(size, bold=bold), _FULL):
            self.need(line)
            self.y += line
            self.paper.write(_LEFT, self.y - line * 0.3, told, size, bold=bold, ink=ink)
        self.y += _GAP

    def heading(self, words: str, size: float, room: float) -> None:
        """Write a heading together with at least so much of what follows."""
        self.need(room)
        self.y += 3
        self.text(words, size, bold=True)


@dataclass(frozen=True)
class _Column:
    width: float
    is_number: bool


def _draw_grid(sheet: _Sheet, grid: Grid) -> None:
    if grid.title:
        sheet.heading(grid.title, 11, room=24)
    columns = _columns(sheet.paper, grid)
    _draw_row(sheet, grid.headings, columns, is_head=True)
    for row in grid.rows:
        texts = [*map(_word, row)]
        if sheet.need(_height(_broken(sheet.paper, texts, columns, is_head=False))):
            _draw_row(sheet, grid.headings, columns, is_head=True)
        _draw_row(sheet, texts, columns, is_head=False)
    sheet.y += 2


def _columns(paper: Paper, grid: Grid) -> list[_Column]:
    """Share the page among the columns by their longest text, a long one within limits."""
    measure, numbers = paper.width_of(_CELL, bold=True), set(grid.numbers)
    wanted = []
    for number, heading in enumerate(grid.headings):
        texts = [paper.printable(_word(row[number])) for row in grid.rows]
        most = 18.0 if heading in numbers else 60.0
        widths = [min(measure(text), most) for text in texts]
        wanted.append(max([10.5, min(measure(paper.printable(heading)), 15.0), *widths]) + 2)
    scale = _FULL / sum(wanted)
    return [
        _Column(width * scale, heading in numbers)
        for width, heading in zip(wanted, grid.headings, strict=True)
    ]


def _broken(
    paper: Paper, texts: Sequence[str], columns: Sequence[_Column], *, is_head: bool
) -> list[list[str]]:
    measure = paper.width_of(_CELL, bold=is_head)
    return [
        break_lines(paper.printable(text), measure, column.width - 1.6)
        for text, column in zip(texts, columns, strict=True)
    ]


def _height(cells: Sequence[Sequence[str]]) -> float:
    return max(len(lines) for lines in cells) * _CELL * POINT * 1.35 + 1.8


def _draw_row(
    sheet: _Sheet, texts: Sequence[str], columns: Sequence[_Column], *, is_head: bool
) -> None:
    cells = _broken(sheet.paper, texts, columns, is_head=is_head)
    height = _height(cells)
    if is_head:
        sheet.paper.fill(_LEFT, sheet.y, _FULL, height, BAND)
    x = _LEFT
    for lines, column in zip(cells, columns, strict=True):
        y = sheet.y + 0.9 + _CELL * POINT
        edge = x + column.width - 0.8 if column.is_number else x + 0.8
        for line in lines:
            sheet.paper.write(edge, y, line, _CELL, bold=is_head,
                              align="right" if column.is_number else "left")  # fmt: skip
            y += _CELL * POINT * 1.35
        x += column.width
    sheet.y += height
    sheet.paper.rule(_LEFT, sheet.y, _FULL)


def _draw_bars(sheet: _Sheet, funnel: Funnel) -> None:
    most = max((one.size or 0 for _, one in funnel.figures), default=0) or 1
    sheet.need(8.0 * len(funnel.figures))
    for title, figure in funnel.figures:
        length = (_FULL - 60) * (figure.size or 0) / most
        sheet.paper.write(_LEFT, sheet.y + 5, title, _BODY)
        if length:
            sheet.paper.fill(_LEFT + 26, sheet.y + 1.2, length, 5, _BAR)
        sheet.paper.write(_LEFT + 28 + length, sheet.y + 5, f"{figure.told} 户", _BODY)
        sheet.y += 8
    sheet.y += 1
