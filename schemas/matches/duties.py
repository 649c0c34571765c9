"""The contract of matches.duties."""

import polars as pl
from pandera.polars import DataFrameModel, Field

DUTIES = ("half_year_review", "death_review", "certificate_reminder", "exit_grace")


class Duties(DataFrameModel):
    """What falls due on a day that the data tell: a review, or a question to a family.

    Nothing follows from a duty by itself: it reminds the street to look, and to ask.
    """

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号", description="空：按户", nullable=True)
    kind: pl.String = Field(title="什么事", isin=list(DUTIES))
    started_date: pl.Date = Field(title="起算日期")
    due_date: pl.Date = Field(title="到期日期")
    reviewed_date: pl.Date = Field(title="最近一次核对的日期", nullable=True)

    class Config:
        """Once a household, person and kind."""

        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "person_id", "kind")
        }
