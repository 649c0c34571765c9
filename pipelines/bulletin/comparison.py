"""Our yield beside those that others published."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.bulletin.figure import PERCENT, Figure
from pipelines.bulletin.published import AT_MOST, Published

PUBLISHED = "published"


def published_figures(yields: Sequence[Published]) -> Iterator[Figure]:
    """Return each published yield with its counts; a share that is only an upper limit says so."""
    for one in yields:
        for name, title, count in (
            ("checked", "查的", one.checked),
            ("found", "有结果的", one.found),
        ):
            value = None if count is None else Decimal(count)
            shown = "unknown" if count is None else "told"
            yield Figure(PUBLISHED, name, title, "", value, "place", one.name, one.name, shown)
        title = "至多" if one.bound == AT_MOST else "比例"
        yield Figure(
            PUBLISHED, "share", title, PERCENT, one.share, "place", one.name, one.name,
            part=one.found, whole=one.checked, low=one.low, high=one.high,
        )  # fmt: skip
