"""民政 死亡人员信息: the dead leave every list."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.doubts import Doubt
from schemas.people import ID_NUMBERS
from schemas.sources import Source


class Deaths(Received):
    """One row a death."""

    name: pl.String = column(
        "姓名", kind="name", aliases=("死者姓名", "逝者姓名"), purpose="核对是否同一人"
    )
    id_number: pl.String = column(
        "身份证号", kind="identity_number", aliases=ID_NUMBERS, required=True,
        purpose="与其他部门的记录对应到同一人",
    )  # fmt: skip
    death_date: pl.Date = column(
        "死亡日期", kind="date", aliases=("死亡时间", "火化日期", "火化时间", "去世日期"),
        required=True, purpose="死亡之日起不再列入名单",
    )  # fmt: skip


SOURCE = Source(
    contract=Deaths,
    title="死亡人员信息",
    department="民政局",
    legal_basis="社会救助暂行办法第五十九条；国办发〔2023〕39号（信息比对）",
    cadence="monthly",
    kind="events",
    key=("person_id",),
    # The dead stay dead: without these records they would come back onto the lists.
    maximum_age_months=120,
    use="死亡之日起不再列入任何名单；死亡后别处仍在册、仍在发放的，退回请部门核对",
    doubts=(
        Doubt(
            rule="death_before_birth",
            column="death_date",
            broken=pl.col("death_date").dt.strftime("%Y%m%d") < pl.col("id_number").str.slice(6, 8),
            reason="死亡日期早于身份证号里的出生日期。请对照证件更正死亡日期或身份证号。",
            english="The death is before the birth that the identity number tells. Correct one.",
        ),
    ),
)
