"""The rules of one screening as the SQL sees them: values it binds, tables of schema `policy`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from pipelines.built_with import fingerprint
from pipelines.policy import Policy
from pipelines.scorecard import Scorecard, tables_of

# The table that repeats parameters' values as text, for pages to show.
_SHOWN_VALUES = "benefit_parameters"


@dataclass(frozen=True)
class Rules:
    """What holds in one scenario, or at present."""

    policy: Policy
    scorecard: Scorecard
    overrides: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day on which they hold."""
        return self.policy.day

    @cached_property
    def bound(self) -> dict[str, Any]:
        """What SQL may bind."""
        return dict(self.policy.bound)

    @cached_property
    def scorecard_tables(self) -> dict[str, pl.DataFrame]:
        """The tables of schema `policy` that the scorecard gives, by name."""
        return tables_of(self.scorecard, self.policy.parameters)

    def tables(self, stored: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        """Return all tables of schema `policy`, by name, given those of the stored warehouse."""
        tables = {**stored, **self.scorecard_tables}
        shown = tables.get(_SHOWN_VALUES)
        if shown is not None and self.overrides:
            tables[_SHOWN_VALUES] = _with_values(shown, self.overrides)
        return tables


def _with_values(shown: pl.DataFrame, overrides: Mapping[str, Any]) -> pl.DataFrame:
    told = {name: str(value) for name, value in overrides.items()}
    changed = pl.col("parameter").replace_strict(told, default=pl.col("value"))
    return shown.with_columns(changed.alias("value"))


def frame_fingerprint(frame: pl.DataFrame) -> str:
    """Return one text for a frame's columns and rows, whatever the order of the rows."""
    rows = sorted(map(str, frame.rows()))
    return fingerprint(",".join(frame.columns), *rows)
