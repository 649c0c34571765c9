"""The contract of core.marriages."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Marriages(DataFrameModel):
    """The last marriage or divorce registered up to the as-of date, one row a person."""

    person_id: pl.String = Field(title="人员编号")
    registration_kind: pl.String = Field(isin=["结婚", "离婚"], title="登记类型")
    registered_date: pl.Date = Field(title="登记日期")
    is_divorced: pl.Boolean = Field(title="是否离婚后没有再婚")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
