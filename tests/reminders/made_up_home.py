"""A home with released lists of made-up households, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.months import Month
from pipelines.settings import Home
from pipelines.workdays import add_months, add_workdays, first_workday_after
from schemas.outputs.duties import Duties
from schemas.outputs.watchlists import Watchlists
from schemas.tables import columns_in

STREETS = {"370211001": "黄岛街道", "370211002": "辛安街道"}
_MONTHS = {"red": 1, "orange": 3, "yellow": 6}


def write_release(
    home: Home,
    month: Month,
    households: Sequence[Mapping[str, Any]],
    duties: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write a month's lists: households name `household_id`, `street_code`, `colour` and more."""
    path = home.release_path(month)
    rows = [_listed(month, number, told) for number, told in enumerate(households, start=1)]
    for code in dict.fromkeys(row["street_code"] for row in rows):
        folder = path / "watchlists" / f"street_code={code}"
        folder.mkdir(parents=True)
        own = [row for row in rows if row["street_code"] == code]
        pl.DataFrame(own, columns_in(Watchlists)).write_parquet(folder / "watchlist.parquet")
    (path / "district").mkdir()
    told = [{"month": str(month), "kind_text": "", **row} for row in duties]
    pl.DataFrame(told, columns_in(Duties)).write_parquet(path / "district" / "duties.parquet")
    (path / "manifest.json").write_text("{}", encoding="utf-8")


def _listed(month: Month, number: int, told: Mapping[str, Any]) -> dict[str, Any]:
    listed: date = first_workday_after(month.as_of_date)
    named = {
        "month": str(month), "community_name": "测试社区居委会", "grid_code": "G01",
        "head_name": "测试甲", "address": "测试路1号", "phone": "19900000001",
        "members_count": 2, "score": 50, "rank_in_street": number, "status": "new",
        "months_listed": 1, "cohorts": "medical", "reasons": "医保（2026-10-31）：负担较重",
        "is_provisional": False, "next_visit_by": add_months(listed, _MONTHS[told["colour"]]),
        "verify_by": add_workdays(listed, 10), "street_name": STREETS[told["street_code"]],
    }  # fmt: skip
    return dict.fromkeys(columns_in(Watchlists)) | named | dict(told)


def made_up_home(folder: Path) -> Home:
    """Return an empty home."""
    return Home(folder / "home")
