"""The contract of ledger.conflicts."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Conflicts(DataFrameModel):
    """Answers that contradict each other, side by side: the one that stands and the other.

    `two_streets`: told by two streets, whether they agree or not. `is_settled`: one of them was
    sent again after they differed, so that somebody has decided.
    """

    household_id: pl.String = Field(title="户编号")
    list_month: pl.String = Field(title="名单月份")
    street_code: pl.String = Field(title="镇街代码")
    kind: pl.String = Field(isin=["same_day", "same_list", "two_streets"], title="怎样不一致")
    is_settled: pl.Boolean = Field(title="是否已定")
    standing_answer_id: pl.String = Field(title="采用的：回填编号")
    standing_sender_code: pl.String = Field(title="采用的：报送镇街代码")
    standing_known_month: pl.String = Field(title="采用的：送达月份")
    standing_visited_date: pl.Date = Field(title="采用的：走访日期")
    standing_visit_result: pl.String = Field(title="采用的：走访结果")
    standing_conclusion: pl.String = Field(nullable=True, title="采用的：核实结论")
    standing_help_needed: pl.String = Field(nullable=True, title="采用的：需要的帮扶")
    other_answer_id: pl.String = Field(title="另一份：回填编号")
    other_sender_code: pl.String = Field(title="另一份：报送镇街代码")
    other_known_month: pl.String = Field(title="另一份：送达月份")
    other_visited_date: pl.Date = Field(title="另一份：走访日期")
    other_visit_result: pl.String = Field(title="另一份：走访结果")
    other_conclusion: pl.String = Field(nullable=True, title="另一份：核实结论")
    other_help_needed: pl.String = Field(nullable=True, title="另一份：需要的帮扶")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("other_answer_id", "standing_answer_id")}  # noqa: RUF012 (pandera reads a plain dict)
