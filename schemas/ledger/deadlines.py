"""The contract of ledger.deadlines."""

import polars as pl
from pandera.polars import DataFrameModel, Field

KINDS = (
    "verify",
    "visit",
    "clue",
    "half_year_review",
    "death_review",
    "certificate_reminder",
    "exit_grace",
    "no_outcome",
    "conference",
)
ESCALATIONS = ("grid", "street", "district")


class Deadlines(DataFrameModel):
    """Everything that is to be done by a day, done or not, as it stands on the day.

    `due_date` still counts; `due_time` is told for urgent clues. `due_date` is null where it
    falls into a year whose calendar is not announced. `is_overdue` is open and past, `is_late`
    done and late; `days_overdue` are calendar days of either. `escalated_to` says who is told
    of what is open: the grid worker, past the day the street's lead, after some working days, or
    on the third list without an outcome, the district. `parameter` is the number of policy/ that
    sets the day; of a conference's task the conference did.
    """

    kind: pl.String = Field(isin=list(KINDS), title="什么事")
    household_id: pl.String = Field(nullable=True, title="户编号")
    person_id: pl.String = Field(nullable=True, title="人员编号")
    clue_id: pl.String = Field(nullable=True, title="分办编号")
    task_id: pl.String = Field(nullable=True, title="任务编号")
    task: pl.String = Field(nullable=True, title="会商定的部门和任务")
    street_code: pl.String = Field(title="镇街代码")
    street_name: pl.String = Field(title="镇街")
    community_name: pl.String = Field(nullable=True, title="社区（村居）")
    grid_code: pl.String = Field(nullable=True, title="网格")
    colour: pl.String = Field(nullable=True, title="颜色")
    started_date: pl.Date = Field(title="起算日期")
    due_date: pl.Date = Field(nullable=True, title="到期日期")
    due_time: pl.String = Field(nullable=True, title="到期时刻")
    done_date: pl.Date = Field(nullable=True, title="办了的日期")
    is_done: pl.Boolean = Field(title="是否办了")
    is_late: pl.Boolean = Field(title="是否办晚了")
    is_due_soon: pl.Boolean = Field(title="是否快到期")
    is_overdue: pl.Boolean = Field(title="是否超期未办")
    days_overdue: pl.Int32 = Field(title="超期天数", metadata={"unit": "天"})
    escalated_to: pl.String = Field(nullable=True, isin=list(ESCALATIONS), title="由谁来催")
    parameter: pl.String = Field(nullable=True, title="期限出自哪个参数")

    class Config:
        """No two rows share the key."""

        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("kind", "household_id", "person_id", "clue_id", "task_id")
        }
