"""金融 存款核对结果: balances, only of households that authorised the check in writing."""

from __future__ import annotations

import polars as pl

from schemas.authorisations import authorisation_date, authorisation_number
from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source


class Deposits(Received):
    """One row an authorised person and bank."""

    name: pl.String = person_name("账户户名", "户名", "被核对人姓名", "客户姓名")
    id_number: pl.String = person_number("被核对人身份证号", "客户身份证号", "户主身份证号")
    authorisation_number: pl.String = authorisation_number()
    authorisation_date: pl.Date = authorisation_date()
    institution: pl.String = column(
        "银行名称", kind="text", required=True,
        aliases=(
            "金融机构", "金融机构名称", "银行", "开户银行", "存款银行", "机构名称", "银行机构",
            "开户行", "存款机构",
        ),
        purpose="说明是哪家银行的结果",
    )  # fmt: skip
    balance_yuan: Yuan = column(
        "存款余额", kind="money", required=True, volatile=True,
        aliases=(
            "余额", "账户余额", "存款余额合计", "账户余额合计", "存款金额", "期末余额",
            "存款合计",
        ),
        purpose="上门时核实存款",
    )  # fmt: skip
    balance_date: pl.Date = column(
        "余额日期", kind="date", volatile=True,
        aliases=(
            "查询日期", "余额截止日期", "截止日期", "查询基准日", "核对日期", "反馈日期",
            "余额时点",
        ),
        purpose="说明是哪一天的余额",
    )  # fmt: skip


SOURCE = Source(
    contract=Deposits,
    title="存款核对结果",
    department="金融监管局",
    legal_basis=(
        "社会救助暂行办法第五十八条（须有家庭授权）；个人信息保护法第二十八条（金融账户为敏感个人信息）"
    ),
    cadence="monthly",
    kind="events",
    comes_in_bursts=True,
    key=("person_id", "authorisation_number", "institution"),
    maximum_age_months=6,
    use="不加分也不减分；只在家庭授权之后，作为入户时请核实的存款提示",
    known_not_kept={
        "账号": "只看余额，不处理账号",
        "银行账号": "只看余额，不处理账号",
        "卡号": "只看余额，不处理账号",
        "交易明细": "只看余额，不处理交易",
        "交易流水": "只看余额，不处理交易",
    },
)
