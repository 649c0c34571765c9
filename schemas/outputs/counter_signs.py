"""What a visitor is asked to verify besides: questions, never points."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class CounterSigns(DataFrameModel):
    """One row a listed household and counter-sign."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    household_id: pl.String = Field(title="户编号", description="与筛查住户中的户编号相同")
    sign: pl.String = Field(title="情况", description="情况名称，即 sql/counter_signs 中的文件名")
    title: pl.String = Field(title="名称", description="情况的中文名称")
    source_title: pl.String = Field(title="来源", description="从哪种数据看到的")
    observed_date: pl.Date = Field(
        nullable=True, title="观察日期", description="数据所说的日期；空：不详"
    )
    evidence: pl.String = Field(title="依据", description="简短的依据，不写数额、号牌和证件号码")
    question: pl.String = Field(title="请核实什么", description="写给走访人员的一句话")

    class Config:
        """What becomes of the table."""

        name = "outputs.counter_signs"
        title = "请一并核实的情况"
        description = "名单上的家庭走访时请一并核实的情况；不加分也不减分，不影响颜色"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "sign"),
            "file": "counter_signs.parquet",
        }
