"""The contract of core.yearly_notes."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class YearlyNotes(DataFrameModel):
    """Yearly burdens that do not count, and why."""

    person_id: pl.String = Field(title="人员编号")
    year: pl.Int32 = Field(title="年度")
    burden_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="个人负担累计")
    reason: pl.String = Field(title="不计入的原因")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id", "year")}  # noqa: RUF012 (pandera reads a plain dict)
