"""教育 学籍: who is at school, at which stage."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

STAGES = {
    "学前": ("幼儿园", "学前教育", "学前班", "幼儿", "幼教"),
    "小学": ("小学教育", "普通小学", "小学阶段"),
    "初中": ("普通初中", "初级中学", "初中教育", "初中阶段"),
    "普通高中": ("高中", "普高", "普通高中教育", "高中阶段", "高级中学"),
    "中职": (
        "中等职业教育", "中等职业学校", "职业高中", "职高", "中专", "技工学校", "技校",
        "中等专业学校", "中职学校", "职业中专",
    ),
    "大专": ("专科", "高职", "高职高专", "普通专科", "高等职业教育", "大学专科", "高职(专科)"),
    "本科": ("大学本科", "普通本科", "大学", "本科教育"),
    "研究生": ("硕士", "博士", "硕士研究生", "博士研究生", "研究生教育"),
    "特殊教育": ("特教", "特殊教育学校"),
}  # fmt: skip
STATUSES = {
    "在读": ("在校", "就读", "在籍", "在籍在读", "正常", "在学", "在校生", "注册", "复学"),
    "休学": ("休学中", "已休学", "因病休学"),
    "退学": ("已退学", "辍学", "失学", "开除"),
    "毕业": ("已毕业", "结业", "肄业", "离校"),
    "转出": ("已转出", "转学", "转学转出"),
}


class StudentRolls(Received):
    """One row a pupil or student."""

    name: pl.String = person_name("学生姓名")
    id_number: pl.String = person_number(
        "学生身份证号", "学生身份证件号", "学生身份证号码", "学生证件号码",
    )  # fmt: skip
    school_stage: pl.String = column(
        "学段", kind="code", required=True, words=STAGES, unknown="reject", isin=list(STAGES),
        aliases=(
            "就读学段", "在读学段", "教育阶段", "学历层次", "培养层次", "办学类型", "学校类别",
            "教育层次",
        ),
        purpose="义务教育以后的就学要家庭负担",
    )  # fmt: skip
    enrolment_status: pl.String = column(
        "学籍状态", kind="code", required=True, words=STATUSES, unknown="reject",
        isin=list(STATUSES),
        aliases=(
            "就读状态", "在读状态", "学生状态", "学籍状况", "在校状态", "学生当前状态",
            "就学状态",
        ),
        purpose="只看在读的学生",
    )  # fmt: skip


SOURCE = Source(
    contract=StudentRolls,
    title="学籍",
    department="教育体育局",
    legal_basis="国办发〔2023〕39号（与教育部门信息比对）；社会救助暂行办法第五十九条",
    cadence="yearly",
    kind="snapshot",
    key=("person_id",),
    use="家中有义务教育阶段以后在读学生的，计入教育支出；义务教育阶段休学、退学的，作为失学线索；在读又全职参保的，退回请核对",
    known_not_kept={
        "学校": "名单不写学校",
        "学校名称": "名单不写学校",
        "班级": "名单不写学校",
        "学籍号": "身份证号已能对应到人",
        "监护人姓名": "筛查用不到",
        "监护人身份证号": "筛查用不到",
        "成绩": "与困难程度无关，不处理",
        "年级": "学段已经足够",
        "是否住校": "学段已经足够",
        "入学日期": "学段已经足够",
    },
)
