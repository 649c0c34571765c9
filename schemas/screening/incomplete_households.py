"""One row a household not all of whose members are known."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class IncompleteHouseholds(DataFrameModel):
    """One row a household not all of whose members are known."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    sentence: pl.String = Field(title="说明", description="写给走访人员的话")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
