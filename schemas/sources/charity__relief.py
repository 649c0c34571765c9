"""慈善 救助: whom charities helped, and with how much."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source


class Relief(Received):
    """One row a payment."""

    name: pl.String = person_name("受助人姓名", "受助人", "救助对象", "救助对象姓名", "受益人姓名")
    id_number: pl.String = person_number(
        "受助人身份证号", "救助对象身份证号", "受益人身份证号", "受助人身份证号码",
    )  # fmt: skip
    relief_project: pl.String = column(
        "慈善项目", kind="text", required=True,
        aliases=(
            "慈善项目名称", "慈善救助项目", "慈善救助项目名称", "慈善救助类别", "慈善救助类型",
            "公益项目", "公益项目名称", "慈善帮扶项目",
        ),
        purpose="说明是哪一个慈善项目",
    )  # fmt: skip
    amount_yuan: Yuan = column(
        "救助金额", kind="money", required=True, plausible_from=10,
        aliases=(
            "慈善救助金额", "发放金额", "救助金", "资助金额", "帮扶金额", "善款金额", "金额",
            "救助款",
        ),
        purpose="说明救助多少",
    )  # fmt: skip
    paid_date: pl.Date = column(
        "发放日期", kind="date", required=True, volatile=True,
        aliases=(
            "救助日期", "发放时间", "救助时间", "拨付日期", "拨付时间", "到账日期", "资助日期",
        ),
        purpose="只看近期的救助",
    )  # fmt: skip


SOURCE = Source(
    contract=Relief,
    title="慈善救助",
    department="慈善总会",
    legal_basis="国办发〔2023〕39号（政府救助与慈善帮扶衔接）；社会救助暂行办法第五十九条",
    cadence="monthly",
    kind="events",
    comes_in_bursts=True,
    key=("person_id", "relief_project", "paid_date"),
    # Typed by volunteers of many charities.
    tolerated_reject_share=0.1,
    use="近期受过慈善救助而没有政府救助的，作为线索",
    known_not_kept={
        "救助原因": "自由填写的文字，不处理",
        "病种": "只看救助，不处理病名",
        "银行账号": "只看救助，不处理账号",
        "捐赠人": "筛查用不到",
    },
)
