"""The contract of core.severe_illnesses."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class SevereIllnesses(DataFrameModel):
    """Considered members in treatment for a severe illness, one row each; never which."""

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号")
    confirmed_date: pl.Date = Field(title="纳入管理日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
