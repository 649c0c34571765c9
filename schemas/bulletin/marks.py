"""The contract of bulletin.marks."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.bulletin import SCOPES


class Marks(DataFrameModel):
    """One row a household and figure in which it counts."""

    scope: pl.String = Field(isin=SCOPES, title="范围")
    household_id: pl.String = Field(title="户编号")
    figure: pl.String = Field(title="项目")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("scope", "household_id", "figure")}  # noqa: RUF012 (pandera reads a plain dict)
