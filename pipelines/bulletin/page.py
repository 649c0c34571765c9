"""The bulletin as one HTML file: no script, no picture, no address; nothing is fetched."""

from collections.abc import Iterable
from html import escape

from pipelines.bulletin import charts
from pipelines.bulletin.blocks import Block, Cards, Forest, Funnel, Grid, Line, Part, Section
from pipelines.bulletin.contents import sections_of
from pipelines.bulletin.figure import PERCENT, Figure
from pipelines.bulletin.gathered import Bulletin
from pipelines.page import document, faint, month_words
from pipelines.transparency.markup import Row, ledger, section
from pipelines.transparency.style import STYLE

_STYLE = """
main { max-width: 1160px; }
svg.chart { width: 100%; height: auto; margin: 14px 0 4px; font-size: 15px; }
svg.whisker { width: 100px; height: 14px; display: block; margin: 2px 0 0 auto; }
.lead { margin: 22px 0; padding: 16px 20px; border-left: 6px solid #2e7d4f; background: #eef7f1;
  border-radius: 4px; font-size: 18px; }
.quoted { padding: 14px 18px; border: 1px solid var(--line); border-radius: 6px; }
.card b { font-size: 24px; overflow-wrap: anywhere; }
table.ledger { font-size: 13.5px; } .ledger td:first-child { min-width: 7em; }
.ledger th { white-space: normal; } .ledger th, .ledger td { padding: 6px 7px; }
@media print { @page { size: A4 landscape; } .lead, svg.chart { break-inside: avoid; }
  .lead { font-size: 12pt; } }
"""


def heading_of(bulletin: Bulletin) -> str:
    """Return the title of a bulletin."""
    return f"{month_words(str(bulletin.basis.month))}走访核实工作月报"


def period_of(bulletin: Bulletin) -> str:
    """Return of which days and which list a bulletin tells."""
    basis = bulletin.basis
    return (
        f"截至 {basis.month.as_of_date}。本期名单是{month_words(str(basis.list_month))}的名单，"
        f"{basis.list_date} 发出。只有数量，没有个人信息。"
    )


def page_of(bulletin: Bulletin) -> str:
    """Return the page as HTML; the same bulletin gives the same bytes."""
    title = heading_of(bulletin)
    parts = [f"<h1>{title}</h1>", faint(period_of(bulletin))]
    for number, one in enumerate(sections_of(bulletin), start=1):
        parts.append(_section(number, one))
    return document(title, parts, STYLE + _STYLE)


def _section(number: int, one: Section) -> str:
    return section(number, one.title, map(_block, one.blocks))


def _block(block: Block) -> str:
    match block:
        case Line():
            look = {"plain": "", "lead": ' class="lead"', "faint": ' class="faint"'}[block.look]
            return f"<p{look}>{_parts(block.parts)}</p>"
        case Cards():
            told = (
                f'<div class="card {look}">{escape(words)}<b>{charts.told(figure)}</b></div>'
                for words, figure, look in block.cards
            )
            return '<div class="cards">' + "".join(told) + "</div>"
        case Grid():
            return _grid(block)
        case Funnel():
            return charts.funnel(block.figures)
        case Forest():
            return charts.forest(block.shares)


def _grid(grid: Grid) -> str:
    rows = [Row([_cell(part) for part in row]) for row in grid.rows]
    title = f"<h3>{escape(grid.title)}</h3>\n" if grid.title else ""
    return title + ledger([*map(escape, grid.headings)], rows, grid.numbers)


def _cell(part: Part) -> str:
    if isinstance(part, Figure) and part.unit == PERCENT:
        return charts.told(part) + charts.whisker(part)
    return _part(part)


def _parts(parts: Iterable[Part]) -> str:
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    return charts.told(part) if isinstance(part, Figure) else escape(part)
