"""残联 持证残疾人: who holds a disability certificate, of which category and grade."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.doubts import Doubt
from schemas.people import ADDRESSES, ID_NUMBERS, PHONES, TOWNS, VILLAGES
from schemas.sources import Source

# 第二次全国残疾人抽样调查残疾标准, GB/T 26341-2010; digit 19 of the certificate number.
CATEGORIES = {
    "视力": ("1", "01", "视力残疾", "一类"),
    "听力": ("2", "02", "听力残疾"),
    "言语": ("3", "03", "言语残疾", "语言", "语言残疾"),
    "肢体": ("4", "04", "肢体残疾"),
    "智力": ("5", "05", "智力残疾"),
    "精神": ("6", "06", "精神残疾"),
    "多重": ("7", "07", "多重残疾", "综合"),
}
# Digit 20 of the certificate number; 1 is the most severe.
GRADES = {
    "1": ("一级", "1级", "Ⅰ", "Ⅰ级", "I", "I级", "01", "壹级", "一", "残疾一级"),
    "2": ("二级", "2级", "Ⅱ", "Ⅱ级", "II", "II级", "02", "贰级", "二", "残疾二级"),
    "3": ("三级", "3级", "Ⅲ", "Ⅲ级", "III", "III级", "03", "叁级", "三", "残疾三级"),
    "4": ("四级", "4级", "Ⅳ", "Ⅳ级", "IV", "IV级", "04", "肆级", "四", "残疾四级"),
}
STATUSES = {
    "有效": ("持证", "正常", "在用", "有效期内", "已发证", "审批通过", "已通过", "通过"),
    "过期": ("已过期", "到期", "失效", "超期"),
    "冻结": ("已冻结",),
    "注销": ("已注销", "死亡注销", "作废", "吊销"),
    "迁出": ("已迁出", "转出", "户口迁出"),
}
SELF_CARE = {
    "自理": ("能自理", "完全自理", "生活自理", "能够自理", "生活能自理"),
    "部分自理": ("半自理", "部分能自理", "生活部分自理", "部分不能自理"),
    "不能自理": ("不自理", "完全不能自理", "生活不能自理", "无自理能力"),
}


class Certificates(Received):
    """One row a certificate: a person may have had several."""

    name: pl.String = column(
        "姓名",
        kind="name",
        required=True,
        aliases=("残疾人姓名", "持证人姓名"),
        purpose="上门时称呼本人，核对是否同一人",
    )
    id_number: pl.String = column(
        "身份证号", kind="identity_number", aliases=ID_NUMBERS, required=True,
        purpose="与其他部门的记录对应到同一人",
    )  # fmt: skip
    certificate_number: pl.String = column(
        "残疾证号", kind="certificate_number", where="reading",
        aliases=("残疾人证号", "残疾证号码", "残疾人证号码", "残疾人证编号"),
        purpose="身份证号损坏时找回身份证号；类别、等级缺失时从中读出",
    )  # fmt: skip
    disability_category: pl.String = column(
        "残疾类别", kind="code", aliases=("类别", "残疾类型"), required=True,
        words=CATEGORIES, unknown="reject", several="多重", isin=list(CATEGORIES),
        purpose="判断重度残疾：各项政策对类别的要求不同",
    )  # fmt: skip
    disability_grade: pl.Int32 = column(
        "残疾等级", kind="code", aliases=("等级", "残疾级别"), required=True,
        words=GRADES, unknown="reject", ge=1, le=4,
        purpose="判断重度残疾：各项政策对等级的要求不同",
    )  # fmt: skip
    certificate_status: pl.String = column(
        "证件状态", kind="code", aliases=("状态", "审批状态", "残疾证状态"),
        words=STATUSES, unknown="reject", isin=list(STATUSES),
        purpose="只把有效证件的持有人列入筛查",
    )  # fmt: skip
    issued_date: pl.Date = column(
        "发证日期", kind="date",
        aliases=("首次办证日期", "申领日期", "审核日期", "办证日期", "首次发证日期"),
        purpose="证件有效期自发证之日起算",
    )  # fmt: skip
    expires_date: pl.Date = column(
        "有效期至", kind="date", aliases=("有效期止", "有效期截止", "到期日期", "证件有效期至"),
        words={"9999-12-31": ("长期", "长期有效", "永久", "永久有效")},
        purpose="只把有效证件的持有人列入筛查",
    )  # fmt: skip
    town_name: pl.String = column(
        "户籍街道", kind="text", aliases=TOWNS, purpose="网格台账没有此人时，按户籍地派给镇街"
    )
    community_name: pl.String = column(
        "居委会", kind="text", aliases=VILLAGES, purpose="网格台账没有此人时，按户籍地找到村居"
    )
    address: pl.String = column("现在地址", kind="address", aliases=ADDRESSES, purpose="上门走访")
    phone: pl.String = column("手机", kind="phone", aliases=PHONES, purpose="上门前联系")
    self_care: pl.String = column(
        "自理程度", kind="code", aliases=("生活自理程度", "自理能力", "生活自理能力"),
        words=SELF_CARE, purpose="判断有没有人照料、需不需要照料",
    )  # fmt: skip
    employment: pl.String = column(
        "职业状况", kind="text", aliases=("就业状况", "就业情况", "职业"),
        purpose="判断家庭有没有劳动收入",
    )  # fmt: skip


SOURCE = Source(
    contract=Certificates,
    title="持证残疾人",
    department="残联",
    legal_basis="残疾预防和残疾人康复条例第十三条；国办发〔2023〕39号（低收入人口动态监测）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    use="持有效证件的重度残疾人列入筛查；类别和等级决定能享受哪些政策",
    keeps_alternatives=True,
    doubts=(
        Doubt(
            rule="expires_before_issued",
            column="expires_date",
            broken=pl.col("expires_date") < pl.col("issued_date"),
            reason="有效期止早于发证日期。请对照证件更正。",
            english="The certificate expires before it was issued. Correct the dates.",
        ),
    ),
    known_not_kept={
        "监护人": "筛查用不到",
        "民族": "与困难程度无关，不处理",
        "政治面貌": "与困难程度无关，不处理",
    },
)
