"""The blocks of a bulletin, the same for the page and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.bulletin.figure import Figure

# A text stands as it is; a figure stands as its `told`, and is found again in the file.
Part = str | Figure


@dataclass(frozen=True)
class Line:
    """A paragraph; `look`: plain, lead (the opening) or faint."""

    parts: Sequence[Part]
    look: str = "plain"


@dataclass(frozen=True)
class Cards:
    """A few figures set large: each with its words and the colour of its upper edge."""

    cards: Sequence[tuple[str, Figure, str]]


@dataclass(frozen=True)
class Grid:
    """A table. A share in a column of `numbers` is drawn with its interval as well."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Part]]
    numbers: Sequence[str] = ()
    title: str = ""


@dataclass(frozen=True)
class Funnel:
    """Figures of which each is a part of the first, as bars."""

    figures: Sequence[tuple[str, Figure]]


@dataclass(frozen=True)
class Forest:
    """Shares under each other with their intervals; the first is ours."""

    shares: Sequence[tuple[str, Figure]]


Block = Line | Cards | Grid | Funnel | Forest


@dataclass(frozen=True)
class Section:
    """A numbered part."""

    title: str
    blocks: Sequence[Block]
