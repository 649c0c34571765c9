"""The contract of core.deaths."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Deaths(DataFrameModel):
    """People who had died by the as-of date, one row each."""

    person_id: pl.String = Field(title="人员编号")
    death_date: pl.Date = Field(title="死亡日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
