"""The contract of core.guarantee_units."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class GuaranteeUnits(DataFrameModel):
    """How many people of a considered household count in the sense of 低保."""

    household_id: pl.String = Field(title="户编号")
    counted_count: pl.Int32 = Field(title="计入人数", ge=0)

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
