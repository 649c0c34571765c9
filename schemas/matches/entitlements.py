"""The contract of matches.entitlements."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field

STATUSES = ("may_qualify", "already_receives", "does_not", "cannot_tell")


class Entitlements(DataFrameModel):
    """How one household or person stands to one policy: a lead, never a decision."""

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号", description="空：按户的政策", nullable=True)
    policy: pl.String = Field(title="政策", description="policy/benefits 中的文件名")
    status: pl.String = Field(title="结论", isin=list(STATUSES))
    low_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="至少可能多少元", nullable=True)
    high_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="至多可能多少元", nullable=True)
    form: pl.String = Field(title="给付形式")
    missing: pl.String = Field(title="还缺什么", description="缺什么（谁提供）", nullable=True)
    asks: pl.String = Field(title="上门问什么", nullable=True)
    met_count: pl.Int32 = Field(title="满足的条件数", ge=0)
    unknown_count: pl.Int32 = Field(title="说不清的条件数", ge=0)
    failed: pl.String = Field(title="不满足的条件", nullable=True)
    uses_placeholder: pl.Boolean = Field(title="用到暂定数值")
    observed_date: pl.Date = Field(title="最早的观察日期", nullable=True)

    class Config:
        """Once a household, person and policy."""

        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "person_id", "policy")
        }
