"""海洋 渔船登记: who owns a fishing boat, and how strong it is."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

STATUSES = {
    "正常": ("在用", "有效", "营运", "正常作业", "在册", "正常使用"),
    "停航": ("停产", "停用", "休渔", "报停"),
    "注销": ("已注销", "报废", "拆解", "灭失", "已拆解", "减船转产"),
    "转出": ("已转出", "转让", "过户"),
}


class FishingBoats(Received):
    """One row a boat and owner."""

    name: pl.String = person_name(
        "船主", "船主姓名", "船东", "船东姓名", "船舶所有人", "渔船所有人", "所有人",
        "所有人姓名", "持证人",
    )  # fmt: skip
    id_number: pl.String = person_number(
        "船主身份证号", "船东身份证号", "所有人身份证号", "船舶所有人身份证号",
        "渔船所有人身份证号", "所有人证件号码", "持证人身份证号",
    )  # fmt: skip
    boat_number: pl.String = column(
        "渔船编号", kind="hashed", required=True,
        aliases=(
            "渔船编码", "船名号", "渔船船名号", "船名", "渔船登记号", "船舶登记号",
            "渔业船舶编号", "船号", "渔船名称",
        ),
        purpose="同一条船只计一次",
    )  # fmt: skip
    status: pl.String = column(
        "渔船状态", kind="code", words=STATUSES, aliases=("船舶状态", "状态", "船舶登记状态"),
        purpose="已注销、转出的不算",
    )  # fmt: skip


SOURCE = Source(
    contract=FishingBoats,
    title="渔船登记",
    department="海洋发展局",
    legal_basis="社会救助暂行办法第五十八条（经家庭请求、授权核对车船）",
    cadence="yearly",
    kind="snapshot",
    key=("person_id", "boat_number"),
    use="不加分也不减分；入户时请核实的渔船提示",
    known_not_kept={
        "船籍港": "筛查用不到",
        "作业类型": "筛查用不到",
        "燃油补贴金额": "筛查用不到",
        "主机功率": "有没有渔船已经足够",
    },
)
