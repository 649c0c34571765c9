"""The contract of core.cohorts."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Cohorts(DataFrameModel):
    """Who is screened and why: one row a person and cohort."""

    person_id: pl.String = Field(title="人员编号")
    household_id: pl.String = Field(title="户编号")
    cohort: pl.String = Field(
        isin=["disability", "medical", "poverty_roster", "nominated"], title="筛查人群"
    )

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id", "cohort")}  # noqa: RUF012 (pandera reads a plain dict)
