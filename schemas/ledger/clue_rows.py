"""The contract of ledger.clue_rows."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import CONCLUSIONS

SOURCES = ("field__clues", "hotline__clues", "petition__clues")
CHECKS = ("已见到", "未遇到", "已搬走", "拒绝", "不属本镇街")


class ClueRows(DataFrameModel):
    """One row a received row that tells of a clue or answers one, and which clue it is about.

    Calls and petitions on other matters than need are left out. `street_code` and
    `community_code` are what the place written in the row comes to, `referred_street_code` the
    street that it is said to belong to.
    """

    clue_id: pl.String = Field(title="分办编号")
    source: pl.String = Field(isin=SOURCES, title="来源")
    file_id: pl.String = Field(title="文件")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行号")
    delivery_rank: pl.Int32 = Field(title="送达先后")
    known_month: pl.String = Field(title="送达月份")
    clue_number: pl.String = Field(title="线索编号")
    received_at: pl.Datetime = Field(title="接收时间")
    channel: pl.String = Field(nullable=True, title="线索来源")
    urgency: pl.String = Field(nullable=True, title="紧急程度")
    topic: pl.String = Field(nullable=True, title="困难类别")
    street_code: pl.String = Field(nullable=True, title="镇街代码")
    community_code: pl.String = Field(nullable=True, title="社区（村居）代码")
    household_id_written: pl.String = Field(nullable=True, title="所写的户编号")
    person_id: pl.String = Field(nullable=True, title="人员编号")
    subject_key: pl.String = Field(nullable=True, title="姓名电话的散列")
    is_answered: pl.Boolean = Field(title="是否办理结果")
    checked_date: pl.Date = Field(nullable=True, title="核实日期")
    visit_result: pl.String = Field(nullable=True, isin=CHECKS, title="核实结果")
    outcome: pl.String = Field(nullable=True, isin=CONCLUSIONS, title="核实结论")
    help_needed: pl.String = Field(nullable=True, title="需要的帮扶")
    referred_street_code: pl.String = Field(nullable=True, title="应转镇街代码")
    row_id: pl.String = Field(title="行编号")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("row_id",)}  # noqa: RUF012 (pandera reads a plain dict)
