"""What a household may be due, in words: from the files of a release alone; no names."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.estimates import told_bounds

Row = dict[str, Any]

ANSWERS = {"met": "满足", "not_met": "不满足", "unknown": "说不清"}
PLACEHOLDER = "标准未公布，按暂定值估算"
_PAID = {"one_off": "一次性", "relief": "减免"}
_SUBJECT = ("policy", "person_id")


class Policies:
    """The policies of one household; `are_computed` False: a release of before they were."""

    def __init__(self, release: Path, household_id: str) -> None:
        file = release / "entitlements.parquet"
        self.are_computed = file.is_file()
        self._entries = _rows(file, household_id, "rank", "policy", "person_id")
        self._conditions = _rows(
            release / "conditions.parquet", household_id, "position", "parameter"
        )

    @property
    def received(self) -> list[str]:
        """The titles of those that somebody of the household draws already."""
        return list(dict.fromkeys(row["title"] for row in self._of("already_receives")))

    @property
    def likely(self) -> list[str]:
        """The lines that tell what the household may be due, condition by condition."""
        told = [
            line
            for number, row in enumerate(self._of("may_qualify"), start=1)
            for line in self._told(number, row)
        ]
        return told or ["  没有查到（不等于没有，照常受理）"]

    @property
    def unclear(self) -> list[str]:
        """The lines that tell of which policies nobody can say yet, and who can supply what."""
        told = []
        for row in self._of("cannot_tell"):
            told.append(f"  · {_title(row)}")
            told += _open_questions(row, "      ")
        return told or ["  没有"]

    @property
    def references(self) -> list[str]:
        """What sets each value that a likely policy is judged by, once a value."""
        shown = {(row["policy"], row["person_id"]) for row in self._of("may_qualify")}
        used = {
            one["parameter"]: one
            for one in self._conditions
            if one["parameter"] and (one["policy"], one["person_id"]) in shown
        }
        return [
            f"  · {one['parameter_title']}：{'暂定，' if one['is_placeholder'] else ''}"
            f"{one['reference']}"
            for _, one in sorted(used.items())
        ]

    def _of(self, status: str) -> list[Row]:
        return [row for row in self._entries if row["status"] == status]

    def _told(self, number: int, row: Row) -> Iterator[str]:
        amount = amount_text(row["form"], row["low_yuan"], row["high_yuan"])
        yield f"  {number}. {'｜'.join(filter(None, [_title(row), row['department'], amount]))}"
        yield f"     依据：{row['articles']}"
        used = [one for one in self._conditions if all(one[name] == row[name] for name in _SUBJECT)]
        for condition in dict.fromkeys(one["condition"] for one in used):
            values = [one for one in used if one["condition"] == condition]
            yield from _told_condition(values)
        yield from _open_questions(row, "     ")
        yield f"     到哪里办：{row['apply_at']}；带：{row['bring'] or '没有规定'}"


def _rows(file: Path, household_id: str, *order: str) -> list[Row]:
    if not file.is_file():
        return []
    mine = pl.scan_parquet(file).filter(pl.col("household_id") == household_id)
    return mine.collect().sort(order, nulls_last=True).to_dicts()


def _title(row: Row) -> str:
    person = f"（人员 {row['person_id']}）" if row["person_id"] else ""
    return f"{row['title']}{person}{f'（{PLACEHOLDER}）' if row['uses_placeholder'] else ''}"


def _open_questions(row: Row, indent: str) -> Iterator[str]:
    if row["missing"]:
        yield f"{indent}还缺：{row['missing']}"
    if row["asks"]:
        yield f"{indent}问：{row['asks']}"


def _told_condition(values: list[Row]) -> Iterator[str]:
    """One condition: its answer and why, then each value that it is judged by."""
    first = values[0]
    if first["condition"]:
        why = first["evidence"] or ""
        day = f"（{first['observed_date']}）" if why and first["observed_date"] else ""
        said = f"：{why}{day}" if why else ""
        article = f"　〔{first['article']}〕" if first["article"] else ""
        yield f"     - {ANSWERS[first['answer']]}　{first['title']}{said}{article}"
    used = "；".join(_value(one) for one in values if one["parameter"])
    if used:
        yield f"         用到：{used}"


def _value(row: Row) -> str:
    value = "没有规定" if row["value"] is None else f"{row['value']}{_unit(row['unit'])}"
    tentative = "，暂定" if row["is_placeholder"] else ""
    return f"{row['parameter_title']} {value}（{row['since_date']}起{tentative}）"


def _unit(unit: str | None) -> str:
    """The unit as one writes it behind a number; yes or no, and kinds, have none."""
    return "" if not unit or unit in {"是/否", "残疾类别", "残疾等级"} else unit


def amount_text(form: str, low: Decimal | None, high: Decimal | None) -> str:
    """Return an estimate as the lists write it; empty where nothing is known."""
    low, high = told_bounds(form, low, high)
    if high is None:
        return ""
    paid = f"可能{_PAID.get(form, '每月')}"
    if low is None:
        return f"{paid}至多约{_yuan(high)}元"
    bounds = _yuan(low) if low == high else f"{_yuan(low)}至{_yuan(high)}"
    return f"{paid}约{bounds}元"


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}".removesuffix(".00")
