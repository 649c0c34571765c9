"""人社 失业登记: who is registered as out of work."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

STATUSES = {
    "登记失业": ("失业", "失业中", "登记失业人员", "在册", "有效", "失业登记", "未就业", "正常"),
    "已就业": ("就业", "再就业", "实现就业", "就业中", "灵活就业", "已再就业", "自主创业"),
    "注销": ("已注销", "注销登记", "失业注销", "退出", "失效", "注销失业登记"),
}


class Unemployment(Received):
    """One row a registered person."""

    name: pl.String = person_name("失业人员姓名", "人员姓名")
    id_number: pl.String = person_number("失业人员身份证号", "社会保障号码", "社会保障号")
    registered_date: pl.Date = column(
        "失业登记日期", kind="date", required=True,
        aliases=("失业登记时间", "登记失业日期", "登记失业时间", "失业日期", "失业时间"),
        purpose="判断失业多久",
    )  # fmt: skip
    status: pl.String = column(
        "失业登记状态", kind="code", words=STATUSES,
        aliases=("失业状态", "登记状态", "就业失业状态", "就业状态", "状态"),
        purpose="已就业、已注销的不再算失业",
    )  # fmt: skip


SOURCE = Source(
    contract=Unemployment,
    title="失业登记",
    department="人力资源社会保障局",
    legal_basis="国办发〔2023〕39号（与登记失业人员信息比对）；社会救助暂行办法第五十九条",
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    use="家中有登记失业、尚未就业的劳动力的，计入增收能力风险；登记失业却在参保、经营的，退回请人社核对",
    known_not_kept={
        "原工作单位": "筛查用不到",
        "求职意向": "筛查用不到",
        "失业登记证号": "筛查用不到",
        "失业原因": "只看是否登记失业",
        "是否领取失业保险金": "只看是否登记失业",
        "失业金领取截止年月": "只看是否登记失业",
    },
)
