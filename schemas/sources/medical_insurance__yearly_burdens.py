"""医保 年度负担: an already totalled list, one row a person and year."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from schemas.columns import Received, column
from schemas.doubts import mostly_like_ten_thousands
from schemas.people import ID_NUMBERS
from schemas.sources import Source


class YearlyBurdens(Received):
    """What a person bore in a calendar year, as the department added it up."""

    name: pl.String = column(
        "姓名", kind="name", aliases=("人员姓名", "psn_name"), purpose="核对是否同一人"
    )
    id_number: pl.String = column(
        "证件号码", kind="identity_number", aliases=(*ID_NUMBERS, "身份证号", "certno"),
        required=True, purpose="与其他部门的记录对应到同一人",
    )  # fmt: skip
    year: pl.Int32 = column(
        "年度", kind="integer", aliases=("年份", "结算年度", "统计年度"), required=True,
        ge=2000, le=2100, purpose="只用于与统计窗口相同的年度",
    )  # fmt: skip
    burden_yuan: Annotated[pl.Decimal, 16, 2] = column(
        "个人负担累计", kind="money", required=True, volatile=True,
        aliases=(
            "年度自负合计", "个人负担合计", "年度个人负担", "年度个人负担累计", "自负合计",
            "个人自负累计", "年度累计负担", "个人负担总额", "个人负担总金额",
        ),
        purpose="没有结算明细时，作为个人医疗负担",
    )  # fmt: skip


SOURCE = Source(
    contract=YearlyBurdens,
    title="医保年度个人负担",
    department="医保局",
    legal_basis="社会救助暂行办法第五十九条；国办发〔2023〕39号（低收入人口动态监测）",
    cadence="yearly",
    kind="events",
    key=("person_id", "year"),
    use="没有结算明细的地方，以年度合计判断个人医疗负担（医保结算的另一种交法）",
    # A few yuan may be all that one person bore in a year, but not most persons.
    doubts=(mostly_like_ten_thousands("burden_yuan", 20),),
)
