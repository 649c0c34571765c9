"""What every counter-sign says: the one contract that all files of sql/counter_signs keep.

A counter-sign is something that speaks against need as far as the registers know: a car, a
licence, a second dwelling. It never takes a point away and never changes a colour. It is a
question for the visitor, who asks what the header says under `question`.
"""

import polars as pl
from pandera.polars import DataFrameModel, Field


class CounterSign(DataFrameModel):
    """One thing to ask a household about; amounts only in bands, no number of any document."""

    household_id: str = Field(title="户编号")
    person_id: str = Field(title="人员编号", description="空：不止一名成员", nullable=True)
    observed_date: pl.Date = Field(title="观察日期", nullable=True)
    evidence: str = Field(title="依据")

    class Config:
        """Once a household and sign."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)


EVERY_TABLE = CounterSign
UNION_NAME = "all_signs"
# Column of the stacked table → what the file's header says under this key; None: the file's name.
UNION_LABELS = {"sign": None, "title": "title", "source": "source", "question": "question"}
