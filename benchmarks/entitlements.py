"""How long it takes to compare households with all policies, beside a loop in Python.

    python -m benchmarks.entitlements --households 100000

The households are made up in memory (``made_households.py``). Timed are the tables from the
household's means on, all of entitlements and all of matches, in DuckDB on two threads; then
eight of the policies household by household in Python (``read_by_hand.py``, rows fetched and
judged) and the same eight in SQL. Wall and CPU seconds: other load lengthens the wall most.
"""

from __future__ import annotations

import argparse
import datetime
import json
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.made_households import fill_households
from benchmarks.read_by_hand import READ_BY_HAND, Reading, read_households
from pipelines import inputs
from pipelines.benefits import BENEFIT_SCHEMAS
from pipelines.places import load_reference
from pipelines.policy import policy_at
from pipelines.selects import selects_of
from pipelines.warehouse import build_layer, build_table
from tests.sql_cases import empty_warehouse

DAY = datetime.date(2026, 10, 31)
GOAL_SECONDS = 10.0
# Built from what is made up, in this order, before the entitlements.
FROM_CORE = ("students", "capacities", "guarantee_members", "guarantee_units", "hardships",
             "household_means")  # fmt: skip
RESULT = Path("build") / "bench" / "entitlements.json"


def made_warehouse(households: int, threads: int) -> duckdb.DuckDBPyConnection:
    """An empty warehouse into which the households are filled, all sources delivered."""
    con = empty_warehouse()
    con.execute(f"set threads = {threads:d}")
    con.execute("set preserve_insertion_order = false")
    deliver(con, households)
    return con


def deliver(con: duckdb.DuckDBPyConnection, households: int) -> None:
    """Fill an empty warehouse with households and say that all sources came this month."""
    fill_households(con, households)
    inputs.load_source_list(con, {})
    con.execute("update inputs.sources set status = 'present', delivery_month = '2026-10'")
    inputs.load_places(con, load_reference())


def build_entitlements(con: duckdb.DuckDBPyConnection) -> None:
    """Build what is timed: from the means of a household to its likely policies."""
    bound = policy_at(DAY).bound
    core = {select.name: select for select in selects_of("core")}
    for name in FROM_CORE:
        build_table(con, core[name], bound)
    build_layer(con, "entitlements", bound)
    build_layer(con, "matches", bound)


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Wall and CPU seconds of a piece of work."""
    wall, cpu = time.monotonic(), time.process_time()
    work()
    return {
        "wall_seconds": round(time.monotonic() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }


def measure(households: int, threads: int) -> dict[str, object]:
    """Time all policies, then those that are read by hand both ways, and count the rows."""
    con = made_warehouse(households, threads)
    everything = timed(lambda: build_entitlements(con))
    row = con.execute("select count(*) from matches.entitlements").fetchone()
    by_hand = timed(lambda: Reading(policy_at(DAY)).answers(read_households(con)))
    by_sql = timed(lambda: build_some(con, READ_BY_HAND))
    return {
        "households": households,
        "threads": threads,
        "policies": len(selects_of("entitlements")),
        "rows": row[0] if row else 0,
        "all policies": everything,
        "cpu seconds a thread": round(everything["cpu_seconds"] / threads, 2),
        "eight policies in SQL": by_sql,
        "eight policies in Python": by_hand,
        "Python / SQL (wall)": round(by_hand["wall_seconds"] / by_sql["wall_seconds"], 2),
        "Python / SQL (CPU)": round(by_hand["cpu_seconds"] / by_sql["cpu_seconds"], 2),
        "goal_seconds": GOAL_SECONDS,
        "goal_met": everything["wall_seconds"] < GOAL_SECONDS,
    }


def build_some(con: duckdb.DuckDBPyConnection, policies: tuple[str, ...]) -> None:
    """Build some policies anew, and how households stand to them alone."""
    bound = policy_at(DAY).bound
    named = ", ".join(f"'{policy}'" for policy in policies)
    for table in BENEFIT_SCHEMAS:
        con.execute(f"delete from policy.{table} where policy not in ({named})")
    selects = {select.name: select for select in selects_of("entitlements")}
    for policy in policies:
        build_table(con, selects[policy], bound)
    matches = {select.name: select for select in selects_of("matches")}
    build_table(con, matches["entitlements"], bound)


def main() -> int:
    """Measure, show and keep the figures; 1 where the goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    result = measure(arguments.households, arguments.threads)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0 if result["goal_met"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
