"""Homes with made-up lists: what of a release the ledger reads, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.months import Month
from pipelines.settings import Home
from pipelines.workdays import add_months, add_workdays, first_workday_after
from schemas.outputs import all_outputs

STREET = ("370211001", "黄岛街道")
_MONTHS = {"red": 1, "orange": 3, "yellow": 6}


def release_list(home: Home, month: Month, colours: Mapping[str, str]) -> None:
    """Release a list of a month: household → colour, all of one street."""
    place = home.release_path(month)
    folder = place / "watchlists" / f"street_code={STREET[0]}"
    folder.mkdir(parents=True)
    columns = all_outputs()["watchlists"].columns
    rows = [
        {column.name: row.get(column.name) for column in columns}
        for number, (household, colour) in enumerate(colours.items(), start=1)
        for row in [_row(month, household, colour, number)]
    ]
    frame = pl.DataFrame(rows, schema={column.name: column.dtype for column in columns})
    frame.write_parquet(folder / "watchlist.parquet")
    # A folder counts as a release by its manifest.
    (place / "manifest.json").write_text("{}", encoding="utf-8")


def _row(month: Month, household: str, colour: str, number: int) -> dict[str, Any]:
    listed = first_workday_after(month.as_of_date)
    return {
        "month": str(month),
        "street_code": STREET[0],
        "street_name": STREET[1],
        "household_id": household,
        "members_count": 2,
        "colour": colour,
        "score": 50,
        "rank_in_street": number,
        "status": "new",
        "months_listed": 1,
        "cohorts": "medical",
        "reasons": "",
        "is_provisional": False,
        "next_visit_by": add_months(listed, _MONTHS[colour]),
        "verify_by": add_workdays(listed, 10),
    }
