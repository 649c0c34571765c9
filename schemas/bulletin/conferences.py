"""The contract of bulletin.conferences."""

import polars as pl
from pandera.polars import DataFrameModel, Field

_HOUSEHOLDS, _PERSONS = {"unit": "户"}, {"unit": "人"}


class Conferences(DataFrameModel):
    """Households and persons of the year's case conferences, and those taken in by one: one row."""

    households_count: pl.Int64 = Field(title="会商户数", metadata=_HOUSEHOLDS)
    persons_count: pl.Int64 = Field(title="会商人数", metadata=_PERSONS)
    admitted_households_count: pl.Int64 = Field(title="纳入户数", metadata=_HOUSEHOLDS)
    admitted_persons_count: pl.Int64 = Field(title="纳入人数", metadata=_PERSONS)
