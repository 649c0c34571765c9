"""The contract of core.bereavements."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Bereavements(DataFrameModel):
    """The dead whose household lives on among the considered ones, one row each.

    `was_of_working_age` is of the day of death.
    """

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号")
    death_date: pl.Date = Field(title="去世日期")
    was_of_working_age: pl.Boolean = Field(title="是否劳动年龄")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
