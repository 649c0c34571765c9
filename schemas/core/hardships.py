"""The contract of core.hardships."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Hardships(DataFrameModel):
    """What makes a considered household worth asking; no condition of any policy."""

    household_id: pl.String = Field(title="户编号")
    has_severe_disability: pl.Boolean = Field(title="有重度残疾人")
    has_severe_illness: pl.Boolean = Field(title="有大病患者")
    lacks_able_adult: pl.Boolean = Field(title="没有健全劳动力")
    has_heavy_burden: pl.Boolean = Field(title="医疗负担超过界限")
    has_low_roster_income: pl.Boolean = Field(title="名单所写收入低于低保标准")
    evidence: pl.String = Field(title="难处", nullable=True)

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
