"""The contract of core.followed_persons."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class FollowedPersons(DataFrameModel):
    """The living persons whose settlements are looked at one by one (PIPL art. 6: necessity)."""

    person_id: pl.String = Field(title="人员编号")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
