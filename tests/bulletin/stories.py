"""Months told in short, as the tables from which the ledger and the bulletin are derived.

A story is a list of households, each with the lists that it stood on, the visits and what it drew:

    - {户: 甲, 镇街: 东街, 颜色: red, 名单: [2026-09], 人群: disability, 原因: [medical_burden],
       走访: {2026-10-12: not_covered}, 享受: {最低生活保障: {自: 2026-10-01, 每月: 600}}}

`份数` makes so many alike. What a visit found is a conclusion, or 未遇到, 已搬走, 拒绝. Everything
else is filled in.
"""

from __future__ import annotations

import atexit
import datetime
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.bulletin.basis import Basis, basis_in
from pipelines.ledger import ledger_parameters
from pipelines.ledger_inputs import load_ledger_inputs
from pipelines.manifest import Json
from pipelines.months import Month, parse_month
from pipelines.settings import Home
from pipelines.warehouse import Connection, build_layer, create_table, open_warehouse
from pipelines.workdays import add_workdays, first_workday_after

STREETS = {"370211901": "东街", "370211902": "西街", "370211903": "南街"}
_CODES = {name: code for code, name in STREETS.items()}
_NOT_SEEN = ("未遇到", "已搬走", "拒绝")
_SCREENED = {"disability": 36627, "medical": 7423, "poverty_roster": 14967, "any": 59017}

Household = Mapping[str, Any]


def basis_for(households: Sequence[Household], month: str, conferences: int = 0) -> Basis:
    """Return what the bulletin of a month is made from, its ledger derived from the story."""
    households = [copy for one in households for copy in _copies(one)]
    con = open_warehouse(None, threads=1)
    atexit.register(con.close)
    told = parse_month(month)
    on = told.as_of_date
    _create_empty(con, on)
    listings = [row for one in households for row in _listings(one) if row["list_date"] <= on]
    _fill(con, "releases.listings", listings)
    lists = {row["list_month"]: row["list_date"] for row in listings}
    _fill(con, "releases.lists", [{"list_month": m, "list_date": d} for m, d in lists.items()])
    known = [str(one) for one in _months(min(lists, default=month), told)]
    _fill(con, "releases.coverage_months", [{"month": one} for one in known])
    _fill(con, "releases.coverage", [row for one in households for row in _drawn(one, known)])
    _fill(con, "staging.field__visit_results", _answers(households, told))
    _fill(con, "staging.field__conferences", _conferences(households[:conferences], on))
    _fill(con, "releases.reasons", _reasons(households, lists))
    places = [{"street_code": code, "street_name": name} for code, name in STREETS.items()]
    _fill(con, "reference.streets", places)
    build_layer(con, "ledger", ledger_parameters(on))
    return basis_in(con, told, manifest_of(listings, max(lists, default=month)))


def _copies(one: Household) -> list[Household]:
    number = one.get("份数", 1)
    return [{**one, "户": f"{one['户']}{copy:03d}"} for copy in range(number)]


def _create_empty(con: Connection, on: datetime.date) -> None:
    """Create all that a ledger reads, as it is in a home where nothing has happened yet."""
    with tempfile.TemporaryDirectory() as folder:
        load_ledger_inputs(con, Home(Path(folder)), on)
    reasons = {"list_month": pl.String(), "household_id": pl.String(), "indicator": pl.String()}
    create_table(con, "releases.reasons", pl.DataFrame(schema=reasons))


