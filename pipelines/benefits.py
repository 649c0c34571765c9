"""The policies of policy/benefits/ on a day, as the tables that the SQL compares people with."""

from datetime import date
from importlib.resources import files
from typing import Any

import polars as pl

from pipelines.selects import selects_of
from pipelines.strict_yaml import read_yaml

BENEFIT_SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "benefits": {
        "policy": pl.String(),
        "title": pl.String(),
        "department": pl.String(),
        "grain": pl.String(),
        "form": pl.String(),
        "rank": pl.Int32(),
        "received_by": pl.String(),
        "exclusion_article": pl.String(),
        "since_date": pl.Date(),
        "until_date": pl.Date(),
    },
    "benefit_conditions": {
        "policy": pl.String(),
        "condition": pl.String(),
        "position": pl.Int32(),
        "title": pl.String(),
        "kind": pl.String(),
        "missing": pl.String(),
        "supplier": pl.String(),
        "ask": pl.String(),
        "article": pl.String(),
    },
    "received_as": {"policy": pl.String(), "benefit": pl.String()},
    "excluded_by": {"policy": pl.String(), "benefit": pl.String()},
    "benefit_parameters": {
        "policy": pl.String(),
        "condition": pl.String(),
        "parameter": pl.String(),
        "title": pl.String(),
        "value": pl.String(),
        "unit": pl.String(),
        "since_date": pl.Date(),
        "reference": pl.String(),
        "is_placeholder": pl.Boolean(),
    },
}


def benefit_tables(day: date) -> dict[str, pl.DataFrame]:
    """Return the tables policy.<name> of the policies in force on a day that have SQL."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in BENEFIT_SCHEMAS}
    for select in selects_of("entitlements"):
        text = (files("policy") / "benefits" / f"{select.name}.yaml").read_text(encoding="utf-8")
        written = read_yaml(text)
        if written["since"] <= day and (written["until"] is None or day <= written["until"]):
            _add_rows(rows, select.name, written)
    return {
        name: pl.DataFrame(rows[name], schema=schema) for name, schema in BENEFIT_SCHEMAS.items()
    }


def _add_rows(rows: dict[str, list[dict[str, Any]]], policy: str, written: dict[str, Any]) -> None:
    said = {key: written.get(key) for key in BENEFIT_SCHEMAS["benefits"]}
    rows["benefits"].append(
        {**said, "policy": policy, "since_date": written["since"], "until_date": written["until"]}
    )
    for position, (name, condition) in enumerate(written["conditions"].items(), start=1):
        told = {key: condition.get(key) for key in BENEFIT_SCHEMAS["benefit_conditions"]}
        rows["benefit_conditions"].append(
            {**told, "policy": policy, "condition": name, "position": position}
        )
    for table in ("received_as", "excluded_by"):
        rows[table] += [{"policy": policy, "benefit": benefit} for benefit in written[table]]
