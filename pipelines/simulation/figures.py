"""What a round came to: what the ledger tells of it, and how much of the truth it found."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.ledger import open_ledger
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.simulation.homes import HomesOfHouseholds
from pipelines.simulation.needs import Need
from pipelines.warehouse import Connection

IN_NEED = ("not_delivered", "not_covered", "complex")


@dataclass(frozen=True)
class Round:
    """A month as its ledger tells it on its last day; counts are of households.

    `listed` is the list that goes out after the month. Everything else speaks of what came back in
    the month: visits told, those met, those found in need, those newly covered; of the households
    to be verified up to now, those `overdue`; of those whose ten days ended in the month (`due`),
    those verified in time.
    """

    listed: int
    new: int
    visits: int
    met: int
    found: int
    covered: int
    due: int
    in_time: int
    to_verify: int
    overdue: int
    busiest_office: int


@dataclass(frozen=True)
class Truth:
    """Homes in need up to a month, and how many of them were listed, found in need, covered."""

    needy: int
    listed: int
    found: int
    covered: int


@dataclass(frozen=True)
class MonthFigures:
    """A month's figures beside what is true."""

    month: Month
    round: Round
    truth: Truth


def count_month(
    home: Home,
    month: Month,
    needs: Mapping[int, Need],
    homes: HomesOfHouseholds,
    assisted: frozenset[int],
) -> MonthFigures:
    """Count a month; `assisted` are homes that drew assistance before all began."""
    with closing(open_ledger(home, month.as_of_date)) as con:
        told = _round(con, home, month)
        needy = {h for h, need in needs.items() if need.since <= month and h not in assisted}
        listed = _homes(con, homes, "select household_id from releases.listings")
        found = _homes(con, homes, f"select household_id from ledger.answers where {_FOUND}")
        covered = _homes(
            con, homes, "select household_id from ledger.events where event = 'helped'"
        )
        truth = Truth(len(needy), len(needy & listed), len(needy & found), len(needy & covered))
    return MonthFigures(month, told, truth)


_FOUND = f"standing = 'merged' and conclusion in {IN_NEED}"
_ROUND = f"""
select
    count(*) as visits,
    count(*) filter (visit_result = '已见到') as met,
    count(distinct case when {_FOUND} then household_id end) as found
from ledger.answers
where standing = 'merged' and known_month = $month
"""
_STATES = """
select
    count(*) filter (verify_by <= $on) as to_verify,
    count(*) filter (verify_by <= $on and not is_verified and not is_closed) as overdue,
    count(*) filter (verify_by between $first and $on) as due,
    count(*) filter (verify_by between $first and $on and is_verified_in_time) as in_time
from ledger.states
"""
_COVERED = """
select count(distinct household_id) as covered
from ledger.events
where event = 'helped' and known_month = $month
"""
_BUSIEST = """
select coalesce(max(visits), 0) as busiest_office
from (
    select count(*) as visits
    from ledger.answers
    where standing = 'merged' and known_month = $month
    group by street_code
) as offices
"""


def _round(con: Connection, home: Home, month: Month) -> Round:
    lists = home.release_path(month).glob("watchlists/*/watchlist.parquet")
    status = pl.concat(pl.read_parquet(path, columns=["status"]) for path in sorted(lists))
    days = {"first": month.first_date, "on": month.as_of_date}
    told = {
        **_row(con, _ROUND, {"month": str(month)}),
        **_row(con, _STATES, days),
        **_row(con, _COVERED, {"month": str(month)}),
        **_row(con, _BUSIEST, {"month": str(month)}),
    }
    return Round(listed=status.height, new=int((status["status"] == "new").sum()), **told)


def _row(con: Connection, query: str, bound: Mapping[str, Any]) -> dict[str, int]:
    (row,) = con.sql(query, params=dict(bound)).pl().to_dicts()
    return {name: int(value) for name, value in row.items()}


def _homes(con: Connection, homes: HomesOfHouseholds, query: str) -> set[int]:
    households = con.sql(f"select distinct household_id from ({query})").pl()["household_id"]
    return {homes[household] for household in households if household in homes}
