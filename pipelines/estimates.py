"""Estimated amounts as people read them: what is made of a person's bills tells no exact bill."""

from decimal import Decimal

# Less to pay is a share of what somebody paid for treatment; the other forms are set amounts.
_MADE_OF_BILLS = "relief"
_WHOLE = 100

Bounds = tuple[Decimal | None, Decimal | None]


def told_bounds(form: str | None, low: Decimal | None, high: Decimal | None) -> Bounds:
    """Return what is told of an estimate: made of bills, in hundreds, low down and high up.

    sql/matches/likely_policies.sql says the same in SQL.
    """
    if form != _MADE_OF_BILLS:
        return low, high
    return (
        None if low is None else (low - low % _WHOLE) or None,
        None if high is None else high + (_WHOLE - high % _WHOLE) % _WHOLE,
    )
