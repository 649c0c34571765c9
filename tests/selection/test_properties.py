"""What holds of every list that was cut, whatever the district is like."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.policy import policy_at
from pipelines.selects import selects_of
from pipelines.warehouse import build_table
from tests.sql_cases import empty_warehouse, insert_rows

RANKS = {"red": 3, "orange": 2, "yellow": 1}
STREETS = ("370211001", "370211002", "370211003")
SHARES = {
    "exploration_share": "0.2",
    "selection_minimum_share_orange": "0.1",
    "selection_minimum_share_yellow": "0.1",
    "selection_benefit_step_yuan": 1000,
}
Rows = list[dict[str, Any]]

_household = st.fixed_dictionaries(
    {
        "colour": st.sampled_from(sorted(RANKS)),
        "score": st.integers(20, 24),
        "street": st.sampled_from(STREETS),
        "waited": st.one_of(st.none(), st.integers(1, 3)),
    }
)
_households = st.lists(_household, max_size=14)
_capacities = st.dictionaries(st.sampled_from(STREETS), st.integers(0, 8))


def _selected(households: Rows, capacities: dict[str, int], month: int = 10) -> Rows:
    """Return the selection of made-up households; who waited did so in the order given."""
    from datetime import date
    from decimal import Decimal

    con = empty_warehouse()
    day = date(2026, month, 31 if month in {8, 10} else 30)
    shares = {k: Decimal(v) if isinstance(v, str) else v for k, v in SHARES.items()}
    con.begin()
    try:
        _give(con, households, capacities)
        (select,) = (one for one in selects_of("outputs") if one.name == "selection")
        build_table(con, select, {**policy_at(day).bound, **shares})
        found = con.execute("select * from outputs.selection order by household_id")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    finally:
        con.rollback()


def _give(con: Any, households: Rows, capacities: dict[str, int]) -> None:
    numbered = [(f"H{n:03d}", one) for n, one in enumerate(households)]
    waited = [(name, one) for name, one in numbered if one["waited"] and one["colour"] != "red"]
    waited.sort(key=lambda pair: (-pair[1]["waited"], pair[0]))
    tables = {
        "screening.households": [
            {
                "household_id": name,
                "colour": one["colour"],
                "colour_rank": RANKS[one["colour"]],
                "score": one["score"],
            }
            for name, one in numbered
        ],
        "core.households": [
            {"household_id": name, "street_code": one["street"]} for name, one in numbered
        ],
        "reference.capacities": [
            {"street_code": code, "visits_per_month": visits, "from_month": "2026-01"}
            for code, visits in capacities.items()
        ],
        "releases.previous_queue": [
            {
                "household_id": name,
                "colour": one["colour"],
                "months_waiting": one["waited"],
                "place_in_queue": place,
            }
            for place, (name, one) in enumerate(waited, 1)
        ],
    }
    for table, rows in tables.items():
        insert_rows(con, table, rows)


@settings(deadline=None, max_examples=10)
@given(_households, _capacities)
def test_everybody_has_one_place_red_is_whole_and_each_colour_has_its_least(
    households: Rows, capacities: dict[str, int]
) -> None:
    rows = _selected(households, capacities)
    assert len(rows) == len(households)
    declared = [row for row in rows if row["street_code"] in capacities]
    assert sorted(row["order_place"] for row in declared) == list(range(1, len(declared) + 1))
    assert all(row["is_selected"] for row in rows if row["street_code"] not in capacities)
    assert all(row["is_selected"] for row in rows if row["colour"] == "red")
    total = sum(capacities.values())
    for colour in ("orange", "yellow"):
        of_colour = [row["is_selected"] for row in declared if row["colour"] == colour]
        assert sum(of_colour) >= min(len(of_colour), -(-total // 10))
    secured = sum(row["selection"] in {"red", "minimum"} for row in declared)
    assert sum(row["is_selected"] for row in declared) == min(len(declared), max(total, secured))


@settings(deadline=None, max_examples=10)
@given(_households, _capacities, st.randoms(use_true_random=False))
def test_the_line_is_the_same_in_all_streets(
    households: Rows, capacities: dict[str, int], random: Any
) -> None:
    """Who moves from one declared street to another has the same chance as before."""
    at_home = [one for one in households if one["street"] in capacities]
    moved = [{**one, "street": random.choice(sorted(capacities))} for one in at_home]
    before, after = (_selected(some, capacities) for some in (at_home, moved))
    assert [r["selection"] for r in before] == [r["selection"] for r in after]
    for row in before:
        if row["selection"] == "waiting":
            better = [r for r in before if r["colour"] == row["colour"]]
            ahead = {r["selection"] for r in better if r["order_place"] < row["order_place"]}
            assert ahead <= {"minimum", "order", "sample", "waiting"}
        for other in before:
            if other["selection"] == "order" and row["selection"] == "waiting":
                assert other["order_place"] < row["order_place"]


@settings(deadline=None, max_examples=10)
@given(_households, _capacities, _households)
def test_who_waits_keeps_the_place_whoever_comes(
    households: Rows, capacities: dict[str, int], newcomers: Rows
) -> None:
    new = [{**one, "waited": None} for one in newcomers]
    before = {r["household_id"]: r for r in _selected(households, capacities)}
    after = {r["household_id"]: r for r in _selected([*households, *new], capacities)}
    for name, row in before.items():
        if row["months_waited"] and row["place_in_queue"] and after[name]["place_in_queue"]:
            fresh = [
                r for r in after.values() if not r["months_waited"] and r["colour"] == row["colour"]
            ]
            assert all(r["order_place"] > after[name]["order_place"] for r in fresh if _in(r))
            assert after[name]["months_waiting"] == row["months_waited"] + 1


def _in(row: dict[str, Any]) -> bool:
    return row["visits_per_month"] is not None
