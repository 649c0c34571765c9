"""Faults of a batch as records that go back to the department: where, what, why, how to mend."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from pipelines.reasons import explain
from schemas.sources import REJECT_SCHEMA

FAULT_SCHEMA: dict[str, pl.DataType] = {
    "index": pl.UInt32(),
    "place": pl.Int32(),
    "rule": pl.String(),
}
"""A fault: the row (0-based, in its batch), the column (its place in the contract, -1 for the
row as a whole) and the rule that is broken."""


def first_faults(faults: pl.DataFrame) -> pl.DataFrame:
    """One fault a row and column, in order; of several the one told first."""
    return faults.unique(["index", "place"], keep="first", maintain_order=True).sort(
        "index", "place", maintain_order=True
    )


def count_by_rule(faults: pl.DataFrame) -> Counter[str]:
    """Rows by the rule that they break first, in the order of the contract's columns."""
    first = faults.unique("index", keep="first", maintain_order=True)
    return Counter(dict(first.group_by("rule").len().sort("rule").iter_rows()))


def reject_records(
    batch: pl.DataFrame,
    faults: pl.DataFrame,
    names: Sequence[str],
    headers: Mapping[str, str],
    place: Mapping[str, str],
) -> pl.DataFrame:
    """One record a fault, in the columns of REJECT_SCHEMA, by row and column.

    `names` are the contract's columns by place, `headers` how the file calls them, `place` gives
    `file_id` and `sheet`. Only this table and the raw copy hold the values.
    """
    records = [
        {
            **place,
            "row_number": row["row_number"],
            "column": name,
            "header": headers.get(name) if name else None,
            "value": row.get(name) if name else None,
            "rule": rule,
            "reason": explain(rule),
            "row_text": text,
        }
        for name, rule, row, text in _with_rows(batch, faults, names, headers)
    ]
    return pl.DataFrame(records, schema=REJECT_SCHEMA)


def _with_rows(
    batch: pl.DataFrame, faults: pl.DataFrame, names: Sequence[str], headers: Mapping[str, str]
) -> list[tuple[str | None, str, dict[str, str | None], str]]:
    """Each fault with its row, as received, and that row's text."""
    rows = batch[faults["index"]].iter_rows(named=True)
    return [
        (names[place] if place >= 0 else None, rule, row, _row_text(row, headers))
        for (place, rule), row in zip(faults.select("place", "rule").iter_rows(), rows, strict=True)
    ]


def _row_text(row: Mapping[str, str | None], headers: Mapping[str, str]) -> str:
    """The row as JSON, header → cell, blank cells left out; a torn line as it stood."""
    if row.get("row_text") is not None:
        return str(row["row_text"])
    cells = {header: row[name] for name, header in headers.items() if row.get(name) is not None}
    return json.dumps(cells, ensure_ascii=False)
