"""What a bulletin is made from: the ledger of a day, the newest manifest, and the reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from pipelines.bulletin.counted import Counted, agree, count
from pipelines.errors import SanseError
from pipelines.ledger import ledger_parameters, open_ledger
from pipelines.manifest import Json, read_manifest
from pipelines.months import Month, parse_month
from pipelines.settings import Home
from pipelines.summary import COLOURS
from pipelines.warehouse import Connection, build_layer, create_table

LAYER = "bulletin"
_REASONS = {"list_month": pl.String(), "household_id": pl.String(), "indicator": pl.String()}


class NothingListed(SanseError):
    """No list had gone out by the end of the month: there is nothing to report."""


@dataclass(frozen=True)
class Basis:
    """The tables of a month, and what the manifest of its newest list says."""

    con: Connection
    month: Month
    list_month: Month
    list_date: date
    manifest: Json
    counted: Counted
    street_names: Mapping[str, str]
    parameters: Mapping[str, Any]


def basis_of(home: Home, month: Month) -> Basis:
    """Open the ledger of a month's last day and count; see `basis_in`."""
    con = open_ledger(home, month.as_of_date)
    create_table(con, "releases.reasons", _reasons(con, home))
    newest = _newest_list(con, month)
    return basis_in(con, month, read_manifest(home.release_path(newest)))


def basis_in(con: Connection, month: Month, manifest: Json) -> Basis:
    """Count a month in a warehouse in which its ledger stands; `manifest` is the newest list's.

    Raises NothingListed, CountsDisagree where ledger, lists and manifest do not agree.
    """
    newest = _newest_list(con, month)
    parameters = ledger_parameters(month.as_of_date)
    build_layer(con, LAYER, parameters)
    names = _street_names(con)
    counted = count(con, manifest["streets"])
    _check_against_lists(con, newest, counted, manifest)
    listed = con.execute(
        "select list_date from releases.lists where list_month = ?", [str(newest)]
    ).fetchall()
    return Basis(con, month, newest, listed[0][0], manifest, counted, names, parameters)


def _newest_list(con: Connection, month: Month) -> Month:
    (found,) = con.execute("select max(list_month) from releases.lists").fetchone() or (None,)
    if found is None:
        raise NothingListed(
            f"到 {month.as_of_date} 为止还没有发出过名单，没有可以写进月报的内容。"
            "名单在次月第一个工作日发出：请换更晚的月份，或先用 sanse run 发布名单。"
        )
    return parse_month(found)


def _reasons(con: Connection, home: Home) -> pl.DataFrame:
    """Return which indicators gave points to a household of a list."""
    months = con.execute("select list_month from releases.lists order by list_month").fetchall()
    frames = [_reasons_of(home, parse_month(month)) for (month,) in months]
    return pl.concat([pl.DataFrame(schema=_REASONS), *frames])


def _reasons_of(home: Home, month: Month) -> pl.DataFrame:
    columns = ["month", "household_id", "indicator", "points"]
    table = pq.read_table(home.release_path(month) / "contributions.parquet", columns=columns)
    frame = pl.DataFrame(pl.from_arrow(table)).filter(pl.col("points") > 0)
    return frame.select(pl.col("month").alias("list_month"), "household_id", "indicator").unique()


def _street_names(con: Connection) -> dict[str, str]:
    rows: Iterable[tuple[str, str]] = con.execute(
        "select street_code, street_name from releases.listings order by list_month"
    ).fetchall()
    own = con.execute("select street_code, street_name from reference.streets").fetchall()
    return {**dict(own), **dict(rows)}


def _check_against_lists(con: Connection, newest: Month, counted: Counted, manifest: Json) -> None:
    """The same households stand in the lists, their manifest, the ledger and the bulletin."""
    agree("本期名单所属月份", str(newest), manifest["month"])
    for colour, households in manifest["colours"].items():
        told = counted.cells["list", "colour", colour]
        agree(f"本期名单的{COLOURS[colour]}色户", households, told)
    for code, street in manifest["streets"].items():
        listed = sum(street["colours"].values())
        agree(f"镇街 {code} 的本期名单", listed, counted.cells.get(("list", "street", code), 0))
    agree("名单文件的行数", _rows_written(manifest), counted.of_all("list"))
    agree("台账户数", _one(con, "select count(distinct household_id) from releases.listings"),
          _one(con, "select count(*) from ledger.states"))  # fmt: skip
    agree("现在名单上的户", _one(con, "select count(*) from ledger.states where listed_now"),
          counted.of_all("list"))  # fmt: skip


def _rows_written(manifest: Json) -> int:
    return sum(
        output["rows"]
        for output in manifest["outputs"]
        if output["path"].startswith("watchlists/")
        and output["path"].endswith("/watchlist.parquet")
    )


def _one(con: Connection, query: str) -> int:
    ((found,),) = con.execute(query).fetchall()
    return int(found)
