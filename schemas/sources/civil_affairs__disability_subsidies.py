"""民政 残疾人两项补贴: who draws the living and the care subsidy for disabled people."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import community, person_name, person_number, town
from schemas.sources import Source

SUBSIDIES = {
    "困难残疾人生活补贴": (
        "生活补贴", "困难补贴", "困补", "困难残疾人补贴", "困难残疾人生活补助", "困难生活补贴",
        "残疾人生活补贴", "困难残疾人", "贫困残疾人生活补贴",
    ),
    "重度残疾人护理补贴": (
        "护理补贴", "重度补贴", "护补", "重残护理补贴", "重度护理补贴", "重度残疾人护理补助",
        "残疾人护理补贴", "重度残疾人补贴", "重度残疾人",
    ),
    "两项补贴": ("两补", "双补", "两项都享受", "生活补贴和护理补贴", "困难生活补贴和重度护理补贴"),
}  # fmt: skip


_TELLS_THE_LIST = "认出这是补贴名册：残疾人名册没有这一列"


class DisabilitySubsidies(Received):
    """One row a person and subsidy; 两项补贴 where one row stands for both."""

    town_name: pl.String = town()
    community_name: pl.String = community()
    name: pl.String = person_name("残疾人姓名")
    id_number: pl.String = person_number("残疾人身份证号")
    certificate_number: pl.String = column(
        "残疾人证号", kind="certificate_number", where="reading",
        aliases=("残疾证号", "残疾证号码", "残疾人证号码"),
        purpose="身份证号损坏时找回身份证号",
    )  # fmt: skip
    subsidy_kind: pl.String = column(
        "补贴类型", kind="code", required=True, words=SUBSIDIES, unknown="reject",
        several="两项补贴", isin=list(SUBSIDIES),
        aliases=(
            "补贴类别", "补贴种类", "两补类型", "两项补贴类型", "享受补贴类型", "享受补贴类别",
        ),
        purpose="核对应当享受护理补贴、生活补贴的人是否已经享受",
    )  # fmt: skip
    recipient_kind: pl.String = column(
        "补贴对象类型", kind="text", where="reading",
        aliases=("对象类型", "对象类别", "补贴对象类别", "困难类型"), purpose=_TELLS_THE_LIST,
    )  # fmt: skip
    start_month: pl.String = column(
        "享受补贴起始月份", kind="text", where="reading",
        aliases=(
            "享受起始月份", "起始月份", "起始年月", "享受起始年月", "开始享受月份", "开始月份",
        ),
        purpose=_TELLS_THE_LIST,
    )  # fmt: skip
    renewed_month: pl.String = column(
        "续发月份", kind="text", where="reading", aliases=("续发年月", "续发时间", "复核月份"),
        purpose=_TELLS_THE_LIST,
    )  # fmt: skip
    monthly_amount_yuan: Yuan = column(
        "补贴金额", kind="money", required=True, plausible_from=10,
        aliases=(
            "月补贴金额", "补贴标准", "月补贴标准", "月发放金额", "发放金额", "补助金额",
            "每月补贴金额", "本月发放金额", "补贴金额合计",
        ),
        purpose="金额为零的不算在领",
    )  # fmt: skip


SOURCE = Source(
    contract=DisabilitySubsidies,
    title="残疾人两项补贴发放名册",
    department="民政局",
    legal_basis=(
        "国发〔2015〕52号（残疾人两项补贴）；残疾预防和残疾人康复条例第十三条；社会救助暂行办法第五十九条"
    ),
    cadence="monthly",
    kind="snapshot",
    key=("person_id", "subsidy_kind"),
    use="重度残疾人没有在享护理补贴的，作为政策可能未落实的线索；死亡后仍在册、没有残疾证的，退回请民政核对",
    known_not_kept={
        "监护人姓名": "筛查用不到",
        "银行账号": "只看是否享受，不处理账号",
        "银行卡号": "只看是否享受，不处理账号",
        "开户行": "只看是否享受，不处理账号",
    },
)
