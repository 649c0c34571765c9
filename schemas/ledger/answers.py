"""The contract of ledger.answers."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import CONCLUSIONS, VISIT_RESULTS

STANDINGS = ("merged", "conflict", "repeated")


class Answers(DataFrameModel):
    """Every answer that belongs to a listing. Only those that are `merged` speak in the ledger.

    `repeated`: the same again. `conflict`: contradicts one that stands; shown to a person.
    `is_late`: visited after the day by which that list was to be verified.
    """

    answer_id: pl.String = Field(title="回填编号")
    household_id: pl.String = Field(title="户编号")
    list_month: pl.String = Field(title="名单月份")
    street_code: pl.String = Field(title="镇街代码")
    sender_street_code: pl.String = Field(title="报送镇街代码")
    is_other_street: pl.Boolean = Field(title="是否别的镇街报来")
    visited_date: pl.Date = Field(title="走访日期")
    visit_result: pl.String = Field(isin=VISIT_RESULTS, title="走访结果")
    conclusion: pl.String = Field(nullable=True, isin=CONCLUSIONS, title="核实结论")
    help_needed: pl.String = Field(nullable=True, title="需要的帮扶")
    known_month: pl.String = Field(title="送达月份")
    delivery_rank: pl.Int32 = Field(title="送达先后")
    standing: pl.String = Field(isin=STANDINGS, title="是否采用")
    is_late: pl.Boolean = Field(title="是否超过核实期限")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("answer_id",)}  # noqa: RUF012 (pandera reads a plain dict)
