"""The contract of bulletin.returns."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.bulletin import RETURN_STANDINGS


class Returns(DataFrameModel):
    """What became of the rows that street offices sent, by standing."""

    standing: pl.String = Field(isin=RETURN_STANDINGS, title="结果")
    rows_count: pl.Int64 = Field(title="行数", metadata={"unit": "行"})
    rows_in_month_count: pl.Int64 = Field(title="本月送达行数", metadata={"unit": "行"})

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("standing",)}  # noqa: RUF012 (pandera reads a plain dict)