def _fill(con: Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    schema = con.sql(f"select * from {table} limit 0").pl().schema
    create_table(con, table, pl.DataFrame(list(rows), schema=schema))


def _months(first: str, last: Month) -> list[Month]:
    months = [parse_month(first)]
    while months[-1] < last:
        months.append(months[-1].next())
    return months


def _listings(one: Household) -> list[dict[str, Any]]:
    return [_listing(one, parse_month(str(month))) for month in one["名单"]]


def _listing(one: Household, month: Month) -> dict[str, Any]:
    listed = first_workday_after(month.as_of_date)
    return {
        "list_month": str(month),
        "household_id": one["户"],
        "street_code": _CODES[one.get("镇街", "东街")],
        "street_name": one.get("镇街", "东街"),
        "colour": one.get("颜色", "red"),
        "score": 40,
        "rank_in_street": 1,
        "members_count": 3,
        "cohorts": one.get("人群", "disability"),
        "reasons": "",
        "list_date": listed,
        "verify_by": add_workdays(listed, 10),
        "next_visit_by": listed,
        "is_exploration": False,
        "is_carried": False,
    }


def _drawn(one: Household, known: Iterable[str]) -> list[dict[str, Any]]:
    return [
        {
            "month": month,
            "household_id": one["户"],
            "benefit": benefit,
            "since_month": told["自"],
            "monthly_amount_yuan": _yuan(told.get("每月")),
            "amount_once_yuan": _yuan(told.get("一次")),
            "persons_count": 1,
            "department": "民政",
            "is_monthly": "每月" in told,
        }
        for benefit, told in (one.get("享受") or {}).items()
        for month in known
        if told["自"] <= parse_month(month).as_of_date
    ]


def _yuan(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(str(amount))


def _answers(households: Sequence[Household], last: Month) -> list[dict[str, Any]]:
    visits = [
        (one["户"], day, found)
        for one in households
        for day, found in (one.get("走访") or {}).items()
        if Month.of(day) <= last
    ]
    return [
        {
            "file_id": "0000000000000001",
            "sheet": "走访名单",
            "row_number": number,
            "delivery_rank": 1,
            "delivery_month": str(Month.of(day)),
            "household_id": household,
            "visited_date": day,
            "visit_result": found if found in _NOT_SEEN else "已见到",
            "conclusion": None if found in _NOT_SEEN else found,
            "is_answered": True,
            "is_nomination": False,
        }
        for number, (household, day, found) in enumerate(visits, start=1)
    ]


def _conferences(households: Sequence[Household], on: datetime.date) -> list[dict[str, Any]]:
    return [
        {"household_id": one["户"], "conference_date": on, "persons_count": 2, "delivery_rank": 1,
         "decision": "一事一议纳入救助", "lead_department": "民政",
         "file_id": "0000000000000002", "sheet": "", "row_number": number,
         "delivery_month": str(Month.of(on))}
        for number, one in enumerate(households, start=1)
    ]  # fmt: skip


def _reasons(households: Sequence[Household], lists: Iterable[str]) -> list[dict[str, Any]]:
    return [
        {"list_month": str(month), "household_id": one["户"], "indicator": indicator}
        for one in households
        for month in one["名单"]
        if str(month) in lists
        for indicator in one.get("原因", ("medical_burden",))
    ]


def manifest_of(listings: Sequence[Mapping[str, Any]], month: str) -> Json:
    """Return what the manifest of the newest list says of it."""
    newest = [row for row in listings if row["list_month"] == month]
    return {
        "month": month,
        "colours": _colours(newest),
        "streets": {
            code: {"street_name": name, "colours": _colours(newest, code)}
            for code, name in STREETS.items()
        },
        "outputs": [{"path": "watchlists/a/watchlist.parquet", "rows": len(newest)}],
        "screened": {
            cohort: {"person_times_year": count, "person_times_month": count // 9}
            for cohort, count in _SCREENED.items()
        },
        "sources": {
            "medical_insurance__settlements": {
                "status": "stale",
                "age_months": 2,
                "delivery_month": "2026-08",
                "title": "医疗费用结算明细",
                "reason": "本月没有交来",
            },
            "community__residents": {
                "status": "present",
                "age_months": 0,
                "delivery_month": "2026-10",
                "title": "网格台账",
                "reason": "",
            },
        },
        "indicators": {
            "medical_burden": {"is_connected": True, "not_assessed": 120},
            "care_load": {"is_connected": True, "not_assessed": 3},
        },
        "unlinked_records": 12,
        "policies_not_compared": [],
        "placeholders": [],
    }


def _colours(rows: Iterable[Mapping[str, Any]], street: str | None = None) -> dict[str, int]:
    counted = Counter(row["colour"] for row in rows if street in (None, row["street_code"]))
    return {colour: counted[colour] for colour in ("red", "orange", "yellow")}
