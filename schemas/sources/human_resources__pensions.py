"""人社 养老待遇领取: who draws which pension."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source

PENSIONS = {
    "职工养老": (
        "城镇职工基本养老保险", "企业职工基本养老保险", "职工基本养老保险", "城镇职工养老保险",
        "企业职工养老", "企业职工养老保险", "城镇职工养老", "企业养老", "职工养老保险",
        "企业退休", "企业离退休", "110",
    ),
    "居民养老": (
        "城乡居民基本养老保险", "城乡居民养老保险", "城乡居民养老", "居民基本养老保险",
        "居民养老保险", "城乡居保", "居民基本养老", "新农保", "新型农村社会养老保险", "居保",
        "城镇居民养老保险", "170",
    ),
    "机关事业养老": (
        "机关事业单位养老保险", "机关事业单位基本养老保险", "机关事业", "机关事业单位养老",
        "机关事业单位工作人员养老保险", "机关事业退休", "120",
    ),
}  # fmt: skip
STATUSES = {
    "正常": ("正常发放", "发放", "在领", "领取", "正常领取", "在发", "待遇正常", "已发放"),
    "暂停": ("暂停发放", "停发", "暂停领取", "暂停待遇", "中止"),
    "终止": ("终止发放", "终止待遇", "死亡终止", "已终止", "死亡", "待遇终止"),
}


class Pensions(Received):
    """One row a person and pension."""

    name: pl.String = person_name("领取人姓名", "人员姓名", "退休人员姓名")
    id_number: pl.String = person_number("领取人身份证号", "社会保障号码", "社会保障号")
    pension_kind: pl.String = column(
        "养老保险类型", kind="code", required=True, words=PENSIONS,
        aliases=(
            "养老待遇类别", "养老待遇类型", "养老保险种类", "养老险种", "养老金类型", "待遇类型",
            "待遇类别", "养老保险类别", "待遇险种", "领取待遇类型",
        ),
        purpose="区分只领居民养老金的老人",
    )  # fmt: skip
    monthly_amount_yuan: Yuan = column(
        "月养老金", kind="money", required=True, ge=0, plausible_from=20,
        aliases=(
            "月养老金金额", "养老金金额", "养老金", "月待遇金额", "待遇金额", "月领取金额",
            "领取金额", "月发放金额", "发放金额", "基本养老金", "本月应发", "月养老待遇",
            "养老待遇",
        ),
        purpose="金额为零的不算在领",
    )  # fmt: skip
    status: pl.String = column(
        "发放状态", kind="code", words=STATUSES,
        aliases=("待遇状态", "领取状态", "待遇发放状态", "状态", "待遇领取状态"),
        purpose="暂停、终止的不算在领",
    )  # fmt: skip


SOURCE = Source(
    contract=Pensions,
    title="养老待遇领取",
    department="人力资源社会保障局",
    legal_basis="社会救助暂行办法第五十八条、第五十九条；国办发〔2023〕39号（信息比对）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id", "pension_kind"),
    use="家中老人只领居民养老金的，作为收入偏低的线索；死亡后仍在发放的，退回请人社核对",
    known_not_kept={
        "个人编号": "身份证号已能对应到人",
        "银行账号": "只看待遇，不处理账号",
        "退休单位": "筛查用不到",
        "单位名称": "筛查用不到",
        "首次领取年月": "只看是否在领",
    },
)
