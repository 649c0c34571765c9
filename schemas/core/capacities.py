"""The contract of core.capacities."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Capacities(DataFrameModel):
    """What age, schooling and disability allow a considered member to do, one row each.

    `is_minor` and `is_adult_of_working_age` begin at the age of majority (18), `is_able_adult`
    at the age of work (16).
    """

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号")
    age_years: pl.Int32 = Field(title="周岁")
    is_minor: pl.Boolean = Field(title="是否未成年")
    is_adult_of_working_age: pl.Boolean = Field(title="是否劳动年龄的成年人")
    is_elder: pl.Boolean = Field(title="是否老年")
    is_student: pl.Boolean = Field(title="是否在读")
    has_severe_disability: pl.Boolean = Field(title="是否重度残疾")
    self_care: pl.String = Field(isin=["able", "partly", "unable", "unknown"], title="自理程度")
    is_able_adult: pl.Boolean = Field(title="是否健全劳动力")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
