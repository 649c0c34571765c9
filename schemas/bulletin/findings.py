"""The contract of bulletin.findings."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import CONCLUSIONS


class Findings(DataFrameModel):
    """What a visit of the year found of each household, and what it has got since."""

    household_id: pl.String = Field(title="户编号")
    conclusion: pl.String = Field(nullable=True, isin=CONCLUSIONS, title="核实结论")
    is_helped: pl.Boolean = Field(title="是否新纳入")
    amount_yuan: Annotated[pl.Decimal, 18, 2] = Field(ge=0, title="金额", metadata={"unit": "元"})

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
