"""The contract of ledger.claims."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Claims(DataFrameModel):
    """What was said of one visit, one row a household, day and content.

    `claim_id` is the answer that said it first. Where another claim stands in its place:
    `stands_instead`, why (`kind`), and whether somebody settled it by sending one again.
    """

    claim_id: pl.String = Field(title="回填编号")
    household_id: pl.String = Field(title="户编号")
    visited_date: pl.Date = Field(title="走访日期")
    content: pl.String = Field(title="说法")
    stands_instead: pl.String = Field(nullable=True, title="采用的一份")
    kind: pl.String = Field(nullable=True, isin=["same_day", "same_list"], title="怎样不一致")
    is_settled: pl.Boolean = Field(title="是否已定")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("claim_id",)}  # noqa: RUF012 (pandera reads a plain dict)
