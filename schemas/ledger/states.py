"""The contract of ledger.states."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger import CONCLUSIONS, STATES, VISIT_RESULTS

COLOURS = ("red", "orange", "yellow")


class States(DataFrameModel):
    """Where each household of the ledger stands on the day, one row a household.

    Place, colour, score, `list_month` and `list_date` are of its newest listing. An episode begins
    when a household comes on a list, and anew when a closed one is reopened: `first_list_month`
    and `verify_by` are of the episode's first list; what follows speaks of this episode only:
    `conclusion`, `outcome_date` (the first conclusion or help), `is_verified` (somebody was seen
    and a conclusion reached), `is_verified_in_time` (by `verify_by`), `months_without_outcome` (on
    how many lists it has stood without one, 0 with one), `helped_amount_yuan` (single payments, and
    monthly ones as often as they were due by the day). `last_visit_date` is of the last visit on
    which somebody was seen, `visit_result` of the last attempt. `next_visit_by` counts the months
    of the colour from the last such visit, else from the first list.
    """

    household_id: pl.String = Field(title="户编号")
    state: pl.String = Field(isin=STATES, title="状态")
    since_date: pl.Date = Field(title="自何日")
    street_code: pl.String = Field(title="镇街代码")
    street_name: pl.String = Field(title="镇街")
    community_name: pl.String = Field(nullable=True, title="社区（村居）")
    grid_code: pl.String = Field(nullable=True, title="网格")
    colour: pl.String = Field(isin=COLOURS, title="颜色")
    score: pl.Int32 = Field(title="得分")
    first_list_month: pl.String = Field(title="首次列入的名单月份")
    list_month: pl.String = Field(title="最近一次列入的名单月份")
    list_date: pl.Date = Field(title="最近一次名单日期")
    verify_by: pl.Date = Field(title="核实期限")
    last_visit_date: pl.Date = Field(nullable=True, title="最近一次见到的日期")
    visit_result: pl.String = Field(nullable=True, isin=VISIT_RESULTS, title="最近一次走访结果")
    conclusion: pl.String = Field(nullable=True, isin=CONCLUSIONS, title="核实结论")
    next_visit_by: pl.Date = Field(title="下次走访期限")
    outcome_date: pl.Date = Field(nullable=True, title="有结果的日期")
    is_verified: pl.Boolean = Field(title="是否已核实")
    is_verified_in_time: pl.Boolean = Field(title="是否按期核实")
    months_without_outcome: pl.Int32 = Field(title="列入几个月没有结果", metadata={"unit": "月"})
    is_closed: pl.Boolean = Field(title="是否已办结")
    helped_amount_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="已落实金额")
    listed_now: pl.Boolean = Field(title="是否在最近一期名单上")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
