"""The ledger (台账): what became of each household that a list named, as known on a day.

A pure function of the releases, of what came back from the field, of the reference, the policy
and the day: derived by the SQL of sql/ledger in a small warehouse of its own, in memory.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pipelines.ledger_inputs import load_ledger_inputs
from pipelines.policy import policy_at
from pipelines.settings import Home
from pipelines.warehouse import Connection, build_layer, open_warehouse

LAYER = "ledger"


def open_ledger(home: Home, on: date, con: Connection | None = None) -> Connection:
    """Return a warehouse in which the ledger of a day stands: releases.*, staging.*, ledger.*.

    The day's own month is the last whose deliveries are known. Nothing in the home is changed.
    """
    con = con or open_warehouse(None)
    load_ledger_inputs(con, home, on)
    build_layer(con, LAYER, ledger_parameters(on))
    return con


def ledger_parameters(on: date) -> dict[str, Any]:
    """Return what the SQL of the ledger may bind: the policy of the day, and `on_date`."""
    return {**policy_at(on).bound, "on_date": on}
