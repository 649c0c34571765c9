"""The contract of core.relationships."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Relationships(DataFrameModel):
    """Each spelling of a relationship received, and its role."""

    relationship: pl.String = Field(title="与户主关系")
    role: pl.String = Field(isin=["head", "spouse", "supporter", "member"], title="类别")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("relationship",)}  # noqa: RUF012 (pandera reads a plain dict)
