"""证券 核对结果: holdings, only of households that authorised the check in writing."""

from __future__ import annotations

import polars as pl

from schemas.authorisations import authorisation_date, authorisation_number
from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source


class Holdings(Received):
    """One row an authorised person and institution."""

    name: pl.String = person_name("账户户名", "户名", "被核对人姓名", "客户姓名", "投资者姓名")
    id_number: pl.String = person_number("被核对人身份证号", "客户身份证号", "投资者身份证号")
    authorisation_number: pl.String = authorisation_number()
    authorisation_date: pl.Date = authorisation_date()
    institution: pl.String = column(
        "证券机构", kind="text", required=True,
        aliases=(
            "证券公司", "证券公司名称", "证券机构名称", "开户券商", "机构名称", "券商",
            "基金公司", "托管机构", "开户机构",
        ),
        purpose="说明是哪家机构的结果",
    )  # fmt: skip
    market_value_yuan: Yuan = column(
        "证券市值", kind="money", required=True, volatile=True, ge=0,
        aliases=("市值", "持仓市值", "总市值", "资产市值", "持有市值", "证券资产", "证券资产市值"),
        purpose="上门时核实证券资产",
    )  # fmt: skip
    value_date: pl.Date = column(
        "市值日期", kind="date", required=True, volatile=True,
        aliases=(
            "估值日期", "持仓日期", "查询日期", "核对日期", "截止日期", "市值时点", "持有日期",
        ),
        purpose="说明是哪一天的市值",
    )  # fmt: skip


SOURCE = Source(
    contract=Holdings,
    title="证券核对结果",
    department="证券监管部门",
    legal_basis=(
        "社会救助暂行办法第五十八条（须有家庭授权）；个人信息保护法第二十八条（金融账户为敏感个人信息）"
    ),
    cadence="monthly",
    kind="events",
    comes_in_bursts=True,
    key=("person_id", "authorisation_number", "institution"),
    maximum_age_months=6,
    use="不加分也不减分；只在家庭授权之后，作为入户时请核实的证券提示",
    known_not_kept={
        "证券账号": "只看市值，不处理账号",
        "股东代码": "只看市值，不处理账号",
        "持仓明细": "只看市值，不处理明细",
        "证券名称": "只看市值，不处理明细",
    },
)
