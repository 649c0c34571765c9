"""The ledger of a month as files: tables for machines, contradictions side by side for a person."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from pipelines.ledger import LAYER, open_ledger
from pipelines.ledger_conflicts import write_conflicts
from pipelines.months import Month
from pipelines.parquet import write_parquet
from pipelines.selects import selects_of
from pipelines.settings import Home, make_private_folder
from pipelines.warehouse import Connection
from schemas.outputs import Output, OutputColumn
from schemas.tables import contract_of

TABLES = ("states", "events", "transitions", "answers", "helps", "unmerged")
CONFLICTS = "conflicts.xlsx"


def write_ledger(home: Home, month: Month) -> Path:
    """Write the ledger as known on a month's last day, whole or not at all; return its folder.

    The same releases and answers give the same bytes.
    """
    place = home.ledger_path(month)
    make_private_folder(place.parent)
    aside = place.with_name(f".building-{month}")
    shutil.rmtree(aside, ignore_errors=True)
    make_private_folder(aside)
    with closing(open_ledger(home, month.as_of_date)) as con:
        for name in TABLES:
            _write_table(con, name, aside)
        write_conflicts(con, home, month, aside / CONFLICTS)
    shutil.rmtree(place, ignore_errors=True)
    aside.rename(place)
    return place


def _write_table(con: Connection, name: str, folder: Path) -> None:
    output = _output(name)
    columns = ", ".join(f'"{column.name}"' for column in output.columns)
    by = ", ".join(f'"{column}"' for column in output.order)
    table = con.sql(f"select {columns} from {LAYER}.{name} order by {by}").to_arrow_table()
    write_parquet(table, output, folder / f"{name}.parquet")


def _output(name: str) -> Output:
    """Return what the table's contract and its select say of the file."""
    header = next(select.header for select in selects_of(LAYER) if select.name == name)
    contract = contract_of(LAYER, name)
    key = tuple((contract.Config.metadata or {})["key"])
    order = ("household_id", "seq") if name in {"events", "transitions"} else key
    fields = contract.to_schema().columns.items()
    return Output(
        table=name,
        title=header["title"],
        description=header["description"],
        file=f"{name}.parquet",
        folder="",
        partition_by=None,
        key=key,
        order=order,
        repeats=False,
        columns=tuple(_column(str(column), field) for column, field in fields),
    )


def _column(name: str, field: Any) -> OutputColumn:
    unit = (field.metadata or {}).get("unit", "")
    return OutputColumn(name, field.title, field.title, unit, field.dtype.type, field.nullable)
