"""How many visits a month each office has declared: reference/capacities.csv.

An office that declared nothing is not cut, and without the file nobody has declared anything.
"""

import csv
import os
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import polars as pl

from pipelines.errors import SanseError
from pipelines.months import Month

FILE = "capacities.csv"
COLUMNS = ("street_code", "visits_per_month", "from_month", "note")
CAPACITIES_SCHEMA: dict[str, pl.DataType] = {
    "street_code": pl.String(),
    "visits_per_month": pl.Int32(),
    "from_month": pl.String(),
}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_VISITS = re.compile(r"\d{1,6}", re.ASCII)


class CapacitiesNotReadable(SanseError):
    """The file of declared visits is not of the form that the package `reference` explains."""


def capacities_at(
    month: Month, street_codes: frozenset[str], folder: Traversable | None = None
) -> pl.DataFrame:
    """Return the visits that each office has declared for a month, a row an office that has.

    Of several declarations of an office the newest up to the month holds; a blank number ends
    the declaration. Raises CapacitiesNotReadable with line and cure.
    """
    rows = _read(folder or _folder())
    newest: dict[str, dict[str, str]] = {}
    for line, row in enumerate(rows, start=2):
        _check(line, row, street_codes)
        known = newest.get(row["street_code"])
        if row["from_month"] > str(month):
            continue
        if known is not None and known["from_month"] == row["from_month"]:
            raise _fault(line, "同一镇街同一月份申报了两次", "请只留一行")
        if known is None or known["from_month"] < row["from_month"]:
            newest[row["street_code"]] = row
    held = [
        (code, int(row["visits_per_month"]), row["from_month"])
        for code, row in sorted(newest.items())
        if row["visits_per_month"]
    ]
    return pl.DataFrame(held, schema=CAPACITIES_SCHEMA, orient="row")


def _folder() -> Traversable:
    named = os.environ.get("SANSE_REFERENCE_DIR")
    return Path(named) if named else files("reference")


def _read(folder: Traversable) -> list[dict[str, str]]:
    place = folder / FILE
    if not place.is_file():
        return []
    try:
        text = place.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CapacitiesNotReadable(
            f"各镇街申报的走访数 {FILE} 不是 UTF-8 文本。请另存为 UTF-8 编码的 csv。"
        ) from None
    reader = csv.reader(text.splitlines())
    if tuple(next(reader, ())) != COLUMNS:
        raise CapacitiesNotReadable(
            f"各镇街申报的走访数 {FILE} 的表头应当是 {','.join(COLUMNS)}。请改正后再运行。"
        )
    return [_row(line, cells) for line, cells in enumerate(reader, start=2)]


def _row(line: int, cells: list[str]) -> dict[str, str]:
    if len(cells) != len(COLUMNS):
        raise _fault(line, f"有 {len(cells)} 格", f"请写成 {len(COLUMNS)} 格，没有备注也留逗号")
    return dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))


def _check(line: int, row: dict[str, str], street_codes: frozenset[str]) -> None:
    if row["street_code"] not in street_codes:
        raise _fault(line, "镇街代码不在 streets.csv 里", "请填 9 位镇街代码")
    if not _MONTH.fullmatch(row["from_month"]):
        raise _fault(line, "开始月份读不懂", "请写成 2026-10 的形式")
    if row["visits_per_month"] and not _VISITS.fullmatch(row["visits_per_month"]):
        raise _fault(line, "走访数不是整数", "请填每月能走访的户数；不再申报的留空")


def _fault(line: int, what: str, cure: str) -> CapacitiesNotReadable:
    return CapacitiesNotReadable(
        f"各镇街申报的走访数 {FILE} 第 {line} 行：{what}。名单的长短由它定，所以没有继续。{cure}。"
    )
