"""One row a household some member of which draws assistance."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class HouseholdAssistance(DataFrameModel):
    """One row a household some member of which draws assistance."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    already_receives: pl.String = Field(title="已享受的救助", description="分号分隔")
    draws_basic_assistance: pl.Boolean = Field(
        title="是否享受低保或特困", description="是：不作为该项线索"
    )

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
