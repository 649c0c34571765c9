"""The contract of core.medical_burdens."""

from typing import Annotated

import polars as pl
from pandera.polars import DataFrameModel, Field


class MedicalBurdens(DataFrameModel):
    """What treatment cost living people in the window, one row each; amounts in yuan. Of a burden
    taken from a yearly list only `burden_yuan` is known, and dated the as-of date.
    """

    person_id: pl.String = Field(title="人员编号")
    burden_yuan: Annotated[pl.Decimal, 18, 2] = Field(title="个人负担")
    inpatient_count: pl.Int32 = Field(title="住院次数")
    chronic_count: pl.Int32 = Field(title="门诊慢特病次数")
    recent_3m_yuan: Annotated[pl.Decimal, 18, 2] = Field(nullable=True, title="近三个月个人负担")
    last_date: pl.Date = Field(title="最近结算日期")
    is_from_yearly_list: pl.Boolean = Field(title="是否取自年度累计")

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("person_id",)}  # noqa: RUF012 (pandera reads a plain dict)
