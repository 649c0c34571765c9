"""The contract of bulletin.amounts."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.bulletin import DIMENSIONS


class Amounts(DataFrameModel):
    """Yuan that newly covered households were due by the day, by group."""

    dimension: pl.String = Field(isin=DIMENSIONS, title="分组方式")
    group_code: pl.String = Field(title="组")
    households_count: pl.Int64 = Field(ge=1, title="户数", metadata={"unit": "户"})
    amount_yuan: Annotated[pl.Decimal, 18, 2] = Field(ge=0, title="金额", metadata={"unit": "元"})

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("dimension", "group_code")}  # noqa: RUF012 (pandera reads a plain dict)
