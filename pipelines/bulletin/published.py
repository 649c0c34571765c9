"""What other places published of how many of those found were helped: dated data, with source."""

from dataclasses import dataclass
from decimal import Decimal

from pipelines.bulletin.intervals import Share, percent, wilson
from pipelines.ledger_inputs import read_reference

_COLUMNS = (
    "name", "period", "checked_title", "checked_count", "found_title", "found_count",
    "share_low_percent", "share_high_percent", "bound", "published", "source",
)  # fmt: skip
# exact: of so many, so many. at_most: of at least so many. range: only shares were published.
EXACT, AT_MOST, RANGE = "exact", "at_most", "range"


@dataclass(frozen=True)
class Published:
    """One published yield. `share` is None where only a range was published."""

    name: str
    period: str
    counted: str
    checked: int | None
    found: int | None
    bound: str
    share: Decimal | None
    low: Decimal
    high: Decimal
    told_of: str


def published_yields() -> tuple[Published, ...]:
    """Return the published yields in the order of the file.

    Raises ReferenceNotReadable where the file has not the columns that it should have.
    """
    rows = read_reference("published_yields", _COLUMNS).iter_rows(named=True)
    return tuple(_published(row) for row in rows)


def _published(row: dict[str, str]) -> Published:
    counts = [int(row[name]) if row[name] else None for name in ("checked_count", "found_count")]
    checked, found = counts
    share, low, high = _share(row, checked, found)
    day = f"（{row['published']}）" if row["published"] else ""
    return Published(
        name=row["name"],
        period=row["period"],
        counted=f"{row['found_title']}／{row['checked_title']}",
        checked=checked,
        found=found,
        bound=row["bound"],
        share=share,
        low=low,
        high=high,
        told_of=row["source"] + day,
    )


def _share(
    row: dict[str, str], checked: int | None, found: int | None
) -> tuple[Decimal | None, Decimal, Decimal]:
    if row["bound"] == RANGE or checked is None or found is None:
        return None, Decimal(row["share_low_percent"]), Decimal(row["share_high_percent"])
    if row["bound"] == AT_MOST:
        most = percent(Decimal(found) / checked)
        return most, Decimal(0), most
    share: Share = wilson(found, checked)
    return share.value, share.low, share.high
