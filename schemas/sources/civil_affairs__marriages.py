"""民政 婚姻登记: who was married or divorced, and to whom."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

REGISTRATIONS = {
    "结婚": ("结婚登记", "登记结婚", "复婚", "复婚登记", "再婚", "再婚登记", "初婚"),
    "离婚": ("离婚登记", "登记离婚", "协议离婚"),
    "补领": (
        "补领结婚证", "补领离婚证", "补发结婚证", "补发离婚证", "补领婚姻登记证", "补领登记",
        "补办", "补发", "补办结婚证", "补办离婚证", "补领婚姻证件",
    ),
    "撤销": ("撤销婚姻", "撤销登记", "撤销结婚登记", "婚姻撤销"),
}  # fmt: skip


class Marriages(Received):
    """One row a registration; the other of the two is known by their hash only."""

    name: pl.String = person_name("男方姓名", "申请人姓名", "当事人姓名", "男方")
    id_number: pl.String = person_number(
        "男方身份证号", "男方身份证号码", "男方证件号码", "男方公民身份号码", "男方身份证件号",
        "当事人身份证号", "申请人身份证号",
    )  # fmt: skip
    spouse_person_id: pl.String = column(
        "配偶身份证号", kind="other_person",
        aliases=(
            "女方身份证号", "女方身份证号码", "女方证件号码", "女方公民身份号码",
            "女方身份证件号", "配偶身份证号码", "配偶证件号码", "配偶公民身份号码",
            "对方身份证号", "对方身份证号码", "对方证件号码",
        ),
        purpose="同一登记也算在配偶一方",
    )  # fmt: skip
    registration_kind: pl.String = column(
        "登记类型", kind="code", required=True, words=REGISTRATIONS, unknown="reject",
        isin=list(REGISTRATIONS),
        aliases=(
            "婚姻登记类型", "登记类别", "婚姻登记类别", "登记种类", "登记业务类型",
            "婚姻业务类型", "业务类型", "办理类型",
        ),
        purpose="发现近期离婚后独自抚养孩子的家庭",
    )  # fmt: skip
    registered_date: pl.Date = column(
        "登记日期", kind="date", required=True,
        aliases=(
            "婚姻登记日期", "登记时间", "结婚登记日期", "离婚登记日期", "婚姻登记时间",
            "办理日期", "办理时间",
        ),
        purpose="只看近期的登记",
    )  # fmt: skip


SOURCE = Source(
    contract=Marriages,
    title="婚姻登记",
    department="民政局",
    legal_basis="社会救助暂行办法第五十九条；国办发〔2023〕39号（信息比对）",
    cadence="monthly",
    kind="events",
    key=("person_id", "registration_kind", "registered_date"),
    # A divorce stays one, however long ago it was handed over.
    maximum_age_months=12,
    use="近期离婚、家中有未成年人的，作为家庭变故的线索；只说婚姻状况有变化",
    known_not_kept={
        "女方姓名": "按身份证号对应到人，用不到姓名",
        "配偶姓名": "按身份证号对应到人，用不到姓名",
        "结婚证字号": "筛查用不到",
        "离婚证字号": "筛查用不到",
        "登记机关": "筛查用不到",
    },
)
