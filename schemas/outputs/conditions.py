"""Why a listed household may be due a policy: condition by condition, with the values used."""

import polars as pl
from pandera.polars import DataFrameModel, Field


class Conditions(DataFrameModel):
    """One row a condition and value used; a condition without a value has one row."""

    month: pl.String = Field(title="月份", description="筛查所说的月份，截至当月最后一天")
    household_id: pl.String = Field(title="户编号", description="与走访名单中的户编号相同")
    rank: pl.Int32 = Field(title="先后", description="同一户几项政策先说哪一项，小的在前")
    policy: pl.String = Field(title="政策", description="policy/benefits 中的文件名")
    policy_title: pl.String = Field(title="政策名称", description="政策的中文名称")
    person_id: pl.String = Field(
        nullable=True, title="人员编号", description="按人的政策是给谁的；空：给全户的"
    )
    position: pl.Int32 = Field(
        title="第几条", description="条件的先后；99：不属于哪一条的数值，如发放标准"
    )
    condition: pl.String = Field(
        nullable=True, title="条件", description="政策文件中的条件名；空：不属于哪一条的数值"
    )
    title: pl.String = Field(nullable=True, title="条件内容", description="条件的中文说法")
    kind: pl.String = Field(
        nullable=True,
        isin=["fact", "means", "sign"],
        title="条件种类",
        description="fact 数据能说清、means 核对或走访才知道、sign 不是法定条件，只说明值得问",
    )
    answer: pl.String = Field(
        nullable=True,
        isin=["met", "not_met", "unknown"],
        title="满足没有",
        description="met 满足、not_met 不满足、unknown 说不清",
    )
    evidence: pl.String = Field(
        nullable=True, title="依据", description="简短的依据，不含姓名、诊断和医院"
    )
    observed_date: pl.Date = Field(
        nullable=True, title="观察日期", description="依据所说的日期；空：不详或不带日期"
    )
    article: pl.String = Field(
        nullable=True, title="条款", description="这个条件出自哪份文件哪一条"
    )
    parameter: pl.String = Field(
        nullable=True, title="用到的数值", description="policy 中的文件名；空：没有用到数值"
    )
    parameter_title: pl.String = Field(
        nullable=True, title="数值名称", description="数值的中文名称"
    )
    value: pl.String = Field(
        nullable=True, title="数值", description="截至日所用的值；空：没有这项规定"
    )
    unit: pl.String = Field(nullable=True, title="数值单位", description="数值的单位")
    since_date: pl.Date = Field(nullable=True, title="自何时", description="数值从哪天起执行")
    reference: pl.String = Field(
        nullable=True, title="数值依据", description="规定数值的文件和条款"
    )
    is_placeholder: pl.Boolean = Field(
        title="是否暂定数值", description="是：没有公开文件给出，按暂定值估算"
    )

    class Config:
        """What becomes of the table."""

        name = "outputs.conditions"
        title = "政策条件逐条对照"
        description = "名单上的家庭每项政策的每个条件满足没有、凭什么、用到哪个数值；只是线索"
        strict = True
        metadata = {  # noqa: RUF012 (pandera reads a plain dict)
            "key": ("household_id", "policy", "person_id", "condition", "parameter"),
            "order": ("household_id", "rank", "policy", "person_id", "position", "parameter"),
            "repeats": True,
            "file": "conditions.parquet",
        }
