"""The contract of matches.benefits_after_death."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class BenefitsAfterDeath(DataFrameModel):
    """Whom a roll still holds that was delivered for a month after his death."""

    household_id: pl.String = Field(
        title="户编号", description="空：不知道原来在哪一户", nullable=True
    )
    person_id: pl.String = Field(title="人员编号")
    benefit: pl.String = Field(title="待遇")
    source: pl.String = Field(title="来源")
    death_date: pl.Date = Field(title="去世日期")
    observed_date: pl.Date = Field(title="名册截至日期")

    class Config:
        """Once a person and benefit."""

        metadata = {"key": ("person_id", "benefit")}  # noqa: RUF012 (pandera reads a plain dict)
