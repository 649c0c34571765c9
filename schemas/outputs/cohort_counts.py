"""How many persons and households each cohort holds, for the manifest."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class CohortCounts(DataFrameModel):
    """One row a cohort, and one (`any`) for the persons in at least one."""

    cohort: pl.String = Field(title="筛查人群", description="人群名称；any 为至少属于一个人群的")
    persons_count: pl.Int64 = Field(
        title="人数", description="每人在一个人群中只数一次", metadata={"unit": "人"}
    )
    households_count: pl.Int64 = Field(
        title="户数", description="有成员在该人群的住户数", metadata={"unit": "户"}
    )
    person_times_count: pl.Int64 = Field(
        title="本月人次",
        description="每人每个人群每月一次；any 为各人群之和",
        metadata={"unit": "人次"},
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.cohort_counts"
        title = "筛查人群规模"
        description = "各筛查人群的人数、户数和人次，写入 manifest.json"
        strict = True
        metadata = {"key": ("cohort",)}  # noqa: RUF012 (pandera reads a plain dict)
