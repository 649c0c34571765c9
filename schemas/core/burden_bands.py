"""The contract of core.burden_bands."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class BurdenBands(DataFrameModel):
    """How costs of treatment are told: more than `above_yuan`, at most `up_to_yuan`."""

    band: pl.Int32 = Field(title="段")
    above_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="下限")
    up_to_yuan: Annotated[pl.Decimal, 18, 2] = Field(nullable=True, title="上限")
    band_text: pl.String = Field(title="说法")
    open_text: pl.String = Field(title="不再细分的说法")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("band",)}  # noqa: RUF012 (pandera reads a plain dict)
