"""公积金 住房公积金缴存: whose deposits are paid, and how much."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source

STATUSES = {
    "正常缴存": ("正常", "缴存", "正常汇缴", "在缴", "汇缴", "正常缴交", "启封", "开户"),
    "封存": ("已封存", "内部封存", "集中封存", "停缴", "单位封存", "个人封存", "缓缴"),
    "冻结": ("已冻结", "部分冻结"),
    "销户": ("已销户", "注销", "销户提取", "已注销"),
}


class ProvidentFund(Received):
    """One row a depositor."""

    name: pl.String = person_name("职工姓名", "缴存人姓名", "缴存职工")
    id_number: pl.String = person_number(
        "职工身份证号", "缴存人身份证号", "职工证件号码", "缴存人证件号码"
    )
    payment_status: pl.String = column(
        "缴存状态", kind="code", required=True, words=STATUSES, unknown="reject",
        isin=list(STATUSES),
        aliases=("账户状态", "个人账户状态", "公积金缴存状态", "公积金账户状态", "公积金状态"),
        purpose="判断是否仍有单位缴存",
    )  # fmt: skip
    monthly_deposit_yuan: Yuan = column(
        "月缴存额", kind="money", required=True, ge=0, plausible_from=10,
        aliases=(
            "月缴额", "月缴存金额", "公积金月缴存额", "月汇缴额", "月应缴额", "月缴交额",
            "月缴存总额",
        ),
        purpose="月缴存额为零的不算在缴",
    )  # fmt: skip


SOURCE = Source(
    contract=ProvidentFund,
    title="住房公积金缴存",
    department="住房公积金管理中心",
    legal_basis="社会救助暂行办法第五十八条（经家庭请求、授权核对住房公积金）",
    cadence="quarterly",
    kind="snapshot",
    key=("person_id",),
    use="不加分也不减分；入户时请核实的工资收入提示",
    known_not_kept={
        "单位名称": "名单不写单位",
        "个人账号": "只看缴存，不处理账号",
        "个人公积金账号": "只看缴存，不处理账号",
        "账户余额": "上门核实收入用不到余额",
        "最近缴存年月": "缴存状态已经足够",
        "缴存基数": "上门核实收入用不到基数",
    },
)
