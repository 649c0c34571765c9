"""The contract of matches.reviews."""

import polars as pl
from pandera.polars import DataFrameModel, Field

MATTERS = (
    "after_death", "doubled", "two_rolls", "grown_up", "uncertified", "means_changed",
)  # fmt: skip


class Reviews(DataFrameModel):
    """What a person of the district looks into about somebody who draws a benefit.

    Outcome four of 国办发〔2023〕39号, part three (four). It holds no amount, no score and no
    finding: registers disagree, and a person finds out which of them is right.
    """

    household_id: pl.String = Field(title="户编号", description="空：不知道在哪一户", nullable=True)
    person_id: pl.String = Field(title="人员编号", description="空：按户", nullable=True)
    matter: pl.String = Field(title="核实什么事", isin=list(MATTERS))
    benefit: pl.String = Field(title="待遇")
    reason: pl.String = Field(title="为什么请核实")
    to_check: pl.String = Field(title="请核实什么")
    with_whom: pl.String = Field(title="找谁核实")
    article: pl.String = Field(title="依据", nullable=True)
    observed_date: pl.Date = Field(title="数据截至日期", nullable=True)

    class Config:
        """Once a household, person, matter and benefit."""

        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "person_id", "matter", "benefit")
        }
