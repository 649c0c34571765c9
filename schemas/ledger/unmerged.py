"""The contract of ledger.unmerged."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import UNMERGED_REASONS


class Unmerged(DataFrameModel):
    """Answers of no listing, kept and shown. `nearest_household_id` differs by one sign."""

    answer_id: pl.String = Field(title="回填编号")
    file_id: pl.String = Field(title="文件")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行号")
    known_month: pl.String = Field(title="送达月份")
    household_id_written: pl.String = Field(nullable=True, title="填写的户编号")
    list_month_written: pl.String = Field(nullable=True, title="填写的名单月份")
    visited_date: pl.Date = Field(nullable=True, title="走访日期")
    visit_result: pl.String = Field(nullable=True, title="走访结果")
    conclusion: pl.String = Field(nullable=True, title="核实结论")
    help_needed: pl.String = Field(nullable=True, title="需要的帮扶")
    sender_street_code: pl.String = Field(nullable=True, title="报送镇街代码")
    reason: pl.String = Field(isin=UNMERGED_REASONS, title="原因")
    nearest_household_id: pl.String = Field(nullable=True, title="最接近的户编号")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("answer_id",)}  # noqa: RUF012 (pandera reads a plain dict)
