"""The contract of core.yearly_burdens."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class YearlyBurdens(DataFrameModel):
    """Totalled yearly burdens of living people, one row a person and year."""

    person_id: pl.String = Field(title="人员编号")
    year: pl.Int32 = Field(title="年度")
    burden_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="个人负担累计")
    is_itemised: pl.Boolean = Field(title="当年是否有结算明细")
    is_counted: pl.Boolean = Field(title="是否计入医疗负担")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id", "year")}  # noqa: RUF012 (pandera reads a plain dict)
