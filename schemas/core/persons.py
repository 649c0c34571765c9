"""The contract of core.persons."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Persons(DataFrameModel):
    """Everyone known from the files used, one row each."""

    person_id: pl.String = Field(title="人员编号")
    birth_date: pl.Date = Field(title="出生日期")
    sex: pl.String = Field(isin=["男", "女"], title="性别")
    age_years: pl.Int32 = Field(title="周岁")
    is_dead: pl.Boolean = Field(title="是否去世")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
