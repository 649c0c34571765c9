"""The contract of core.nominations."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Nominations(DataFrameModel):
    """A row a household that a street office wrote onto its list by hand, and who it may be."""

    file_id: pl.String = Field(title="文件")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行")
    nomination_key: pl.String = Field(nullable=True, title="补报的户（姓名、电话的密钥散列）")
    visited_date: pl.Date = Field(nullable=True, title="走访日期")
    delivery_month: pl.String = Field(title="交来的月份")
    person_id: pl.String = Field(nullable=True, title="人员编号")
    household_id: pl.String = Field(nullable=True, title="户编号")
    matched_by: pl.String = Field(nullable=True, isin=["phone", "address"], title="怎样对上")
    sender_street_code: pl.String = Field(nullable=True, title="哪个镇街报的")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("file_id", "sheet", "row_number")}  # noqa: RUF012 (pandera reads a plain dict)
