"""Whether the same risk had the same chance in every street."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Fairness(DataFrameModel):
    """One row a street, colour and band of the score."""

    month: pl.String = Field(title="月份", description="名单所说的月份，截至当月最后一天")
    street_code: pl.String = Field(title="镇街代码", description="住户所在镇街")
    street_name: pl.String = Field(title="镇街", description="住户所在镇街")
    is_declared: pl.Boolean = Field(
        title="是否申报走访数", description="否：没有申报，有颜色的户全部列入"
    )
    colour: pl.String = Field(
        isin=["red", "orange", "yellow"], title="颜色", description="red 红、orange 橙、yellow 黄"
    )
    score_from: pl.Int32 = Field(
        title="得分段起点", description="每十分一段，这是段内最低分", metadata={"unit": "分"}
    )
    households_count: pl.Int32 = Field(
        ge=1, title="户数", description="有颜色的户", metadata={"unit": "户"}
    )
    selected_count: pl.Int32 = Field(
        ge=0, title="列入户数", description="含抽样走访", metadata={"unit": "户"}
    )
    sample_count: pl.Int32 = Field(
        ge=0, title="其中抽样走访", description="随机抽出的户", metadata={"unit": "户"}
    )
    waiting_count: pl.Int32 = Field(
        ge=0, title="等候户数", description="没有排进名单的户", metadata={"unit": "户"}
    )
    share: Annotated[pl.Decimal, 6, 4] = Field(title="列入比例", description="列入户数除以户数")
    district_share: Annotated[pl.Decimal, 6, 4] = Field(
        title="全区同段比例", description="申报了走访数的（或没有申报的）全部镇街合在一起的比例"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.fairness"
        title = "同样的风险，同样的机会"
        description = "全区一个先后、一条线：各镇街同一颜色、同一得分段列入的比例，与全区对照"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("street_code", "colour", "score_from"),
            "file": "fairness.parquet",
        }
