"""住建 公租房保障: who is housed, or gets money towards the rent."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

GUARANTEES = {
    "实物配租": ("实物", "配租", "实物保障", "公租房实物配租", "实物住房", "公租房实物"),
    "租赁补贴": (
        "补贴",
        "货币补贴",
        "租金补贴",
        "公租房租赁补贴",
        "发放租赁补贴",
        "货币化保障",
        "住房租赁补贴",
    ),
}
STATUSES = {
    "在保": ("保障中", "正常", "在租", "享受中", "有效", "在享", "已配租"),
    "退出": ("已退出", "停发", "退租", "腾退", "终止", "已腾退", "取消"),
    "轮候": ("轮候中", "排队", "待配租"),
}


class PublicRental(Received):
    """One row a person under the guarantee."""

    name: pl.String = person_name("申请人姓名", "承租人姓名", "保障对象姓名", "承租人")
    id_number: pl.String = person_number("申请人身份证号", "承租人身份证号", "保障对象身份证号")
    guarantee_kind: pl.String = column(
        "保障方式", kind="code", required=True, words=GUARANTEES, unknown="reject",
        isin=list(GUARANTEES),
        aliases=(
            "住房保障方式", "公租房保障方式", "保障形式", "住房保障形式", "公租房保障类型",
            "住房保障类型",
        ),
        purpose="说明住房困难是否已经有保障",
    )  # fmt: skip
    status: pl.String = column(
        "保障状态", kind="code", words=STATUSES, aliases=("当前状态", "状态", "享受状态"),
        purpose="已退出、轮候的不算在保",
    )  # fmt: skip


SOURCE = Source(
    contract=PublicRental,
    title="公租房保障",
    department="住房城乡建设局",
    legal_basis="社会救助暂行办法第五十九条；国办发〔2023〕39号（信息比对）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    use="不加分也不减分；入户时提示：住房困难已有公租房保障，请核实是否仍在享受",
    known_not_kept={
        "月租金": "只看补贴，不看租金",
        "房源地址": "筛查用不到",
        "小区名称": "筛查用不到",
        "月补贴金额": "只看保障方式",
        "保障起始年月": "只看是否在保",
    },
)
