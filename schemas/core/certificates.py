"""The contract of core.certificates."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Certificates(DataFrameModel):
    """The certificate that counts, one a living person."""

    person_id: pl.String = Field(title="人员编号")
    disability_category: pl.String = Field(title="残疾类别")
    disability_grade: pl.Int32 = Field(title="残疾等级")
    is_valid: pl.Boolean = Field(title="截止日是否有效")
    self_care: pl.String = Field(nullable=True, title="自理程度")
    employment: pl.String = Field(nullable=True, title="就业状况")
    issued_date: pl.Date = Field(nullable=True, title="发证日期")
    expires_date: pl.Date = Field(nullable=True, title="有效期至")
    observed_month: pl.String = Field(nullable=True, title="名册月份")
    community_name: pl.String = Field(nullable=True, title="社区")
    street_code: pl.String = Field(nullable=True, title="镇街代码")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
