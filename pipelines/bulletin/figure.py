"""A figure of the bulletin: one row of bulletin.parquet, and one place on the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.manifest import CountsDisagree
from pipelines.whatif.suppression import Mark

PERCENT, YUAN, HOUSEHOLDS = "%", "元", "户"
TOLD, SMALL, LEFT_OUT, UNKNOWN = "told", "small", "left_out", "unknown"
_SHOWN = {Mark.TOLD: TOLD, Mark.SMALL: SMALL, Mark.LEFT_OUT: LEFT_OUT, Mark.UNTOLD: LEFT_OUT}
_SIGNS = {SMALL: Mark.SMALL.value, LEFT_OUT: Mark.LEFT_OUT.value, UNKNOWN: "—"}


@dataclass(frozen=True)
class Figure:
    """A number that the page tells, or says that it does not tell.

    `section`, `name`, `by` and `group` name it; no two share all four. A share has `part` and
    `whole`, the counts that it was made of, and `low` and `high`, its interval in percent.
    """

    section: str
    name: str
    title: str
    unit: str
    value: Decimal | None
    by: str = "all"
    group: str = "all"
    group_title: str = "全区"
    shown: str = TOLD
    part: int | None = None
    whole: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def key(self) -> str:
        """Its name in the page and in the file."""
        return "/".join((self.section, self.name, self.by, self.group))

    @property
    def told(self) -> str:
        """What stands on the page."""
        if self.shown != TOLD or (self.value is None and self.low is None):
            return _SIGNS.get(self.shown, "—")
        interval = "" if self.low is None else f"{self.low}—{self.high}"
        if self.value is None:
            return f"{interval}%"
        if self.unit == PERCENT:
            return f"{self.value}%" + (f"（{interval}）" if interval else "")
        return f"{self.value:,.2f}" if self.unit == YUAN else f"{int(self.value):,}"

    @property
    def size(self) -> int | None:
        """The count, where it is told: what a chart may draw."""
        return int(self.value) if self.shown == TOLD and self.value is not None else None


def shown_as(mark: Mark) -> str:
    """Return how a count with this mark is shown."""
    return _SHOWN[mark]


class Figures:
    """All figures of a bulletin, in order, found by name."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_key: dict[str, Figure] = {}
        for figure in figures:
            if figure.key in self._by_key:
                raise CountsDisagree(
                    f"月报里“{figure.title}”（{figure.group_title}）算了两次，没有写出月报。"
                    "请报告开发人员。"
                )
            self._by_key[figure.key] = figure

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._by_key.values())

    def get(self, section: str, name: str, by: str = "all", group: str = "all") -> Figure:
        """Return a figure; KeyError where the bulletin has none of that name."""
        return self._by_key["/".join((section, name, by, group))]

    def of(self, section: str) -> list[Figure]:
        """Return the figures of a section, in order."""
        return [one for one in self._by_key.values() if one.section == section]
