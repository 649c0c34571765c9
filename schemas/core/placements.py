"""The contract of core.placements."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Placements(DataFrameModel):
    """Where every living person belongs; 未匹配 where no source can tell."""

    person_id: pl.String = Field(title="人员编号")
    street_code: pl.String = Field(title="镇街代码")
    community_name: pl.String = Field(nullable=True, title="社区")
    grid_code: pl.String = Field(nullable=True, title="网格")
    placed_by: pl.String = Field(
        isin=["residence", "roster", "registry", "assistance", "nowhere"], title="依据"
    )

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
