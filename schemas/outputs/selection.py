"""Which coloured households stand on this month's lists, and by what."""

import polars as pl
from pandera.polars import DataFrameModel, Field

SELECTIONS = ("red", "minimum", "order", "sample", "not_declared", "waiting")


class Selection(DataFrameModel):
    """One row a coloured household. Who waits keeps colour and place."""

    household_id: pl.String = Field(title="户编号", description="逐月不变的住户编号")
    street_code: pl.String = Field(title="镇街代码", description="住户所在镇街")
    visits_per_month: pl.Int32 = Field(
        nullable=True, title="申报走访数", description="所在镇街申报的每月走访户数；空：没有申报"
    )
    colour: pl.String = Field(
        isin=["red", "orange", "yellow"], title="颜色", description="本月颜色，排不排进都一样"
    )
    colour_rank: pl.Int32 = Field(ge=1, title="颜色轻重", description="3 红、2 橙、1 黄")
    score: pl.Int32 = Field(title="得分", description="各项得分之和")
    expected_benefit_yuan: pl.Int32 = Field(
        ge=0,
        title="预期帮助",
        description="可能符合的政策（至多三项）一年约多少元：每项取估算的中间，相加后按档取整",
        metadata={"unit": "元"},
    )
    months_waited: pl.Int32 = Field(
        ge=0, title="已等月数", description="到上次名单为止排队等了几个月"
    )
    order_place: pl.Int32 = Field(
        ge=1, title="先后", description="申报了走访数的镇街合在一起排；没有申报的另排"
    )
    selection: pl.String = Field(
        isin=list(SELECTIONS), title="是否排进名单", description="各代号的意思见筛查住户表"
    )
    is_selected: pl.Boolean = Field(title="是否列入", description="是：在本月名单上")
    is_exploration: pl.Boolean = Field(title="是否抽样走访", description="是：随机抽出")
    is_carried: pl.Boolean = Field(title="是否排队后列入", description="是：上月在排队")
    months_waiting: pl.Int32 = Field(
        ge=0, title="等候月数", description="连本月在内排队等了几个月；列入的为 0"
    )
    place_in_queue: pl.Int32 = Field(
        nullable=True, title="同色排第几", description="全区同色等候户中的先后；列入的为空"
    )
    place_in_street: pl.Int32 = Field(
        nullable=True, title="镇街内排第几", description="本镇街等候户中的先后；列入的为空"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.selection"
        title = "名单怎样定"
        description = "有颜色的住户是否排进本月名单"
        strict = True
        metadata = {"key": ("household_id",)}  # noqa: RUF012 (pandera reads a plain dict)
