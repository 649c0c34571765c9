"""How to find the members of listed households: names, phones, addresses."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Contacts(DataFrameModel):
    """One row a person of a listed household; serves other tables and is never released."""

    person_id: pl.String = Field(title="人员编号", description="由身份证号和密钥算出的编号")
    name: pl.String = Field(nullable=True, title="姓名", description="按来源先后取最近一次的姓名")
    phone: pl.String = Field(nullable=True, title="电话", description="按来源先后取最近一次的电话")
    address: pl.String = Field(
        nullable=True, title="住址", description="按来源先后取最近一次的住址，网格台账在先"
    )
    id_number_tail: pl.String = Field(
        nullable=True, title="身份证号后四位", description="上门核对身份用，只给后四位"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.contacts"
        title = "联系方式"
        description = "列入名单家庭成员的姓名、电话和住址，只供生成名单"
        strict = True
        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
