"""The contract of ledger.moves."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Moves(DataFrameModel):
    """In which state which fact leads to which state; every other pair changes nothing."""

    from_state: pl.String = Field(title="原状态")
    fact: pl.String = Field(title="事")
    to_state: pl.String = Field(title="新状态")
    is_reopening: pl.Boolean = Field(title="是否重新打开")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("from_state", "fact")}  # noqa: RUF012 (pandera reads a plain dict)
