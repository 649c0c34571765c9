"""The contract of core.students."""

import polars as pl
from pandera.polars import DataFrameModel, Field

STAGES = ["学前", "小学", "初中", "普通高中", "中职", "大专", "本科", "研究生", "特殊教育"]
SOURCES = ["education__student_rolls", "rural_affairs__poverty_roster"]


class Students(DataFrameModel):
    """What is known of the schooling of the considered members, one row each; null is untold.

    `roster_school_stage` is what the poverty roster says, whatever the student rolls say.
    """

    person_id: pl.String = Field(title="人员编号")
    household_id: pl.String = Field(title="户编号")
    school_stage: pl.String = Field(nullable=True, isin=STAGES, title="学段")
    enrolment_status: pl.String = Field(nullable=True, title="学籍状态")
    is_compulsory_stage: pl.Boolean = Field(nullable=True, title="是否义务教育阶段")
    is_full_time: pl.Boolean = Field(nullable=True, title="是否全日制在读")
    roster_school_stage: pl.String = Field(nullable=True, isin=STAGES, title="脱贫名单所记学段")
    source: pl.String = Field(isin=SOURCES, title="来源")
    observed_month: pl.String = Field(nullable=True, title="名册月份")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
