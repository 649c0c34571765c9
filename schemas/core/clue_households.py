"""The contract of core.clue_households."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class ClueHouseholds(DataFrameModel):
    """A row a received clue of which the household is known, and by what."""

    source: pl.String = Field(title="来源")
    file_id: pl.String = Field(title="文件")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行")
    person_id: pl.String = Field(title="人员编号")
    household_id: pl.String = Field(title="户编号")
    matched_by: pl.String = Field(isin=["number", "phone", "address"], title="怎样对上")

    class Config:
        """No two rows share the key."""

        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("source", "file_id", "sheet", "row_number")
        }
