"""The contract of core.resident_rows."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class ResidentRows(DataFrameModel):
    """The ledger row that counts, one a living person; `street_code` is null where the town is
    blank or unknown, and 未匹配 for a former name without a documented successor.
    """

    person_id: pl.String = Field(title="人员编号")
    household_key: pl.String = Field(title="户的依据")
    relationship: pl.String = Field(nullable=True, title="与户主关系")
    role: pl.String = Field(isin=["head", "spouse", "member"], title="类别")
    residence_status: pl.String = Field(nullable=True, title="居住状态")
    street_code: pl.String = Field(nullable=True, title="镇街代码")
    community_name: pl.String = Field(nullable=True, title="社区")
    grid_code: pl.String = Field(nullable=True, title="网格")
    has_doubt: pl.Boolean = Field(title="是否存疑")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
