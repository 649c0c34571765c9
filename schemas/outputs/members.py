"""Who lives in the listed households."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Members(DataFrameModel):
    """One row a living member of a listed household, as far as the person is identified."""

    month: pl.String = Field(title="月份", description="名单所说的月份，截至当月最后一天")
    street_code: pl.String = Field(title="镇街代码", description="住户所在镇街；未知为“未匹配”")
    household_id: pl.String = Field(title="户编号", description="与走访名单中的户编号相同")
    person_id: pl.String = Field(title="人员编号", description="由身份证号和密钥算出的编号")
    name: pl.String = Field(nullable=True, title="姓名", description="成员姓名")
    relationship: pl.String = Field(nullable=True, title="与户主关系", description="台账所记关系")
    is_head: pl.Boolean = Field(
        title="是否户主", description="户主去世的，依次为配偶、最年长的成年人"
    )
    sex: pl.String = Field(nullable=True, title="性别", description="由身份证号得出")
    age_years: pl.Int32 = Field(
        nullable=True, title="年龄", description="截至月末的周岁", metadata={"unit": "岁"}
    )
    id_number_tail: pl.String = Field(
        nullable=True, title="身份证号后四位", description="上门核对身份用，只给后四位"
    )
    cohorts: pl.String = Field(
        title="筛查人群", description="本人所属的筛查人群，以逗号分隔；不在其中的为空文字"
    )
    disability: pl.String = Field(
        nullable=True, title="残疾类别等级", description="只写属于持证残疾人群的成员"
    )
    medical_burden_band: pl.String = Field(
        nullable=True,
        title="近十二个月个人医疗负担区间",
        description="只写属于医疗负担人群的成员，只写区间",
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.members"
        title = "家庭成员"
        description = "列入名单家庭的成员。不含诊断、医院和费用明细"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("person_id",),
            "order": ("street_code", "household_id", "person_id"),
            "file": "members.parquet",
            "folder": "watchlists",
            "partition_by": "street_code",
        }
