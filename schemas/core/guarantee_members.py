"""The contract of core.guarantee_members."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class GuaranteeMembers(DataFrameModel):
    """Who counts as living together in the sense of 低保, one row a considered member."""

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号")
    is_counted: pl.Boolean = Field(title="是否计入")
    reason: pl.String = Field(title="为什么不计入", nullable=True)

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
