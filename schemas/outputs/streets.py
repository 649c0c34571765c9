"""Who gets a list: every street, those without a listed household too."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Streets(DataFrameModel):
    """One row a street office; `未匹配` where households could not be placed."""

    street_code: pl.String = Field(title="镇街代码", description="九位统计用区划代码或“未匹配”")
    street_name: pl.String = Field(title="镇街", description="镇街名称")

    class Config:
        """What becomes of the table."""

        name = "outputs.streets"
        title = "收名单的镇街"
        description = "每个镇街一行；没有列入的镇街也收到一份空名单"
        strict = True
        metadata = {"key": ("street_code",)}  # noqa: RUF012 (pandera reads a plain dict)
