"""Bars as SVG: drawn from figures alone, without script, font or address from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_INK, _FAINT, _LINE, _PAPER = "#22262b", "#6b7480", "#d8dee6", "#ffffff"
_FILLS = ("#3f6f9f", "#c98a3c", "#6c9a6c", "#9a6c8f", "#9fb3c8", "#b5a36a", "#7d7d9c", "#a86f6f")
_WIDTH, _LABEL, _ROW, _TOP = 900, 300, 30, 62


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its parts in order (title and size), and what stands behind it."""

    label: str
    parts: tuple[tuple[str, float], ...]
    told: str


def bars(title: str, english: str, rows: Sequence[Bar]) -> str:
    """Bars under each other on one scale; parts of a bar share their colour by title."""
    titles = list(dict.fromkeys(part for row in rows for part, _ in row.parts))
    most = max((sum(size for _, size in row.parts) for row in rows), default=0) or 1
    room = _WIDTH - _LABEL - 130
    shapes = [_text(0, 18, title, size=16), _text(0, 38, english, _FAINT)]
    for at, row in enumerate(rows):
        y = _TOP + at * _ROW
        shapes.append(_text(0, y + 15, row.label))
        x = float(_LABEL)
        for part, size in row.parts:
            width = room * size / most
            fill = _FILLS[titles.index(part) % len(_FILLS)]
            shapes.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="20" fill="{fill}">'
                f"<title>{escape(part)}</title></rect>"
            )
            x += width
        shapes.append(_text(x + 8, y + 15, row.told))
    y = _TOP + len(rows) * _ROW
    shapes.append(f'<path d="M{_LABEL} {_TOP - 6}V{y}" stroke="{_LINE}"/>')
    legend = _legend(titles, y + 14) if len(titles) > 1 else []
    height = y + 12 + 22 * ((len(legend) // 2 + 3) // 4)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif">'
        f'<rect width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>'
        f"{''.join(shapes + legend)}</svg>\n"
    )


def _legend(titles: Sequence[str], y: int) -> list[str]:
    shapes = []
    for at, title in enumerate(titles):
        x, down = (at % 4) * (_WIDTH // 4), y + 22 * (at // 4)
        fill = _FILLS[at % len(_FILLS)]
        shapes.append(f'<rect x="{x}" y="{down - 10}" width="12" height="12" fill="{fill}"/>')
        shapes.append(_text(x + 18, down, title, _FAINT))
    return shapes


def _text(x: float, y: float, text: str, fill: str = _INK, size: int = 13) -> str:
    return f'<text x="{x:.1f}" y="{y}" font-size="{size}" fill="{fill}">{escape(text)}</text>'
