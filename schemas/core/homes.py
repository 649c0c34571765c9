"""The contract of core.homes."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Homes(DataFrameModel):
    """The household of every living person, by what makes it one."""

    person_id: pl.String = Field(title="人员编号")
    household_key: pl.String = Field(title="户的依据")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
