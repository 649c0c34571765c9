"""One row a household not all of whose members are known."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class IncompleteHouseholds(DataFrameModel):
    """One row a household not all of whose members are known."""

    household_id: pl.String = Field(unique=True, title="户编号", description="住户编号")
    sentence: pl.String = Field(title="说明", description="写给走访人员的话")

    class Config:
        """What keeps the table whole."""

        name = "screening.incomplete_households"
        strict = True
