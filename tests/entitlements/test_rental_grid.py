"""The rental subsidy to the fen over a full grid, beside a plain reading of the printed table.

Article 000 (24 September 2021): one, two, three or more registered members are due 30, 45, 60
square metres, less what the family owns; 20 yuan for each where it draws the guarantee or is
supported at home, else by income a head and month: up to 1,693 yuan 18, up to 2,540 yuan 16,
above 14.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest

from pipelines.policy import policy_at
from pipelines.selects import selects_of
from pipelines.warehouse import build_table
from tests.sql_cases import empty_warehouse

AS_OF = datetime.date(2026, 10, 31)
FEN = Decimal("0.01")
MEMBERS = range(1, 7)
AREAS = [Decimal(half) / 2 for half in range(141)] + [Decimal("29.99"), Decimal("44.3333")]
BORDERS = [Decimal(1693), Decimal(2540)]
GROUPS = ("低保", "分散供养", "其他")
RENTAL = next(select for select in selects_of("entitlements") if select.name == "rental_subsidy")


def incomes(members):
    """Of the household: nothing, each border, a fen below and above a head and in all, unknown."""
    edges = [border * members for border in BORDERS]
    steps = (FEN * members, FEN, Decimal(0), -FEN, -FEN * members)
    return [None, Decimal(0), *(edge + step for edge in edges for step in steps), Decimal(99999)]


def rate(group, income, members):
    if group in ("低保", "分散供养"):
        return Decimal(20)
    if income <= 1693 * members:
        return Decimal(18)
    return Decimal(16) if income <= 2540 * members else Decimal(14)


def due(group, members, owned, income):
    """From the table by hand: least and most, None where nothing is due."""
    metres = {1: Decimal(30), 2: Decimal(45)}.get(members, Decimal(60)) - owned
    if metres <= 0:
        return None, None
    if income is None and group == "其他":
        rates = Decimal(14), Decimal(18)
    else:
        rates = (rate(group, income, members),) * 2
    return tuple((metres * each).quantize(FEN, ROUND_HALF_UP) for each in rates)


GRID = [
    (f"户{number}", group, members, owned, income)
    for number, (group, members, owned, income) in enumerate(
        (group, members, owned, income)
        for group in GROUPS
        for members in MEMBERS
        for owned in AREAS
        for income in incomes(members)
    )
]


def fill(con, table, columns):
    """Insert columns (all rows alike long) into a table, as the table's own types."""
    types = {name: kind for name, kind, *_ in con.execute(f"describe {table}").fetchall()}
    con.register("given", pl.DataFrame(columns, strict=False, infer_schema_length=None))
    names = ", ".join(columns)
    casts = ", ".join(f"cast({name} as {types[name]})" for name in columns)
    con.execute(f"insert into {table} ({names}) select {casts} from given")
    con.unregister("given")


def persons(chosen):
    pairs = [(f"{home}-{n}", home) for home, _, members, *_ in chosen for n in range(members)]
    return {"person_id": [one for one, _ in pairs], "household_id": [home for _, home in pairs]}


def load(con):
    everybody = persons(GRID)
    size = len(everybody["person_id"])
    fill(con, "core.considered_members", {**everybody, "is_screened": [True] * size})
    fill(con, "core.household_means", {
        "household_id": [home for home, *_ in GRID],
        "counted_count": [members for _, _, members, *_ in GRID],
        "monthly_income_yuan": [None if row[4] is None else str(row[4]) for row in GRID],
        "report_date": [AS_OF] * len(GRID),
    })  # fmt: skip
    assured = persons([row for row in GRID if row[1] == "低保"])
    fill(con, "core.benefits", {
        **assured, "benefit": ["最低生活保障"] * len(assured["person_id"]),
    })  # fmt: skip
    supported = persons([row for row in GRID if row[1] == "分散供养"])["person_id"]
    count = len(supported)
    fill(con, "core.assistance", {
        "person_id": supported, "category": ["特困人员"] * count,
        "support_mode": ["分散供养"] * count, "is_current": [True] * count,
    })  # fmt: skip
    owners = [row for row in GRID if row[3] > 0]
    count = len(owners)
    fill(con, "staging.natural_resources__real_estate", {
        "person_id": [f"{row[0]}-0" for row in owners], "usage": ["住宅"] * count,
        "property_number": [row[0] for row in owners], "row_number": list(range(count)),
        "floor_area_square_metres": [str(row[3]) for row in owners],
        "delivery_rank": [1] * count, "is_alternative": [False] * count, "sheet": ["表"] * count,
    })  # fmt: skip


@pytest.fixture(scope="module")
def answers():
    con = empty_warehouse()
    con.begin()
    try:
        load(con)
        build_table(con, RENTAL, policy_at(AS_OF).bound)
        return con.execute(
            "select household_id, low_yuan, high_yuan, is_met from entitlements.rental_subsidy "
            "where condition = 'space'"
        ).fetchall()
    finally:
        con.rollback()


def test_every_cell_of_the_grid_is_right_to_the_fen(answers):
    found = {home: (low, high) for home, low, high, _ in answers}
    wrong = [
        (row, found.get(row[0]), due(*row[1:]))
        for row in GRID
        if found.get(row[0]) != due(*row[1:])
    ]
    assert wrong[:5] == []
    assert len(found) == len(GRID)


def test_space_is_short_where_and_only_where_something_is_due(answers):
    short = {home for home, _, _, is_met in answers if is_met}
    assert short == {row[0] for row in GRID if due(*row[1:]) != (None, None)}
