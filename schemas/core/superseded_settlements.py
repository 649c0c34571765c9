"""The contract of core.superseded_settlements."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class SupersededSettlements(DataFrameModel):
    """Settlement rows that a later delivery of the same settlement has replaced."""

    delivery_rank: pl.Int32 = Field(title="送来次序")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("delivery_rank", "sheet", "row_number")}  # noqa: RUF012 (pandera reads a plain dict)
