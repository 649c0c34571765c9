"""The contract of ledger.clues."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import CONCLUSIONS
from schemas.ledger.clue_rows import CHECKS, SOURCES

LEVELS = ("区", "镇街", "村居")
DISPATCHES = ("分办", "转办")
STANDINGS = ("open", "visited", "not_reached", "transferred", "closed")


class Clues(DataFrameModel):
    """One row a clue, as it stands on the day.

    `source`, `file_id`, `sheet`, `row_number` say where it was first written down, so that people
    can be shown whom it is about. `street_code` is whose duty it is now: 未匹配 is the district's.
    `dispatch` is 转办 where a street has passed it on, or nobody could tell a street. A clue of a
    household of which an earlier one was still open goes with that one: `duplicate_of` is its
    `clue_id`, and its answer is that one's; `list` is a household that the newest list names.
    `urgent_due_at` is the hour by which an urgent clue is looked into; others have the days of any
    list. `standing` closed: concluded, moved or refused, on `outcome_date`.
    """

    clue_id: pl.String = Field(title="分办编号")
    clue_number: pl.String = Field(title="线索编号")
    source: pl.String = Field(isin=SOURCES, title="来源")
    file_id: pl.String = Field(title="文件")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行号")
    channel: pl.String = Field(nullable=True, title="线索来源")
    received_at: pl.Datetime = Field(title="接收时间")
    topic: pl.String = Field(nullable=True, title="困难类别")
    person_id: pl.String = Field(nullable=True, title="人员编号")
    household_id: pl.String = Field(nullable=True, title="户编号")
    street_code: pl.String = Field(title="镇街代码")
    street_name: pl.String = Field(title="镇街")
    community_code: pl.String = Field(nullable=True, title="社区（村居）代码")
    level: pl.String = Field(isin=LEVELS, title="交哪一级办")
    team_name: pl.String = Field(nullable=True, title="主动发现服务队")
    dispatch: pl.String = Field(isin=DISPATCHES, title="分办或转办")
    is_urgent: pl.Boolean = Field(title="是否紧急线索")
    urgent_due_at: pl.Datetime = Field(nullable=True, title="紧急线索的期限")
    is_on_list: pl.Boolean = Field(title="是否在最近一期名单上")
    duplicate_of: pl.String = Field(nullable=True, title="与哪一条重复")
    visit_result: pl.String = Field(nullable=True, isin=CHECKS, title="核实结果")
    outcome: pl.String = Field(nullable=True, isin=CONCLUSIONS, title="核实结论")
    help_needed: pl.String = Field(nullable=True, title="需要的帮扶")
    outcome_date: pl.Date = Field(nullable=True, title="办结日期")
    standing: pl.String = Field(isin=STANDINGS, title="办到哪一步")
    is_closed: pl.Boolean = Field(title="是否办结")
    has_conflict: pl.Boolean = Field(title="是否有不一致的回填")
    answers_count: pl.Int32 = Field(title="回填次数")
    known_month: pl.String = Field(title="送达月份")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("clue_id",)}  # noqa: RUF012 (pandera reads a plain dict)
