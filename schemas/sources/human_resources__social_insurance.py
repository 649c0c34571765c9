"""人社 社会保险缴费: whose contributions are paid, and until when."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

INSURANCES = {
    "职工养老": (
        "城镇职工基本养老保险", "企业职工基本养老保险", "职工基本养老保险", "企业养老",
        "养老保险", "企业职工养老保险", "职工养老保险", "城镇职工养老保险", "养老", "110",
    ),
    "机关事业养老": ("机关事业单位养老保险", "机关事业单位基本养老保险", "机关养老", "120"),
    "居民养老": (
        "城乡居民基本养老保险", "城乡居民养老保险", "城乡居民养老", "居民养老保险", "170",
    ),
    "灵活就业养老": ("灵活就业人员养老保险", "灵活就业", "灵活就业养老保险"),
    "失业保险": ("失业", "210"),
    "职工医疗": (
        "职工基本医疗保险", "城镇职工基本医疗保险", "职工医保", "医疗保险", "基本医疗保险", "310",
    ),
    "居民医疗": ("城乡居民基本医疗保险", "城乡居民医疗保险", "居民医保", "390"),
    "工伤保险": ("工伤", "410"),
    "生育保险": ("生育", "510"),
}  # fmt: skip
STATUSES = {
    "正常缴费": (
        "正常", "参保缴费", "正常参保", "缴费", "在缴", "已缴费", "正常缴纳", "参保", "已缴",
        "续保", "1",
    ),
    "中断": (
        "暂停", "暂停缴费", "中断缴费", "暂停参保", "停保", "断缴", "欠费", "缓缴", "停缴", "2",
    ),
    "终止": ("终止缴费", "终止参保", "退保", "注销", "3"),
    "未参保": ("未缴费", "未登记", "0"),
}  # fmt: skip


class SocialInsurance(Received):
    """One row a person and insurance."""

    name: pl.String = person_name("参保人姓名", "人员姓名", "参保人员姓名")
    id_number: pl.String = person_number("参保人身份证号", "社会保障号码", "社会保障号")
    insurance_kind: pl.String = column(
        "险种", kind="code", required=True, words=INSURANCES,
        aliases=(
            "险种类型", "参保险种", "保险类型", "社保险种", "险种名称", "险种类别", "保险种类",
        ),
        purpose="区分职工与居民、灵活就业人员的参保",
    )  # fmt: skip
    payment_status: pl.String = column(
        "缴费状态", kind="code", required=True, words=STATUSES, unknown="reject",
        isin=list(STATUSES),
        aliases=(
            "参保缴费状态", "参保状态", "人员参保状态", "缴费情况", "人员缴费状态",
            "社保缴费状态",
        ),
        purpose="发现近期断缴的劳动力",
    )  # fmt: skip
    last_paid_month: pl.Date = column(
        "最近缴费年月", kind="month", required=True, nullable=True, volatile=True,
        aliases=(
            "最后缴费年月", "最近缴费月份", "最后缴费月份", "最后一次缴费年月", "缴费截止年月",
            "缴费截止月份", "最近一次缴费年月", "缴至年月", "最大缴费年月",
        ),
        purpose="判断断缴多久",
    )  # fmt: skip


SOURCE = Source(
    contract=SocialInsurance,
    title="社会保险缴费",
    department="人力资源社会保障局",
    legal_basis="社会救助暂行办法第五十八条、第五十九条；国办发〔2023〕39号（信息比对）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id", "insurance_kind"),
    use="职工养老保险连续中断的，作为失去工作的线索；学生全职参保等情形退回请部门核对",
    known_not_kept={
        "单位名称": "名单不写单位",
        "参保单位": "名单不写单位",
        "个人编号": "身份证号已能对应到人",
        "缴费基数": "只看是否缴费，上门核实收入用不到基数",
    },
)
