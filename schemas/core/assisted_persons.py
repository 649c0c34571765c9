"""The contract of core.assisted_persons."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class AssistedPersons(DataFrameModel):
    """The household that the assistance list names, one row a living person in it."""

    person_id: pl.String = Field(title="人员编号")
    community_name: pl.String = Field(nullable=True, title="村居")
    household_key: pl.String = Field(nullable=True, title="户的依据")
    street_code: pl.String = Field(nullable=True, title="镇街代码")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
