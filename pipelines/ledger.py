"""The ledger (台账): what became of each household that a list named, as known on a day.

A pure function of the releases, of what came back from the field, of the reference, the policy
and the day: derived by the SQL of sql/ledger in a small warehouse of its own, in memory.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pipelines.ledger_inputs import load_ledger_inputs
from pipelines.manifest import CountsDisagree
from pipelines.months import Month
from pipelines.policy import policy_at
from pipelines.settings import Home
from pipelines.warehouse import Connection, build_layer, open_warehouse

LAYER = "ledger"

# Every row that a street wrote is one of these, and no row is two of them.
_ROWS = """
select
    (select count(*) from staging.field__visit_results) as written,
    (select count(*) from ledger.answers) as merged,
    (select count(*) from ledger.unmerged) as unmerged,
    count(*) filter (where is_nomination) as nominated,
    count(*) filter (where not is_answered and not is_nomination) as unfilled,
    count(*) filter (where is_answered and not is_nomination and visited_date > $on_date) as later
from staging.field__visit_results
"""


def open_ledger(home: Home, on: date, con: Connection | None = None) -> Connection:
    """Return a warehouse in which the ledger of a day stands: releases.*, staging.*, ledger.*.

    The day's own month is the last whose deliveries are known. Nothing in the home is changed.
    Raises CountsDisagree where a row that a street wrote would be lost.
    """
    con = con or open_warehouse(None)
    load_ledger_inputs(con, home, on)
    build_ledger(con, on)
    return con


def build_ledger(con: Connection, on: date) -> dict[str, int]:
    """Build the ledger from inputs that stand; return what became of the rows that streets wrote.

    Keys: written, merged, unmerged, nominated, unfilled, later (visited after the day).
    """
    build_layer(con, LAYER, ledger_parameters(on))
    return reconcile(con, on)


def ledger_parameters(on: date) -> dict[str, Any]:
    """Return what the SQL of the ledger may bind: the policy of the day, and `on_date`."""
    return {**policy_at(on).bound, "on_date": on}


def sent_back(con: Connection, month: Month | None = None) -> int:
    """Return how many rows that streets wrote were rejected and have not come back mended.

    They stand in the workbook that went back, and in no table of the ledger. `month`: of those
    delivered in that month alone.
    """
    found = con.execute(
        "select coalesce(sum(rows_count), 0) from inputs.sent_back "
        "where source = 'field__visit_results' and ($month is null or delivery_month = $month)",
        {"month": str(month) if month else None},
    ).fetchall()
    return int(found[0][0])


def reconcile(con: Connection, on: date) -> dict[str, int]:
    """Return what became of the rows that streets wrote; CountsDisagree where one is lost."""
    found = con.execute(_ROWS, {"on_date": on})
    names = [column[0] for column in found.description]
    ((*counts,),) = found.fetchall()
    rows = dict(zip(names, map(int, counts), strict=True))
    if rows["written"] != sum(rows.values()) - rows["written"]:
        raise CountsDisagree(
            f"镇街报来的走访结果有 {rows['written']} 行，并入台账的、没有并入的、手工添加的、未填的"
            f"加起来是 {sum(rows.values()) - rows['written']} 行，对不上，没有继续。"
            "请保留现场并报告开发人员。"
        )
    return rows
