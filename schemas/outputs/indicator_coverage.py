"""How far each indicator could be assessed: absence is not safety."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class IndicatorCoverage(DataFrameModel):
    """One row an indicator, over the screened households."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    indicator: pl.String = Field(title="指标", description="指标名称，即 sql/indicators 中的文件名")
    title: pl.String = Field(title="指标中文名", description="指标文件所写的名称")
    dimension: pl.String = Field(title="维度", description="指标所属的方面")
    triggered_count: pl.Int64 = Field(
        title="触发户数", description="达到某一档的住户数", metadata={"unit": "户"}
    )
    not_triggered_count: pl.Int64 = Field(
        title="未触发户数", description="有数据而未达到任何一档的住户数", metadata={"unit": "户"}
    )
    not_assessed_count: pl.Int64 = Field(
        title="未评估户数", description="因缺少数据而没有评估的住户数", metadata={"unit": "户"}
    )
    is_connected: pl.Boolean = Field(
        title="来源是否都已接入", description="否：所需的来源有从未交来过的，不算缺口"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.indicator_coverage"
        title = "指标评估情况"
        description = "每项指标触发、未触发和没有评估的户数；没有评估不等于没有风险"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("indicator",),
            "file": "indicator_coverage.parquet",
        }
