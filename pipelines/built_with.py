"""What a stored warehouse was built with, so that a later program knows whether it still fits.

A fingerprint stands for a content and tells nothing of it: the text of each select, the value of
each parameter that held.
"""

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import duckdb
import polars as pl

from pipelines.selects import Select, selects_of
from pipelines.warehouse import Connection, create_table

TABLE = "inputs.built_with"
_SCHEMA = {"part": pl.String(), "name": pl.String(), "fingerprint": pl.String()}


def all_selects() -> dict[str, Select]:
    """Return every select of sql/ by the table it builds."""
    layers = sorted(entry.name for entry in files("sql").iterdir() if entry.is_dir())
    read = (one for layer in layers for one in selects_of(layer))
    return {one.table: one for one in read}


def record_built_with(
    con: Connection, selects: Mapping[str, Select], parameters: Mapping[str, Any]
) -> None:
    """Create `inputs.built_with`: one row a select and a parameter, in order."""
    rows = [("select", table, fingerprint(one.text)) for table, one in sorted(selects.items())]
    rows += [("parameter", name, fingerprint(value)) for name, value in sorted(parameters.items())]
    create_table(con, TABLE, pl.DataFrame(rows, schema=_SCHEMA, orient="row"))


def read_built_with(con: Connection, catalogue: str) -> dict[tuple[str, str], str]:
    """Return (part, name) → fingerprint as an attached warehouse says; nothing from an old one."""
    try:
        rows = con.execute(f"select part, name, fingerprint from {catalogue}.{TABLE}").fetchall()
    except duckdb.CatalogException:
        return {}
    return {(part, name): told for part, name, told in rows}


def fingerprint(*parts: Any) -> str:
    """Return one short text for values of these kinds and contents; equal numbers are equal."""
    told = "\x1f".join(_told(part) for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def _told(part: Any) -> str:
    if isinstance(part, bool) or part is None or isinstance(part, str):
        return f"{type(part).__name__}:{part}"
    return f"value:{part}"
