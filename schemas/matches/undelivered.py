"""The contract of matches.undelivered."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Undelivered(DataFrameModel):
    """A policy that should follow from what a household draws and is, and stands on no roll.

    Outcome one of 国办发〔2023〕39号, part three (four): whoever is on assistance already is looked
    at for what has not reached him. A lead: the department looks into its own roll first.
    """

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号", description="空：按户的政策", nullable=True)
    policy: pl.String = Field(title="政策", description="policy/benefits 中的文件名")
    because: pl.String = Field(title="为什么列出")
    missing: pl.String = Field(title="还缺什么", description="缺什么（谁提供）", nullable=True)
    article: pl.String = Field(title="依据")

    class Config:
        """Once a household, person and policy."""

        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "person_id", "policy")
        }
