"""The contract of core.medical_windows."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class MedicalWindows(DataFrameModel):
    """The first days of the windows that end on the as-of date; one row."""

    first_date: pl.Date = Field(title="统计期首日")
    recent_first_date: pl.Date = Field(title="近三个月首日")
