"""What the list may cost a year, policy by policy, with small groups put together.

Policies of which fewer than five cases are found in any scenario stand in one line for all, with
further ones until that line hides nobody; the total can then give away no single case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipelines.whatif.figures import Amount, Picture
from pipelines.whatif.suppression import is_small

REST = "其余各项（合并）"
_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Costs:
    """Lines (policy's name, or REST) with an amount a picture, in the order of the pictures.

    `total` None: fewer than five cases somewhere in all, so that nothing can be told.
    """

    lines: tuple[tuple[str, tuple[Amount, ...]], ...]
    total: tuple[Amount, ...] | None


def costs_of(pictures: Sequence[Picture], *, is_listed: bool) -> Costs | None:
    """Return what households on the list (or off it) may cost; None where nothing was matched."""
    found = [picture.amounts for picture in pictures]
    if any(amounts is None for amounts in found):
        return None
    names = sorted({policy for amounts in found if amounts for policy, _ in amounts})
    by_policy = {
        name: tuple((amounts or {}).get((name, is_listed), Amount()) for amounts in found)
        for name in names
    }
    by_policy = {name: row for name, row in by_policy.items() if any(one.cases for one in row)}
    alone, together = _apart(by_policy)
    total = _sum(list(by_policy.values()), len(found))
    if any(is_small(one.cases) for one in total):
        return Costs((), None)
    alone.sort(key=lambda name: (-by_policy[name][0].high, -by_policy[name][0].cases, name))
    lines = [(name, by_policy[name]) for name in alone]
    if together:
        lines.append((REST, _sum([by_policy[name] for name in together], len(found))))
    return Costs(tuple(lines), total)


def _apart(by_policy: dict[str, tuple[Amount, ...]]) -> tuple[list[str], list[str]]:
    """Return the policies that stand alone, and those put together."""
    together = [name for name, row in by_policy.items() if any(is_small(one.cases) for one in row)]
    alone = sorted(
        by_policy.keys() - set(together), key=lambda name: (_cases(by_policy, name), name)
    )
    while alone and together and _is_open(by_policy, together):
        together.append(alone.pop(0))
    return alone, together


def _cases(by_policy: dict[str, tuple[Amount, ...]], name: str) -> int:
    return sum(one.cases for one in by_policy[name])


def _is_open(by_policy: dict[str, tuple[Amount, ...]], together: Sequence[str]) -> bool:
    rows = [by_policy[name] for name in together]
    return len(rows) == 1 or any(is_small(one.cases) for one in _sum(rows, len(rows[0])))


def _sum(rows: Sequence[tuple[Amount, ...]], pictures: int) -> tuple[Amount, ...]:
    return tuple(sum((row[place] for row in rows), Amount()) for place in range(pictures))


def in_ten_thousands(yuan: Decimal) -> Decimal:
    """Return an amount in 万元 with two decimals."""
    return (yuan / _TEN_THOUSAND).quantize(Decimal("0.01"), ROUND_HALF_UP)


def told_range(amount: Amount) -> str:
    """Return an amount a year as a sentence's words."""
    if amount.cases == amount.without_amount:
        return "不可估计" if amount.cases else "0"
    low, high = in_ten_thousands(amount.low), in_ten_thousands(amount.high)
    if not amount.low < amount.high:
        return f"{high:,}万元"
    return f"{low:,}—{high:,}万元" if amount.low else f"至多{high:,}万元"
