"""The contract of core.members."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Members(DataFrameModel):
    """Every living person in the one household he or she belongs to."""

    person_id: pl.String = Field(title="人员编号")
    household_id: pl.String = Field(title="户编号")
    relationship: pl.String = Field(nullable=True, title="与户主关系")
    residence_status: pl.String = Field(nullable=True, title="居住状态")
    is_head: pl.Boolean = Field(title="是否户主")
    has_doubt: pl.Boolean = Field(title="是否存疑")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
