"""One row a source that indicators need and that is missing or stale."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class SourceGaps(DataFrameModel):
    """One row a source that indicators need and that is missing or stale."""

    source: pl.String = Field(title="来源", description="来源名称")
    status: pl.String = Field(isin=["stale", "missing"], title="状态", description="missing、stale")
    is_interrupted: pl.Boolean = Field(title="是否中断", description="以前交付过，本月不可用")
    sentence: pl.String = Field(title="说明", description="写给走访人员的话")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("source",)}  # noqa: RUF012 (pandera reads a plain dict)
