"""The contract of bulletin.policies."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Policies(DataFrameModel):
    """Newly covered households and yuan by policy."""

    policy: pl.String = Field(title="政策")
    department: pl.String = Field(nullable=True, title="部门")
    households_count: pl.Int64 = Field(ge=1, title="户数", metadata={"unit": "户"})
    amount_yuan: Annotated[pl.Decimal, 18, 2] = Field(ge=0, title="金额", metadata={"unit": "元"})

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("policy",)}  # noqa: RUF012 (pandera reads a plain dict)
