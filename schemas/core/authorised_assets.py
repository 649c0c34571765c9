"""The contract of core.authorised_assets."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class AuthorisedAssets(DataFrameModel):
    """What each institution last said of a considered member's deposits or securities.

    社会救助暂行办法第五十八条: only what the household authorised; where that has run out,
    `value_yuan` is null.
    """

    household_id: pl.String = Field(title="户编号")
    person_id: pl.String = Field(title="人员编号")
    kind: pl.String = Field(isin=["deposits", "holdings"], title="种类")
    institution: pl.String = Field(nullable=True, title="机构")
    value_yuan: Annotated[pl.Decimal, 16, 2] = Field(nullable=True, title="数额")
    valued_date: pl.Date = Field(title="数额日期")
    authorisation_number: pl.String = Field(title="授权书编号")
    authorisation_date: pl.Date = Field(title="授权日期")
    is_authorisation_valid: pl.Boolean = Field(title="截止日授权是否有效")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id", "kind", "institution")}  # noqa: RUF012 (pandera reads a plain dict)
