"""Who just missed a place on the list, and by what."""

import polars as pl
from pandera.polars import DataFrameModel, Field

DECISIONS = ("colour", "waiting", "benefit", "score", "lot", "capacity")


class NearMisses(DataFrameModel):
    """One row a street in which somebody waits: the first who waits, beside the last who got in."""

    month: pl.String = Field(title="月份", description="名单所说的月份，截至当月最后一天")
    street_code: pl.String = Field(title="镇街代码", description="住户所在镇街")
    street_name: pl.String = Field(title="镇街", description="住户所在镇街")
    household_id: pl.String = Field(title="户编号", description="本镇街排在最前的等候户")
    colour: pl.String = Field(title="颜色", description="等候户的颜色")
    months_waited: pl.Int32 = Field(title="已等月数", description="到上次名单为止等了几个月")
    expected_benefit_yuan: pl.Int32 = Field(
        title="预期帮助", description="估算的一年帮助，按档取整", metadata={"unit": "元"}
    )
    score: pl.Int32 = Field(title="得分", description="各项得分之和", metadata={"unit": "分"})
    order_place: pl.Int32 = Field(title="先后", description="全区统一排的先后")
    last_in_household_id: pl.String = Field(
        nullable=True,
        title="最后排进的户",
        description="全区排在它前面、按先后排进的最后一户，先看同色的；空：一户也没有",
    )
    last_in_colour: pl.String = Field(
        nullable=True, title="最后排进的户的颜色", description="空：一户也没有"
    )
    last_in_months_waited: pl.Int32 = Field(
        nullable=True, title="最后排进的户已等月数", description="空：一户也没有"
    )
    last_in_expected_benefit_yuan: pl.Int32 = Field(
        nullable=True,
        title="最后排进的户的预期帮助",
        description="空：一户也没有",
        metadata={"unit": "元"},
    )
    last_in_score: pl.Int32 = Field(
        nullable=True,
        title="最后排进的户的得分",
        description="空：一户也没有",
        metadata={"unit": "分"},
    )
    decided_by: pl.String = Field(
        isin=list(DECISIONS),
        title="差在哪一项代号",
        description=(
            "colour 颜色、waiting 等候、benefit 预期帮助、score 得分、lot 当月散列、"
            "capacity 走访数为零"
        ),
    )
    decided_by_text: pl.String = Field(title="差在哪一项", description="先后在哪一项上分出")

    class Config:
        """What becomes of the table."""

        name = "outputs.near_misses"
        title = "差一点列入的住户"
        description = "每个有户在排队的镇街一行：差一点列入的是谁、差在哪一项，不含姓名"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("street_code",),
            "file": "near_misses.parquet",
        }
