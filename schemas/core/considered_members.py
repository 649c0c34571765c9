"""The contract of core.considered_members."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class ConsideredMembers(DataFrameModel):
    """The living members of households that are screened, or in which somebody is assisted."""

    person_id: pl.String = Field(title="人员编号")
    household_id: pl.String = Field(title="户编号")
    is_screened: pl.Boolean = Field(title="是否筛查家庭的成员")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
