"""The coloured households that found no place on this month's lists."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Queue(DataFrameModel):
    """One row a waiting household, without names. Never a red one."""

    month: pl.String = Field(title="月份", description="名单所说的月份，截至当月最后一天")
    household_id: pl.String = Field(title="户编号", description="逐月不变的住户编号")
    street_code: pl.String = Field(title="镇街代码", description="住户所在镇街")
    street_name: pl.String = Field(title="镇街", description="住户所在镇街")
    community_name: pl.String = Field(
        nullable=True, title="社区（村居）", description="住户所在社区或村居"
    )
    grid_code: pl.String = Field(nullable=True, title="网格", description="网格台账中的网格编码")
    members_count: pl.Int32 = Field(
        title="家庭人口", description="在世成员数", metadata={"unit": "人"}
    )
    colour: pl.String = Field(
        isin=["orange", "yellow"],
        title="颜色",
        description="orange 橙、yellow 黄：没有排进名单，颜色照旧；红色户从不排队",
    )
    score: pl.Int32 = Field(title="得分", description="各项得分之和", metadata={"unit": "分"})
    expected_benefit_yuan: pl.Int32 = Field(
        ge=0,
        title="预期帮助",
        description="可能符合的政策（至多三项）一年约多少元：每项取估算的中间，相加后按档取整",
        metadata={"unit": "元"},
    )
    place_in_queue: pl.Int32 = Field(
        ge=1,
        title="同色排第几",
        description="全区同色等候户中的先后；后来的同色户不排到前面",
    )
    place_in_street: pl.Int32 = Field(
        ge=1, title="镇街内排第几", description="本镇街等候户中的先后，先橙后黄"
    )
    months_waiting: pl.Int32 = Field(
        ge=1, title="等候月数", description="连本月在内等了几个月", metadata={"unit": "月"}
    )
    months_listed: pl.Int32 = Field(
        title="连续有颜色月数", description="到本月连续有颜色的月数", metadata={"unit": "月"}
    )
    reasons: pl.String = Field(nullable=True, title="原因", description="得分的原因，以分号分隔")
    why: pl.String = Field(title="为什么在排队", description="写给镇街和本户的一句话")

    class Config:
        """What becomes of the table."""

        name = "outputs.queue"
        title = "排队等候走访的住户"
        description = "有颜色而没有排进本月名单的住户。颜色和先后保留；没有镇街申报走访数时为空"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id",),
            "order": ("street_code", "place_in_street"),
            "file": "queue.parquet",
        }
