"""What the district's own desk looks into about people who draw a benefit."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.matches.reviews import MATTERS


class Reviews(DataFrameModel):
    """One row a household or person, matter and benefit. Never in a street's folder."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    street_name: pl.String = Field(title="镇街", description="所在镇街；不知道的写不详")
    community_name: pl.String = Field(
        nullable=True, title="社区（村居）", description="所在社区或村居"
    )
    household_id: pl.String = Field(
        nullable=True, title="户编号", description="与其他表相同；空：不知道在哪一户"
    )
    person_id: pl.String = Field(
        nullable=True, title="人员编号", description="请核实的人；按户的为户主"
    )
    name: pl.String = Field(nullable=True, title="姓名", description="救助名册写的姓名在先")
    id_number_tail: pl.String = Field(
        nullable=True, title="身份证号后四位", description="核对身份用，只给后四位"
    )
    matter: pl.String = Field(
        isin=list(MATTERS),
        title="事项代号",
        description=(
            "after_death 去世、doubled 两项同享、two_rolls 两户名册、grown_up 成年、"
            "uncertified 证件、means_changed 经济状况"
        ),
    )
    matter_text: pl.String = Field(title="核实什么事", description="事项的中文名称")
    benefit: pl.String = Field(title="待遇", description="名册上的待遇；两项的用顿号分开")
    reason: pl.String = Field(title="为什么请核实", description="名册之间哪里对不上，不写数额")
    to_check: pl.String = Field(title="请核实什么", description="写给经办人的一句话")
    with_whom: pl.String = Field(title="找谁核实", description="部门、镇街、村居或本人")
    article: pl.String = Field(nullable=True, title="依据", description="有条文的写条文")
    observed_date: pl.Date = Field(
        nullable=True, title="数据截至日期", description="名册或核对报告所说的日期；空：不详"
    )
    notice: pl.String = Field(title="说明", description="每行相同：这份清单不能用来做什么")

    class Config:
        """What becomes of the table."""

        name = "outputs.reviews"
        title = "待人工核实的在享人员"
        description = (
            "名册之间对不上、请区里核实的在享人员。只提请核实，核实以前待遇照常；"
            "不进镇街名单，没有金额、分数和结论"
        )
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "person_id", "matter", "benefit"),
            "order": ("street_name", "community_name", "household_id", "person_id", "matter"),
            "file": "reviews.parquet",
            "folder": "district",
        }
