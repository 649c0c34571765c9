"""What every policy is compared with: the one contract that all files of sql/entitlements keep.

A file holds the conditions of one policy for everybody whom it concerns, one row a condition.
A condition is met, not met, or not known (null): what no register can tell before the household
authorises a check stays unknown. Nothing here decides anything.
"""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Entitlement(DataFrameModel):
    """One condition of a policy, for one household or person."""

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号", description="空：按户的政策", nullable=True)
    condition: pl.String = Field(title="条件", description="policy/benefits 中的条件名")
    is_met: pl.Boolean = Field(title="是否满足", description="空：说不清", nullable=True)
    evidence: pl.String = Field(title="依据", nullable=True)
    observed_date: pl.Date = Field(title="观察日期", nullable=True)
    low_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="至少可能多少元", nullable=True)
    high_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="至多可能多少元", nullable=True)

    class Config:
        """Once a household, person and condition."""

        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "person_id", "condition")
        }


EVERY_TABLE = Entitlement
UNION_NAME = "all_conditions"
# Column of the stacked table → what the file's header says under this key; None: the file's name.
UNION_LABELS: dict[str, str | None] = {"policy": None}
