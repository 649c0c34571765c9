"""The contract of core.roster."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class Roster(DataFrameModel):
    """Living people on the newest roster, one row each."""

    person_id: pl.String = Field(title="人员编号")
    household_number: pl.String = Field(title="户编号")
    town_name: pl.String = Field(nullable=True, title="乡镇")
    community_name: pl.String = Field(nullable=True, title="行政村")
    household_size: pl.Int32 = Field(nullable=True, title="人数")
    relationship: pl.String = Field(nullable=True, title="与户主关系")
    student_status: pl.String = Field(nullable=True, title="在校生状况")
    health_status: pl.String = Field(nullable=True, title="健康状况")
    labour_skill: pl.String = Field(nullable=True, title="劳动技能")
    work_months: Annotated[pl.Decimal, 5, 1] = Field(nullable=True, title="务工时间")
    has_critical_illness_insurance: pl.Boolean = Field(nullable=True, title="是否参加大病保险")
    cause: pl.String = Field(nullable=True, title="致贫原因")
    is_unsafe_dwelling: pl.Boolean = Field(nullable=True, title="是否危房户")
    has_safe_water: pl.Boolean = Field(nullable=True, title="是否解决安全饮用水")
    income_per_capita_yuan: Annotated[pl.Decimal, 16, 2] = Field(nullable=True, title="人均纯收入")
    first_identified_date: pl.Date = Field(nullable=True, title="首次识别时间")
    person_identified_date: pl.Date = Field(nullable=True, title="人员识别时间")
    household_type: pl.String = Field(nullable=True, title="户类型")
    monitoring_category: pl.String = Field(nullable=True, title="监测对象类别")
    is_risk_removed: pl.Boolean = Field(nullable=True, title="风险是否已消除")
    risk_identified_date: pl.Date = Field(nullable=True, title="风险识别时间")
    risk_removed_date: pl.Date = Field(nullable=True, title="风险消除时间")
    draws_policy: pl.Boolean = Field(title="是否享受政策")
    street_code: pl.String = Field(nullable=True, title="镇街代码")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
