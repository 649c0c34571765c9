"""The contract of core.insured_costs."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field

Yuan = Annotated[pl.Decimal, 18, 2]


class InsuredCosts(DataFrameModel):
    """In-policy costs of the window, one row a person who may be due medical aid; in yuan.

    `left_yuan` is what insurance left, before medical aid; `basic_left_yuan` what basic insurance
    left, before critical-illness insurance. Both are null where no settlement tells its amounts,
    and `untold_count` says how many do not.
    """

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号")
    left_yuan: Yuan = Field(nullable=True, title="保险付过以后所剩")
    basic_left_yuan: Yuan = Field(nullable=True, title="基本医保付过以后所剩")
    aided_yuan: Yuan = Field(title="医疗救助已付")
    critical_paid_yuan: Yuan = Field(title="大病保险已付")
    untold_count: pl.Int32 = Field(ge=0, title="没有写明金额的结算数")
    is_resident_insured: pl.Boolean = Field(nullable=True, title="是否居民医保")
    last_date: pl.Date = Field(title="最近结算日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
