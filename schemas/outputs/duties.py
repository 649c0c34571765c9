"""What falls due on a day that the data tell."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.matches.duties import DUTIES


class Duties(DataFrameModel):
    """One row a household or person, and kind; `sanse remind` reads them day by day."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    street_code: pl.String = Field(
        title="镇街代码", description="统计用区划代码前九位；对不上镇街的记为“未匹配”"
    )
    street_name: pl.String = Field(title="镇街", description="所在镇街；不知道的写不详")
    community_name: pl.String = Field(
        nullable=True, title="社区（村居）", description="所在社区或村居"
    )
    grid_code: pl.String = Field(nullable=True, title="网格", description="网格台账中的网格编码")
    household_id: pl.String = Field(title="户编号", description="与其他表相同")
    person_id: pl.String = Field(
        nullable=True, title="人员编号", description="这件事说的人；空：说的是全家"
    )
    name: pl.String = Field(
        nullable=True, title="姓名", description="上门找的人：问残疾证的为本人，其余为户主"
    )
    kind: pl.String = Field(
        isin=list(DUTIES),
        title="事项代号",
        description=(
            "half_year_review 半年核查、death_review 去世后复核、certificate_reminder 问残疾证、"
            "exit_grace 渐退期满"
        ),
    )
    kind_text: pl.String = Field(title="什么事", description="事项的中文名称")
    started_date: pl.Date = Field(title="起算日期", description="期限从哪一天算起")
    due_date: pl.Date = Field(title="到期日期", description="按政策参数算出，到这一天为止")
    reviewed_date: pl.Date = Field(
        nullable=True, title="最近一次核对的日期", description="核对报告的日期；空：没有看到"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.duties"
        title = "按期要办的事"
        description = (
            "从数据里看得出期限的核查和提醒，供每日催办使用。只提醒去核查、去问，不决定任何待遇"
        )
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "person_id", "kind"),
            "order": ("street_code", "due_date", "kind", "household_id", "person_id"),
            "file": "duties.parquet",
            "folder": "district",
        }
