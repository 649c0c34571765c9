"""What the departments look for on their own rolls: due by what is known, and on no roll."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Undelivered(DataFrameModel):
    """One row a household or person on assistance and policy. A lead, never a decision."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    street_name: pl.String = Field(title="镇街", description="所在镇街；不知道的写不详")
    community_name: pl.String = Field(
        nullable=True, title="社区（村居）", description="所在社区或村居"
    )
    household_id: pl.String = Field(title="户编号", description="与其他表相同")
    person_id: pl.String = Field(
        nullable=True, title="人员编号", description="按人的政策为本人，按户的为户主"
    )
    name: pl.String = Field(nullable=True, title="姓名", description="救助名册写的姓名在先")
    id_number_tail: pl.String = Field(
        nullable=True, title="身份证号后四位", description="核对身份用，只给后四位"
    )
    policy: pl.String = Field(title="政策代号", description="policy/benefits 中的文件名")
    title: pl.String = Field(title="政策", description="政策的名称")
    department: pl.String = Field(title="主管部门", description="先核对名册的部门")
    because: pl.String = Field(title="为什么列出", description="户内在享什么、本人情况怎样")
    missing: pl.String = Field(
        nullable=True, title="还缺什么", description="缺什么（谁提供）；空：不缺"
    )
    apply_at: pl.String = Field(title="到哪里办", description="办理的地方")
    article: pl.String = Field(title="依据", description="文件和条文")
    notice: pl.String = Field(title="说明", description="每行相同：这份清单怎么用")

    class Config:
        """What becomes of the table."""

        name = "outputs.undelivered"
        title = "可能没有落实的政策"
        description = (
            "已在享救助的户里，看来符合、名册上却没有的政策（国办发〔2023〕39号分类处置的第一种）；"
            "只是线索，由主管部门核对"
        )
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "person_id", "policy"),
            "order": ("department", "policy", "street_name", "household_id", "person_id"),
            "file": "undelivered.parquet",
            "folder": "district",
        }
