"""卫健 大病和慢病管理: who is looked after for a severe illness; never for which."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

# The name of an illness is refused here: it stands neither among the words nor in a column.
MANAGEMENTS = {
    "大病专项救治": (
        "大病救治", "大病", "农村大病专项救治", "大病患者", "重大疾病救治", "重大疾病",
        "大病管理",
    ),
    "慢病签约": (
        "慢病", "慢性病", "慢病管理", "慢性病管理", "慢病签约服务", "家庭医生签约",
        "慢性病签约服务", "慢病患者", "家庭医生签约服务", "慢性病签约",
    ),
    "严重精神障碍": (
        "严重精神障碍患者", "严重精神障碍管理", "精神障碍", "重性精神疾病",
        "严重精神障碍患者管理", "重性精神障碍",
    ),
}  # fmt: skip


class SevereIllness(Received):
    """One row a person and kind of management."""

    name: pl.String = person_name("患者姓名")
    id_number: pl.String = person_number("患者身份证号", "患者身份证号码")
    management_kind: pl.String = column(
        "管理类别", kind="code", required=True, words=MANAGEMENTS, unknown="reject",
        isin=list(MANAGEMENTS),
        aliases=(
            "管理类型", "健康管理类别", "救治类别", "救治类型", "签约类别", "签约类型",
            "患者管理类别",
        ),
        purpose="发现长期就医、照料负担重的家庭",
    )  # fmt: skip
    confirmed_date: pl.Date = column(
        "纳入管理日期", kind="date", required=True,
        aliases=(
            "确诊日期", "确诊时间", "纳入日期", "纳入时间", "签约日期", "签约时间",
            "纳入管理时间", "管理开始日期",
        ),
        purpose="说明何时开始",
    )  # fmt: skip
    is_in_treatment: pl.Boolean = column(
        "是否在治", kind="boolean",
        aliases=("是否在治疗", "在治", "是否治疗中", "是否正在治疗", "是否在管", "治疗状态"),
        words={
            "是": ("在治", "治疗中", "在管", "正在治疗"),
            "否": ("治愈", "已治愈", "未治疗", "停止治疗", "结案"),
        },
        purpose="已治愈的不再算",
    )  # fmt: skip


SOURCE = Source(
    contract=SevereIllness,
    title="大病和慢病管理",
    department="卫生健康局",
    legal_basis=(
        "残疾预防和残疾人康复条例第十三条；国办发〔2023〕39号（与卫生健康部门重病患者信息比对）；"
        "个人信息保护法第二十八条（医疗健康为敏感个人信息）"
    ),
    cadence="monthly",
    kind="snapshot",
    key=("person_id", "management_kind"),
    tolerated_reject_share=0.02,
    use="家中有大病专项救治、严重精神障碍管理中成员的，计入医疗和照料风险；一般慢病签约不算，不处理病名",
    known_not_kept={
        "诊断": "不处理病名",
        "病种": "不处理病名",
        "病种名称": "不处理病名",
        "疾病名称": "不处理病名",
        "疾病诊断": "不处理病名",
        "诊断名称": "不处理病名",
        "ICD编码": "不处理病名",
        "病情": "不处理病情",
        "治疗方案": "不处理病情",
        "就诊医院": "名单不写医院",
    },
)
