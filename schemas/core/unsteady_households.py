"""The contract of core.unsteady_households."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class UnsteadyHouseholds(DataFrameModel):
    """Households with a member who can work and is not seen in steady work."""

    household_id: pl.String = Field(title="户编号")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
