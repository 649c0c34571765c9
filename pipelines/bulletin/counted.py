"""The counts of a month as the layer `bulletin` holds them, with the checks that they add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.bulletin.definitions import HELP_PARTS, HOUSEHOLD_FIGURES, PARTS
from pipelines.manifest import CountsDisagree
from pipelines.warehouse import Connection
from schemas.bulletin import PARTITIONS

ALL = "all"
# What is counted, how it is grouped, and in which group.
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Amount:
    """Households and the yuan that they were due."""

    households: int
    yuan: Decimal


@dataclass(frozen=True)
class Counted:
    """All that a month's bulletin counts of households.

    `groups`: dimension → the codes that occur, in order. `cells` holds each figure for each of
    them, zero included. `policies`: policy → (department, households and yuan).
    """

    groups: Mapping[str, Sequence[str]]
    cells: Mapping[Place, int]
    amounts: Mapping[tuple[str, str], Amount]
    policies: Mapping[str, tuple[str, Amount]]

    def of_all(self, figure: str) -> int:
        """Return a figure of the whole district."""
        return self.cells[figure, ALL, ALL]


def count(con: Connection, streets: Sequence[str]) -> Counted:
    """Read the layer `bulletin`; `streets` have a group each, also where nobody is listed.

    Raises CountsDisagree where parts do not make up their whole.
    """
    found = {
        (figure, dimension, group): households
        for figure, dimension, group, households in con.execute(
            "select figure, dimension, group_code, households_count from bulletin.cells"
        ).fetchall()
    }
    groups = _groups(found, streets)
    places = [
        (figure, dimension, group)
        for figure in HOUSEHOLD_FIGURES
        for dimension, codes in groups.items()
        for group in codes
    ]
    counted = Counted(
        groups, {place: found.get(place, 0) for place in places}, _amounts(con), _policies(con)
    )
    check_sums(counted)
    return counted


def _groups(found: Iterable[Place], streets: Sequence[str]) -> dict[str, tuple[str, ...]]:
    places = list(found)
    held = {name: {place[2] for place in places if place[1] == name} for name in _OCCURRING}
    return {
        ALL: (ALL,),
        "colour": ("red", "orange", "yellow"),
        "street": tuple(sorted(held["street"] | set(streets))),
        "cohort": ("disability", "medical", "poverty_roster"),
        "reason": tuple(sorted(held["reason"])),
    }


_OCCURRING = ("street", "reason")


def _amounts(con: Connection) -> dict[tuple[str, str], Amount]:
    rows = con.execute(
        "select dimension, group_code, households_count, amount_yuan from bulletin.amounts"
    ).fetchall()
    return {(dimension, group): Amount(count, yuan) for dimension, group, count, yuan in rows}


def _policies(con: Connection) -> dict[str, tuple[str, Amount]]:
    rows = con.execute(
        "select policy, coalesce(department, ''), households_count, amount_yuan "
        "from bulletin.policies order by policy"
    ).fetchall()
    return {policy: (department, Amount(count, yuan)) for policy, department, count, yuan in rows}


def check_sums(counted: Counted) -> None:
    """Raise CountsDisagree where a figure is not the sum of its parts, in any group."""
    for dimension, codes in counted.groups.items():
        for group in codes:
            for whole, parts in (*PARTS.items(), ("year", HELP_PARTS)):
                told = [counted.cells[part, dimension, group] for part in parts]
                agree(_title(whole, group), counted.cells[whole, dimension, group], sum(told))
    for dimension in PARTITIONS:
        for figure in HOUSEHOLD_FIGURES:
            told = [counted.cells[figure, dimension, group] for group in counted.groups[dimension]]
            agree(_title(figure, dimension), counted.of_all(figure), sum(told))
        paid = (counted.amounts.get((dimension, group)) for group in counted.groups[dimension])
        agree("金额", _paid(counted), sum((one.yuan for one in paid if one), Decimal(0)))
    by_policy = sum((amount.yuan for _, amount in counted.policies.values()), Decimal(0))
    agree("按政策的金额", _paid(counted), by_policy)


def _paid(counted: Counted) -> Decimal:
    amount = counted.amounts.get((ALL, ALL))
    return amount.yuan if amount else Decimal(0)


def _title(figure: str, group: str) -> str:
    return f"{HOUSEHOLD_FIGURES[figure].title}（{group}）"


def agree(what: str, one: Decimal | int | str, other: Decimal | int | str) -> None:
    """Raise CountsDisagree where two counts of the same thing differ."""
    if one != other:
        raise CountsDisagree(
            f"月报里“{what}”对不上：一处是 {one}，另一处合计是 {other}，说明有记录丢失或重复。"
            "没有写出月报。请保留现场并报告开发人员。"
        )
