"""The contract of ledger.conference_tasks."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.sources.field__conferences import DECISIONS, DEPARTMENTS, RESULTS, TASKS


class ConferenceTasks(DataFrameModel):
    """One row a task that a household's conference gave a department, as last told.

    A conference without a task has one row, with neither. `is_open`: neither done nor given up;
    `is_overdue`: open after its day. `is_decision_changed`: the rows did not always say the same.
    """

    task_id: pl.String = Field(title="任务编号")
    household_id: pl.String = Field(title="户编号")
    conference_date: pl.Date = Field(title="会商日期")
    lead_department: pl.String = Field(nullable=True, isin=list(DEPARTMENTS), title="牵头部门")
    decision: pl.String = Field(isin=list(DECISIONS), title="会商决定")
    persons_count: pl.Int32 = Field(nullable=True, title="涉及人数", metadata={"unit": "人"})
    department: pl.String = Field(nullable=True, isin=list(DEPARTMENTS), title="责任部门")
    task: pl.String = Field(nullable=True, isin=list(TASKS), title="任务")
    task_due: pl.Date = Field(nullable=True, title="办结期限")
    result: pl.String = Field(nullable=True, isin=list(RESULTS), title="落实结果")
    done_date: pl.Date = Field(nullable=True, title="完成日期")
    is_open: pl.Boolean = Field(title="是否还在办")
    is_overdue: pl.Boolean = Field(title="是否超期")
    is_decision_changed: pl.Boolean = Field(title="决定是否前后不一")
    told_count: pl.Int32 = Field(title="报来次数")
    known_month: pl.String = Field(title="送达月份")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("task_id",)}  # noqa: RUF012 (pandera reads a plain dict)
