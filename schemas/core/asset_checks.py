"""The contract of core.asset_checks."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class AssetChecks(DataFrameModel):
    """Every row of a check of accounts, and whether its authorisation held; no value is handed on
    of one that does not hold on the as-of date.
    """

    kind: pl.String = Field(isin=["deposits", "holdings"], title="种类")
    file_id: pl.String = Field(title="文件编号")
    sheet: pl.String = Field(title="工作表")
    row_number: pl.Int32 = Field(title="行号")
    person_id: pl.String = Field(nullable=True, title="人员编号")
    institution: pl.String = Field(nullable=True, title="机构")
    authorisation_number: pl.String = Field(nullable=True, title="授权书编号")
    authorisation_date: pl.Date = Field(nullable=True, title="授权日期")
    value_yuan: Annotated[pl.Decimal, 16, 2] = Field(nullable=True, title="数额")
    valued_date: pl.Date = Field(nullable=True, title="数额日期")
    delivery_rank: pl.Int32 = Field(title="送来的先后")
    was_valid_when_delivered: pl.Boolean = Field(nullable=True, title="报送时授权是否有效")
    is_authorisation_valid: pl.Boolean = Field(title="截止日授权是否有效")
