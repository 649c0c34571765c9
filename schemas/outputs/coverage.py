"""What households draw: by comparing releases one sees what a listing led to."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Coverage(DataFrameModel):
    """One row a household and monthly benefit, or household, single payment and day."""

    month: pl.String = Field(title="月份", description="截至这个月的最后一天")
    household_id: pl.String = Field(title="户编号", description="逐月不变的住户编号")
    benefit: pl.String = Field(title="待遇", description="救助、补贴的名称")
    is_monthly: pl.Boolean = Field(title="是否按月享受", description="否：一次性发放的一笔")
    since_month: pl.Date = Field(
        nullable=True, title="自何时", description="按月享受的起始，一次性的发放日期；空：没有写"
    )
    monthly_amount_yuan: Annotated[pl.Decimal, 16, 2] = Field(
        nullable=True,
        title="月金额",
        description="全户每月的金额；空：没有写，或是一次性的",
        metadata={"unit": "元"},
    )
    amount_once_yuan: Annotated[pl.Decimal, 16, 2] = Field(
        nullable=True,
        title="一次性金额",
        description="这一笔的金额；空：没有写，或按月享受",
        metadata={"unit": "元"},
    )
    persons_count: pl.Int32 = Field(
        title="人数", description="户内享受的人数", metadata={"unit": "人"}
    )
    department: pl.String = Field(nullable=True, title="部门", description="报送名册的部门")

    class Config:
        """What becomes of the table."""

        name = "outputs.coverage"
        title = "在享的救助和一次性救助"
        description = (
            "截至月末各户在享的救助和补贴、发过的一次性救助；不含姓名，用来看列入以后落实了什么"
        )
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "benefit", "is_monthly", "since_month"),
            "file": "coverage.parquet",
        }
