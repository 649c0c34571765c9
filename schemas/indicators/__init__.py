"""What every indicator measures: the one contract that all files of sql/indicators keep."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Measurement(DataFrameModel):
    """One observation of one household: what was seen of whom, how much, and when.

    `person_id` is null where the fact is the household's own. `amount` is the quantity that the
    scorecard bands. `evidence` is shown to field workers: no name, no diagnosis, no hospital.
    """

    household_id: str = Field(title="户编号")
    person_id: str = Field(title="人员编号", nullable=True)
    amount: Annotated[pl.Decimal, 18, 2] = Field(title="数值")
    observed_date: pl.Date = Field(title="观察日期", nullable=True)
    evidence: str = Field(title="依据")


EVERY_TABLE = Measurement
UNION_NAME = "all_measurements"
