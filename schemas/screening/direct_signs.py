"""One row a household, direct rule and grave sign that it shows."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class DirectSigns(DataFrameModel):
    """One row a household, direct rule and grave sign that it shows."""

    household_id: pl.String = Field(title="户编号", description="住户编号")
    rule: pl.String = Field(title="规则", description="直接列入规则")
    sign: pl.String = Field(title="情形", description="规则中的情形")
    title: pl.String = Field(title="情形名称", description="中文名称")
    is_fresh: pl.Boolean = Field(title="是否新数据", description="来源已更新且有日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id", "rule", "sign")}  # noqa: RUF012 (pandera reads a plain dict)
