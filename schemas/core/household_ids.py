"""The contract of core.household_ids."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class HouseholdIds(DataFrameModel):
    """The lasting id of every household; both columns are unique."""

    household_key: pl.String = Field(title="户的依据")
    household_id: pl.String = Field(title="户编号")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
