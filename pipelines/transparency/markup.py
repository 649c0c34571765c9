"""The pieces of which the record's parts are made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from pipelines.policy import Reference
from pipelines.whatif.suppression import SMALLEST_TOLD, is_small

SMALL = f"少于{SMALLEST_TOLD}"


@dataclass(frozen=True)
class Row:
    """A row of a table: what kind of thing it tells of, that thing's name, and its cells as HTML.

    The kind and the name stand in the page as data-<kind>="<name>"; without a kind, nowhere.
    """

    cells: Sequence[str]
    kind: str = ""
    name: str = ""


def section(number: int, title: str, parts: Iterable[str]) -> str:
    """Return a numbered part, to which the contents list leads."""
    body = "\n".join(filter(None, parts))
    return f'<section id="part-{number}">\n<h2>{number}　{escape(title)}</h2>\n{body}\n</section>'


def ledger(headings: Sequence[str], rows: Iterable[Row], numbers: Iterable[str] = ()) -> str:
    """Return a table whose head stays in sight; the columns named in `numbers` are set right."""
    right = [heading in set(numbers) for heading in headings]
    classes = [' class="number"' if is_right else "" for is_right in right]
    head = "".join(
        f'<th scope="col"{name}>{heading}</th>'
        for name, heading in zip(classes, headings, strict=True)
    )
    body = "\n".join(_row(row, classes) for row in rows)
    top = f"<thead><tr>{head}</tr></thead>"
    return f'<table class="ledger">\n{top}\n<tbody>\n{body}\n</tbody>\n</table>'


def _row(row: Row, classes: Sequence[str]) -> str:
    cells = "".join(f"<td{name}>{cell}</td>" for name, cell in zip(classes, row.cells, strict=True))
    told = f' data-{row.kind}="{escape(row.name)}"' if row.kind else ""
    return f"<tr{told}>{cells}</tr>"


def bullets(items: Iterable[str], look: str = "") -> str:
    """Return a list; items are HTML."""
    told = "\n".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="{look}">\n{told}\n</ul>' if look else f"<ul>\n{told}\n</ul>"


def paragraph(text: str) -> str:
    """Return a paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def small(text: str) -> str:
    """Return text in a line of its own and of lesser weight; nothing for nothing."""
    return f'<div class="small">{escape(text)}</div>' if text else ""


def strong(text: str) -> str:
    """Return text that a row is found by."""
    return f"<b>{escape(text)}</b>"


def unbroken(text: str) -> str:
    """Return text that stays on its line: a date, an amount with its unit."""
    return f'<span class="keep">{escape(text)}</span>'


def tag(look: str, word: str) -> str:
    """Return a word in a coloured label."""
    return f'<span class="tag {look}">{escape(word)}</span>'


def people(count: int) -> str:
    """Return a count of people or households; a small one is not told exactly."""
    return SMALL if is_small(count) else f"{count:,}"


def document_of(reference: Reference) -> str:
    """Return a document, its article, and its address as text to be copied: never a link."""
    return escape(reference.told) + small(reference.href or "")
