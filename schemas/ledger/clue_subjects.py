"""The contract of ledger.clue_subjects."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class ClueSubjects(DataFrameModel):
    """The household that a clue speaks of, one row a clue of which it is known."""

    clue_id: pl.String = Field(title="分办编号")
    household_id: pl.String = Field(title="户编号")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("clue_id",)}  # noqa: RUF012 (pandera reads a plain dict)
