"""退役军人 优抚对象: who draws which benefit for service or loss."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source

BENEFITS = {
    "残疾军人": (
        "伤残军人", "残疾退役军人", "伤残人员", "残疾人民警察", "伤残民兵民工", "残疾军人抚恤",
    ),
    "烈士遗属": ("烈属", "烈士家属", "三属", "烈士遗属抚恤"),
    "因公牺牲军人遗属": ("因公牺牲遗属", "因公牺牲军人家属"),
    "病故军人遗属": ("病故遗属", "病故军人家属"),
    "在乡老复员军人": ("老复员军人", "在乡复员军人", "复员军人"),
    "带病回乡退役军人": ("带病回乡退伍军人", "带病回乡"),
    "参战退役人员": ("参战", "参战退役军人", "参战人员", "参战退伍军人"),
    "参试退役人员": ("参试", "参试退役军人", "参试人员", "参试退伍军人"),
    "农村籍退役士兵": ("农籍退役士兵", "60周岁以上农村籍退役士兵", "农村籍退役士兵老年生活补助"),
    "烈士老年子女": ("烈士子女", "老年烈士子女", "60周岁以上烈士子女", "部分烈士子女"),
}  # fmt: skip


class Benefits(Received):
    """One row a person and benefit."""

    name: pl.String = person_name("优抚对象姓名")
    id_number: pl.String = person_number("优抚对象身份证号")
    benefit_kind: pl.String = column(
        "优抚对象类别", kind="code", required=True, words=BENEFITS,
        aliases=(
            "优抚类别", "优抚对象类型", "优抚类型", "优抚对象身份类别", "抚恤类别",
            "抚恤补助类别", "优抚身份", "优抚待遇类别",
        ),
        purpose="说明享受哪一类优抚",
    )  # fmt: skip
    monthly_amount_yuan: Yuan = column(
        "月抚恤补助金额", kind="money", required=True, plausible_from=10,
        aliases=(
            "月抚恤金", "抚恤金额", "抚恤补助金额", "抚恤金", "定期抚恤金", "月补助金额",
            "补助金额", "月发放金额", "发放金额", "优抚金额", "抚恤补助标准",
        ),
        purpose="金额为零的不算在领；优抚待遇不计入家庭收入，上门时分开核实",
    )  # fmt: skip


SOURCE = Source(
    contract=Benefits,
    title="优抚对象",
    department="退役军人事务局",
    legal_basis="社会救助暂行办法第五十九条；最低生活保障审核确认办法第十三条（优待抚恤金不计入收入）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id", "benefit_kind"),
    use="不加分也不减分；入户核实收入时提示：优待抚恤金不计入家庭收入",
    known_not_kept={
        "残疾性质": "只看优抚类别",
        "伤残等级": "只看优抚类别",
        "立功情况": "筛查用不到",
        "银行账号": "只看待遇，不处理账号",
        "享受起始年月": "只看是否在享",
    },
)
