"""The contract of bulletin.conferences."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Conferences(DataFrameModel):
    """How many households and persons case conferences of the year were about: one row."""

    households_count: pl.Int64 = Field(title="户数", metadata={"unit": "户"})
    persons_count: pl.Int64 = Field(title="人数", metadata={"unit": "人"})
