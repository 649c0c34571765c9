"""A record's page as a test reads it: rows by kind and name, and what could reach outside."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser


class Reader(HTMLParser):
    """Rows that tell of something: kind → name → heading → text of the cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: dict[str, dict[str, dict[str, str]]] = {}
        self.seen: Counter[tuple[str, str]] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.tags: set[str] = set()
        self.words: list[str] = []
        self._headings: list[str] = []
        self._cells: list[str] | None = None
        self._open: list[str] = []
        self._row: tuple[str, str] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "thead":
            self._headings = []
        if tag == "tr":
            named = [(name[5:], value or "") for name, value in attrs if name.startswith("data-")]
            self._row, self._cells = (named[0] if named else None), []
        if tag in {"th", "td"}:
            self._open = []
        if tag in {"br", "div", "li"}:
            self._open.append("\n")

    def handle_data(self, data: str) -> None:
        self._open.append(data)
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "th":
            self._headings.append("".join(self._open).strip())
        if tag == "td" and self._cells is not None:
            self._cells.append("".join(self._open).strip())
        if tag == "tr" and self._row and self._cells:
            kind, name = self._row
            self.seen[kind, name] += 1
            cells = dict(zip(self._headings, self._cells, strict=True))
            self.rows.setdefault(kind, {})[name] = cells

    @property
    def text(self) -> str:
        return "".join(self.words)
