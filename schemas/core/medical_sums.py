"""The contract of core.medical_sums."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field

Yuan = Annotated[pl.Decimal, 18, 2]


class MedicalSums(DataFrameModel):
    """What the settlements of the window add up to, one row a person looked at; in yuan.

    Counts may be negative where more was taken back than settled. `left_yuan` is what insurance
    left, before medical aid; `basic_left_yuan` what basic insurance left, before critical-illness
    insurance; both are null where no settlement tells its amounts.
    """

    person_id: pl.String = Field(title="人员编号")
    burden_yuan: Yuan = Field(nullable=True, title="个人负担")
    inpatient_count: pl.Int32 = Field(title="住院次数")
    chronic_count: pl.Int32 = Field(title="门诊慢特病次数")
    recent_3m_yuan: Yuan = Field(nullable=True, title="近三个月个人负担")
    left_yuan: Yuan = Field(nullable=True, title="保险付过以后所剩")
    basic_left_yuan: Yuan = Field(nullable=True, title="基本医保付过以后所剩")
    aided_yuan: Yuan = Field(title="医疗救助已付")
    critical_paid_yuan: Yuan = Field(title="大病保险已付")
    untold_count: pl.Int32 = Field(ge=0, title="没有写明金额的结算数")
    is_resident_insured: pl.Boolean = Field(nullable=True, title="是否居民医保")
    last_date: pl.Date = Field(title="最近结算日期")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
