"""One row a listed household and counter-sign: what the visitor is asked to verify."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class CounterSigns(DataFrameModel):
    """One row a listed household and counter-sign: what the visitor is asked to verify."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    person_id: pl.String = Field(nullable=True, title="人员编号", description="空：不止一名成员")
    sign: pl.String = Field(title="情况", description="sql/counter_signs 中的文件名")
    title: pl.String = Field(title="名称", description="情况的中文名称")
    source: pl.String = Field(title="来源", description="来源名称")
    source_title: pl.String = Field(title="来源的中文名称", description="来源的中文名称")
    observed_date: pl.Date = Field(nullable=True, title="观察日期", description="空：不详")
    evidence: pl.String = Field(title="依据", description="不写数额和证件号码")
    question: pl.String = Field(title="请核实什么", description="写给走访人员的一句话")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "sign")}  # noqa: RUF012 (pandera reads a plain dict)
