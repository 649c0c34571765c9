"""The contract of bulletin.households."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.bulletin import SCOPES


class Households(DataFrameModel):
    """Each household of each scope, with the list that speaks for it."""

    scope: pl.String = Field(isin=SCOPES, title="范围")
    household_id: pl.String = Field(title="户编号")
    list_month: pl.String = Field(title="名单月份")
    street_code: pl.String = Field(title="镇街代码")
    colour: pl.String = Field(isin=["red", "orange", "yellow"], title="颜色")
    cohorts: pl.String = Field(nullable=True, title="筛查人群")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("scope", "household_id")}  # noqa: RUF012 (pandera reads a plain dict)
