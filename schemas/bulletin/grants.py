"""The contract of bulletin.grants."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Grants(DataFrameModel):
    """One row a household and policy that it newly draws since it was listed."""

    household_id: pl.String = Field(title="户编号")
    policy: pl.String = Field(title="政策")
    department: pl.String = Field(nullable=True, title="部门")
    amount_yuan: Annotated[pl.Decimal, 18, 2] = Field(ge=0, title="金额", metadata={"unit": "元"})

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "policy")}  # noqa: RUF012 (pandera reads a plain dict)
