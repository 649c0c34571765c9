"""The contract of bulletin.cells."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.bulletin import DIMENSIONS


class Cells(DataFrameModel):
    """Households by figure and group; a combination without any has no row."""

    figure: pl.String = Field(title="项目")
    dimension: pl.String = Field(isin=DIMENSIONS, title="分组方式")
    group_code: pl.String = Field(title="组")
    households_count: pl.Int64 = Field(ge=1, title="户数", metadata={"unit": "户"})

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("figure", "dimension", "group_code")}  # noqa: RUF012 (pandera reads a plain dict)
