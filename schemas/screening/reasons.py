"""One row a sentence of a household’s reasons, numbered in their order."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Reasons(DataFrameModel):
    """One row a sentence of a household’s reasons, numbered in their order."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    reason_order: pl.Int32 = Field(title="序号", description="从 1 起")
    sentence: pl.String = Field(title="原因", description="一句话")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "reason_order")}  # noqa: RUF012 (pandera reads a plain dict)
