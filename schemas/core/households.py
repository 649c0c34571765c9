"""The contract of core.households."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Households(DataFrameModel):
    """Every household with living members. `members_count` counts ledger rows without a usable
    identity number too.
    """

    household_id: pl.String = Field(title="户编号")
    household_key_source: pl.String = Field(
        isin=["ledger", "roster", "assistance", "single"], title="户的来源"
    )
    street_code: pl.String = Field(title="镇街代码")
    street_name: pl.String = Field(title="镇街")
    community_name: pl.String = Field(nullable=True, title="社区")
    grid_code: pl.String = Field(nullable=True, title="网格")
    head_person_id: pl.String = Field(title="户主")
    members_count: pl.Int32 = Field(title="家庭人口")
    is_provisional: pl.Boolean = Field(title="是否暂立户")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
