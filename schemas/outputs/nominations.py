"""Households that street offices wrote onto their lists by hand: whom the data missed."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Nominations(DataFrameModel):
    """One row a household written by hand; who it is stands apart, for people to read."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    file_id: pl.String = Field(title="文件", description="交回的走访名单，内容校验和的前 16 位")
    sheet: pl.String = Field(title="工作表", description="交回的工作簿里的工作表")
    row_number: pl.Int32 = Field(title="行", description="在工作表中的行号")
    nomination_key: pl.String = Field(
        nullable=True,
        title="补报的户",
        description="姓名和电话的密钥散列：同一户几次补报，散列相同",
    )
    delivery_month: pl.String = Field(title="交来的月份", description="这份名单是哪个月交回的")
    visited_date: pl.Date = Field(
        nullable=True, title="走访日期", description="空：还没有走访，只是补报"
    )
    household_id: pl.String = Field(
        nullable=True, title="户编号", description="空：在已有数据里对不上唯一的一户，请人工核对"
    )
    person_id: pl.String = Field(nullable=True, title="人员编号", description="对得上的人")
    matched_by: pl.String = Field(
        nullable=True,
        isin=["phone", "address"],
        title="怎样对上",
        description="phone 姓名和电话、address 姓名和住址；空：没有对上",
    )
    street_code: pl.String = Field(
        nullable=True, title="镇街代码", description="这一户所在的镇街；空：没有对上，或对不上镇街"
    )
    sender_street_code: pl.String = Field(
        nullable=True,
        title="哪个镇街报的",
        description="同一份名单上的户多数所在的镇街代码；空：这份名单上没有对得上的户",
    )
    is_screened: pl.Boolean = Field(
        title="本月是否筛查", description="否：没有对上，或补报已过规定的月数，请区里核对"
    )
    colour: pl.String = Field(
        nullable=True,
        isin=["red", "orange", "yellow"],
        title="本月颜色",
        description="空：本月没有列入名单",
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.nominations"
        title = "镇街补报的户"
        description = "镇街手工写进走访名单的户，每行一条；姓名、电话、住址不在这里"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("file_id", "sheet", "row_number"),
            "file": "nominations.parquet",
        }
