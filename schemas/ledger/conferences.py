"""The contract of ledger.conferences."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.sources.field__conferences import DECISIONS, DEPARTMENTS


class Conferences(DataFrameModel):
    """One row a conference (会商, 一事一议) about a household.

    The place is of its newest listing, null for one that no list named. Article 000 counts
    households and persons taken in by conference (11 and 17): those that are `is_admitted`, each
    household once, with its `persons_count` (as written, else the household's members).
    """

    conference_id: pl.String = Field(title="会商编号")
    household_id: pl.String = Field(title="户编号")
    conference_date: pl.Date = Field(title="会商日期")
    street_code: pl.String = Field(nullable=True, title="镇街代码")
    street_name: pl.String = Field(nullable=True, title="镇街")
    community_name: pl.String = Field(nullable=True, title="社区（村居）")
    grid_code: pl.String = Field(nullable=True, title="网格")
    lead_department: pl.String = Field(nullable=True, isin=list(DEPARTMENTS), title="牵头部门")
    decision: pl.String = Field(isin=list(DECISIONS), title="会商决定")
    is_decision_changed: pl.Boolean = Field(title="决定是否前后不一")
    is_admitted: pl.Boolean = Field(title="是否一事一议纳入救助")
    persons_count: pl.Int32 = Field(title="涉及人数", metadata={"unit": "人"})
    tasks_count: pl.Int32 = Field(title="任务数")
    tasks_done: pl.Int32 = Field(title="办完的任务数")
    tasks_overdue: pl.Int32 = Field(title="超期的任务数")
    next_due: pl.Date = Field(nullable=True, title="最近的办结期限")
    last_done: pl.Date = Field(nullable=True, title="最后完成的日期")
    known_month: pl.String = Field(title="送达月份")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("conference_id",)}  # noqa: RUF012 (pandera reads a plain dict)
