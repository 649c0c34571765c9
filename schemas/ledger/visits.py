"""The contract of ledger.visits."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import CONCLUSIONS, VISIT_RESULTS


class Visits(DataFrameModel):
    """Every visit that the ledger goes by: answers of lists, and of clues of listed households."""

    answer_id: pl.String = Field(title="回填编号")
    household_id: pl.String = Field(title="户编号")
    list_month: pl.String = Field(nullable=True, title="名单月份")
    visited_date: pl.Date = Field(title="走访日期")
    visit_result: pl.String = Field(isin=VISIT_RESULTS, title="走访结果")
    conclusion: pl.String = Field(nullable=True, isin=CONCLUSIONS, title="核实结论")
    help_needed: pl.String = Field(nullable=True, title="需要的帮扶")
    known_month: pl.String = Field(title="送达月份")
    delivery_rank: pl.Int32 = Field(title="送达先后")
    source: pl.String = Field(title="来源")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("answer_id",)}  # noqa: RUF012 (pandera reads a plain dict)
