"""医保 结算: every settlement, in the field names of the national interface (table setl_d)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import polars as pl

from schemas.columns import Received, column
from schemas.doubts import Doubt, mostly_like_ten_thousands
from schemas.people import ID_NUMBERS
from schemas.sources import Source

Yuan = Annotated[pl.Decimal, 16, 2]
Moment = Annotated[pl.Datetime, "us", None]

YES_NO = {"1": ("有效", "是", "正常"), "0": ("无效", "否", "作废")}
REFUND = {"1": ("是", "退费", "已退费"), "0": ("否", "正常", "未退费")}
BURDEN = "按政策口径累加个人医疗负担"


def _yuan(title: str, *aliases: str, required: bool = False) -> Any:
    """A sum of money of a settlement; refunds are negative."""
    return column(
        title, kind="money", aliases=aliases, required=required, volatile=required, purpose=BURDEN
    )


class Settlements(Received):
    """One row a settlement; the same setl_id may come again, corrected."""

    setl_id: pl.String = column(
        "结算ID", kind="reference_number", aliases=("结算编号", "结算号"), required=True,
        purpose="同一笔结算只计一次",
    )  # fmt: skip
    name: pl.String = column(
        "姓名", kind="name", aliases=("人员姓名", "psn_name"), purpose="核对是否同一人"
    )
    id_number: pl.String = column(
        "证件号码", kind="identity_number", aliases=(*ID_NUMBERS, "身份证号", "certno"),
        required=True, purpose="与其他部门的记录对应到同一人",
    )  # fmt: skip
    insutype: pl.String = column(
        "险种类型", kind="text", aliases=("险种",), purpose="区分居民医保与职工医保的负担"
    )
    med_type: pl.String = column("医疗类别", kind="text", purpose="区分住院、门诊慢特病与普通门诊")
    setl_time: Moment = column(
        "结算时间", kind="time", required=True, volatile=True, aliases=("结算日期",),
        purpose="判断结算是否在统计窗口内",
    )  # fmt: skip
    begin_date: pl.Date = column(
        "开始日期", kind="date", aliases=("begndate", "入院日期"), purpose="核对就医起止日期"
    )
    end_date: pl.Date = column(
        "结束日期", kind="date", aliases=("enddate", "出院日期"), purpose="核对就医起止日期"
    )
    medfee_sumamt: Yuan = _yuan("医疗费总额", "医疗费用总额", "总费用", required=True)
    fulamt_ownpay_amt: Yuan = _yuan("全自费金额", "全自费")
    overlmt_selfpay: Yuan = _yuan("超限价自费费用", "超限价自费", "overlmt_selfpay_amt")
    preselfpay_amt: Yuan = _yuan("先行自付金额", "先行自付")
    inscp_scp_amt: Yuan = _yuan("符合政策范围金额", "符合范围金额", "政策范围内金额")
    fund_pay_sumamt: Yuan = _yuan("基金支付总额", "基金支付")
    hifp_pay: Yuan = _yuan("统筹基金支出", "基本医疗保险统筹基金支出")
    hifmi_pay: Yuan = _yuan("大病保险支出", "居民大病保险资金支出", "居民大病保险支出")
    maf_pay: Yuan = _yuan("医疗救助基金支出", "医疗救助支出")
    hosp_part_amt: Yuan = _yuan("医院负担金额", "医院负担")
    psn_part_amt: Yuan = _yuan(
        "个人负担总金额", "个人负担总额", "个人负担金额", "psn_pay", required=True
    )
    acct_pay: Yuan = _yuan("个人账户支出", "账户支出")
    acct_mulaid_pay: Yuan = column(
        "账户共济支付金额", kind="money", aliases=("个人账户共济支付金额", "账户共济支出"),
        where="reading", purpose="核对个人负担金额的合计",
    )  # fmt: skip
    psn_cash_pay: Yuan = _yuan("个人现金支出", "个人现金支付", "cash_payamt")
    vali_flag: pl.String = column(
        "有效标志", kind="code", words=YES_NO, default="1", purpose="无效结算不计入负担"
    )
    refd_setl_flag: pl.String = column(
        "退费结算标志", kind="code", words=REFUND, aliases=("退费标志",),
        purpose="核对退费的金额是不是负数，能不能与原结算相抵",
    )  # fmt: skip


def _adds_up(rule: str, whole: str, parts: dict[str, str], optional: str = "") -> Doubt:
    """A sum that its parts do not give, to the fen; without one of the parts nothing is said."""
    total = sum((pl.col(name) for name in parts), pl.lit(0, pl.Decimal(16, 2)))
    if optional:
        total += pl.col(optional).fill_null(0)
    title = Settlements.to_schema().columns[whole].title
    return Doubt(
        rule=rule,
        column=whole,
        broken=(pl.col(whole) - total).abs() > Decimal("0.01"),
        needs=(whole, *parts),
        reason=f"{title}不等于{'、'.join(parts.values())}之和。请核对这几列的金额。",
        english=f"{whole} is not the sum of {', '.join(parts)}. Check these amounts.",
    )


DOUBTS = (
    _adds_up(
        "fee_is_not_its_parts",
        "medfee_sumamt",
        {
            "fulamt_ownpay_amt": "全自费金额",
            "overlmt_selfpay": "超限价自费费用",
            "preselfpay_amt": "先行自付金额",
            "inscp_scp_amt": "符合政策范围金额",
        },
    ),
    _adds_up(
        "fee_is_not_its_payments",
        "medfee_sumamt",
        {
            "fund_pay_sumamt": "基金支付总额",
            "psn_part_amt": "个人负担总金额",
            "hosp_part_amt": "医院负担金额",
        },
    ),
    _adds_up(
        "share_is_not_its_parts",
        "psn_part_amt",
        {"psn_cash_pay": "个人现金支出", "acct_pay": "个人账户支出"},
        optional="acct_mulaid_pay",
    ),
    Doubt(
        rule="care_ends_before_it_begins",
        column="end_date",
        broken=pl.col("end_date") < pl.col("begin_date"),
        reason="结束日期早于开始日期。请核对就医起止日期。",
        english="The care ends before it begins. Check the two dates.",
    ),
    # Some systems mark the settlement that was taken back too: told, not coloured.
    Doubt(
        rule="refund_is_positive",
        column="refd_setl_flag",
        broken=(pl.col("refd_setl_flag") == "1") & (pl.col("medfee_sumamt") > 0),
        level="note",
        reason="标为退费，金额却是正数，会照常计入负担。是退费的应为负数；是被退的原结算，请另报退费记录。",
        english=(
            "Marked as a refund, but positive, so it counts as a burden. A refund is negative; "
            "if this is the settlement taken back, send its refund too."
        ),
    ),
    # One may cost less than a yuan, but not most.
    mostly_like_ten_thousands("medfee_sumamt", 2),
)

SOURCE = Source(
    contract=Settlements,
    title="医保结算明细",
    department="医保局",
    legal_basis="社会救助暂行办法第五十九条；国办发〔2023〕39号（低收入人口动态监测）",
    cadence="monthly",
    kind="events",
    key=("setl_id",),
    use="十二个月内个人医疗负担高的列入筛查，负担多少决定医疗风险的分数",
    doubts=DOUBTS,
    known_not_kept={
        "人员编号": "身份证号已能对应到人",
        "psn_no": "身份证号已能对应到人",
        "定点医药机构名称": "与困难程度无关，名单不写医院",
        "fixmedins_name": "与困难程度无关，名单不写医院",
        "病种名称": "只看费用，名单不写病名",
        "dise_name": "只看费用，名单不写病名",
    },
)
