"""One row a living member of a household that is screened this month."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class ScreenedMembers(DataFrameModel):
    """The people whose facts are measured: nobody outside a screened household is."""

    person_id: pl.String = Field(title="人员编号")
    household_id: pl.String = Field(title="户编号")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
