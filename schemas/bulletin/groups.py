"""The contract of bulletin.groups."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.bulletin import DIMENSIONS, SCOPES


class Groups(DataFrameModel):
    """To which groups a household belongs; of cohorts and reasons it may have several."""

    scope: pl.String = Field(isin=SCOPES, title="范围")
    household_id: pl.String = Field(title="户编号")
    dimension: pl.String = Field(isin=DIMENSIONS, title="分组方式")
    group_code: pl.String = Field(title="组")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("scope", "household_id", "dimension", "group_code")}  # noqa: RUF012 (pandera reads a plain dict)
