"""One row a source and street whose rows are older than elsewhere."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class StreetGaps(DataFrameModel):
    """One row a source and street whose rows are older than elsewhere."""

    source: pl.String = Field(title="来源", description="来源名称")
    street_code: pl.String = Field(title="镇街代码", description="沿用上次数据的镇街")
    sentence: pl.String = Field(title="说明", description="写给走访人员的话")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("source", "street_code")}  # noqa: RUF012 (pandera reads a plain dict)
