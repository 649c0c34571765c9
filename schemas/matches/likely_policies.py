"""The contract of matches.likely_policies."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class LikelyPolicies(DataFrameModel):
    """Up to three policies a household, in the order in which the visitor asks about them."""

    household_id: pl.String = Field(title="户编号")
    rank: pl.Int32 = Field(title="顺序", ge=1)
    policy: pl.String = Field(title="政策", description="policy/benefits 中的文件名")
    person_id: pl.String = Field(title="人员编号", description="空：按户的政策", nullable=True)
    sentence: pl.String = Field(title="可能符合的政策")

    class Config:
        """Once a household and rank."""

        metadata = {"key": ("household_id", "rank")}  # noqa: RUF012 (pandera reads a plain dict)
