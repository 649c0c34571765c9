"""What the manifest tells of the lists' length: what offices declared, who stands where."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipelines.manifest import CountsDisagree, Json, told_colours
from pipelines.summary import COLOURS

_COUNTED = ("coloured", "listed", "sample", "supported", "carried", "waiting")


def told_selection(
    tables: Mapping[str, pa.Table], capacities: Iterable[tuple[str, int]]
) -> dict[str, Json]:
    """Return `coloured`, households by colour whether listed or not, and `selection`.

    `capacities` are the visits declared for the month, by street code; `selection.streets` holds
    the streets that declared any. Raises CountsDisagree where a coloured household stands neither
    on a list nor in the queue, or on both.
    """
    coloured, waiting = told_colours(tables["selection"]), told_colours(tables["queue"])
    listed = told_colours(tables["watchlists"])
    for colour, count in coloured.items():
        if count != listed[colour] + waiting[colour]:
            raise CountsDisagree(
                f"有颜色的户（{colour}）{count} 户，名单上 {listed[colour]} 户、排队 "
                f"{waiting[colour]} 户，合计对不上，说明有户丢失。没有发布。"
                "请保留现场并报告开发人员。"
            )
    streets = _streets(tables, dict(capacities))
    selection = {
        "offices": len(streets),
        "capacity": sum(street["capacity"] for street in streets.values()),
        "waiting": waiting,
        "streets": streets,
        **{
            name: sum(street[name] for street in streets.values())
            for name in ("listed", "sample", "supported", "carried")
        },
    }
    return {"coloured": coloured, "selection": selection}


def _streets(tables: Mapping[str, pa.Table], capacities: Mapping[str, int]) -> dict[str, Json]:
    counted: Counter[tuple[str, str]] = Counter()
    for row in _rows(tables["selection"], "street_code", "colour"):
        counted[row["street_code"], "coloured"] += 1
        counted[row["street_code"], f"{row['colour']} coloured"] += 1
    marks = {"is_exploration": "sample", "is_supported": "supported", "is_carried": "carried"}
    for row in _rows(tables["watchlists"], "street_code", "colour", *marks):
        counted[row["street_code"], "listed"] += 1
        counted[row["street_code"], f"{row['colour']} listed"] += 1
        for column, name in marks.items():
            counted[row["street_code"], name] += row[column]
    for row in _rows(tables["queue"], "street_code"):
        counted[row["street_code"], "waiting"] += 1
    names = {row["street_code"]: row["street_name"] for row in tables["streets"].to_pylist()}
    return {
        code: {
            "street_name": names[code],
            "capacity": capacity,
            **{name: counted[code, name] for name in _COUNTED},
            "colours": {
                colour: {name: counted[code, f"{colour} {name}"] for name in ("coloured", "listed")}
                for colour in COLOURS
            },
        }
        for code, capacity in sorted(capacities.items())
    }


def _rows(table: pa.Table, *columns: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.select(list(columns)).to_pylist()
    return rows
