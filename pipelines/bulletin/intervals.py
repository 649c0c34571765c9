"""How sure a share is: the interval of Wilson (1927), which also holds for few and for none."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

# 97.5 % of the normal distribution lie below: an interval of 95 %.
_Z = Decimal("1.959964")
_EXACT = Context(prec=28)
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Share:
    """A share and its interval, in percent to one decimal."""

    value: Decimal
    low: Decimal
    high: Decimal


def wilson(part: int, whole: int) -> Share:
    """Return what share `part` is of `whole`, with its 95 % interval.

    Raises ValueError where part is not among whole, or nothing was counted.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError("a share needs a part of a whole that is not nothing")
    n, share = Decimal(whole), Decimal(part) / whole
    spread = _Z * _Z / n
    middle = share + spread / 2
    reach = _EXACT.sqrt(share * (1 - share) * spread + spread * spread / 4)
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    return Share(percent(share), percent(max(low, Decimal(0))), percent(min(high, Decimal(1))))


def percent(share: Decimal) -> Decimal:
    """Return a share in percent, rounded half up to one decimal."""
    return (share * 100).quantize(_TENTH, ROUND_HALF_UP)
