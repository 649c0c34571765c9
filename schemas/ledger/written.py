"""The contract of ledger.written."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import CONCLUSIONS, UNMERGED_REASONS, VISIT_RESULTS


class Written(DataFrameModel):
    """Every filled row with a household id (or none, and no name), as it came: none is left out.

    `reason` says why it belongs to no listing; null where it does. `list_month`, `street_code` and
    `verify_by` are those of the listing. `delivery_rank`: the order in which files came.
    """

    answer_id: pl.String = Field(title="回填编号")
    file_id: pl.String = Field(title="文件")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行号")
    delivery_rank: pl.Int32 = Field(title="送达先后")
    known_month: pl.String = Field(title="送达月份")
    household_id_written: pl.String = Field(nullable=True, title="填写的户编号")
    list_month_written: pl.String = Field(nullable=True, title="填写的名单月份")
    visited_date: pl.Date = Field(nullable=True, title="走访日期")
    visit_result: pl.String = Field(nullable=True, isin=VISIT_RESULTS, title="走访结果")
    conclusion: pl.String = Field(nullable=True, isin=CONCLUSIONS, title="核实结论")
    help_needed: pl.String = Field(nullable=True, title="需要的帮扶")
    reason: pl.String = Field(nullable=True, isin=UNMERGED_REASONS, title="未并入的原因")
    list_month: pl.String = Field(nullable=True, title="名单月份")
    street_code: pl.String = Field(nullable=True, title="镇街代码")
    verify_by: pl.Date = Field(nullable=True, title="核实期限")
    sender_street_code: pl.String = Field(nullable=True, title="报送镇街代码")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("answer_id",)}  # noqa: RUF012 (pandera reads a plain dict)
