"""Charts as SVG within the page: drawn from told figures alone, without script or address."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from pipelines.bulletin.figure import Figure

_INK, _FAINT, _BAR, _LINE = "#22262b", "#6b7480", "#3f6f9f", "#d8dee6"
_FADES = ("#9fb3c8", "#7d9bb8", "#5b83a8", "#3f6f9f")
_ROW, _LABEL, _WIDTH = 34, 250, 960


def told(figure: Figure) -> str:
    """Return a figure as it stands in text, with the name under which the file holds it."""
    return f'<span data-figure="{escape(figure.key)}">{escape(figure.told)}</span>'


def funnel(figures: Sequence[tuple[str, Figure]]) -> str:
    """Return bars under each other, as long as the first where all are told."""
    most = max((figure.size or 0 for _, figure in figures), default=0) or 1
    shapes = []
    for row, (title, figure) in enumerate(figures):
        y = row * 40
        length = _round(Decimal(_WIDTH - 330) * (figure.size or 0) / most)
        shapes.append(_text(0, y + 24, title))
        if figure.size:
            shapes.append(f'<rect x="130" y="{y + 6}" width="{length}" height="26" rx="3" '
                          f'fill="{_FADES[row % len(_FADES)]}"/>')  # fmt: skip
        shapes.append(_number(140 + length, y + 24, figure, " 户"))
    return _drawing(_WIDTH, 40 * len(figures) + 4, "从台账到新纳入的户数", shapes)


def whisker(figure: Figure) -> str:
    """Return a share with its interval on a line from 0 to 100 %, nothing where it is not told."""
    if figure.value is None or figure.low is None or figure.high is None:
        return ""
    low, high, middle = (
        _round(one * 96 / 100) + 2 for one in (figure.low, figure.high, figure.value)
    )
    shapes = [
        f'<path d="M2 7H98" stroke="{_LINE}"/>',
        f'<path d="M{low} 7H{high}" stroke="{_BAR}" stroke-width="3"/>',
        f'<circle cx="{middle}" cy="7" r="4" fill="{_INK}"/>',
    ]
    return _drawing(100, 14, f"{figure.title} {figure.told}", shapes, "whisker")


def forest(shares: Sequence[tuple[str, Figure]]) -> str:
    """Return shares under each other with their intervals, on one scale from nothing."""
    most = max([*(one.high for _, one in shares if one.high is not None), Decimal(10)])
    top = (most // 10 + 1) * 10
    room = Decimal(_WIDTH - _LABEL - 190)
    shapes = [
        f'<path d="M{_LABEL} 0V{_ROW * len(shares)}" stroke="{_LINE}"/>',
        _text(_LABEL - 4, _ROW * len(shares) + 16, "0%", _FAINT),
        _text(_LABEL + _round(room) - 14, _ROW * len(shares) + 16, f"{top}%", _FAINT),
    ]
    for row, (title, figure) in enumerate(shares):
        shapes += _stem(row, title, figure, room / top)
    return _drawing(_WIDTH, _ROW * len(shares) + 24, "核实有结果的比例，与公开的数字比", shapes)


def _stem(row: int, title: str, figure: Figure, scale: Decimal) -> list[str]:
    y = row * _ROW + 17
    ink = "#c8102e" if row == 0 else _BAR
    shapes = [_text(0, y + 5, title)]
    end = _LABEL
    if figure.low is not None and figure.high is not None:
        low, end = (_LABEL + _round(one * scale) for one in (figure.low, figure.high))
        shapes.append(f'<path d="M{low} {y}H{end}" stroke="{ink}" stroke-width="4"/>')
    if figure.value is not None:
        x = _LABEL + _round(figure.value * scale)
        end = max(end, x)
        shapes.append(f'<circle cx="{x}" cy="{y}" r="6" fill="{ink}"/>')
    return [*shapes, _number(end + 14, y + 5, figure, "")]


def _round(length: Decimal) -> int:
    return int(length.to_integral_value())


def _text(x: int, y: int, words: str, ink: str = _INK) -> str:
    return f'<text x="{x}" y="{y}" fill="{ink}">{escape(words)}</text>'


def _number(x: int, y: int, figure: Figure, unit: str) -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{_INK}"><tspan data-figure="{escape(figure.key)}">'
        f"{escape(figure.told)}</tspan>{unit}</text>"
    )


def _drawing(
    width: int, height: int, title: str, shapes: Sequence[str], look: str = "chart"
) -> str:
    return (
        f'<svg class="{look}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{"".join(shapes)}</svg>'
    )
