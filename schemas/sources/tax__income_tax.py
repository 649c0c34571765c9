"""税务 个人所得税申报: income as it was declared, month by month."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source

INCOMES = {
    "工资薪金": (
        "工资、薪金所得", "工资薪金所得", "工资、薪金", "正常工资薪金", "工资", "综合所得",
        "正常工资薪金所得", "工薪所得",
    ),
    "劳务报酬": ("劳务报酬所得", "一般劳务报酬所得", "劳务所得", "劳务"),
    "稿酬": ("稿酬所得",),
    "特许权使用费": ("特许权使用费所得",),
    "经营所得": ("个体工商户生产经营所得", "生产经营所得", "经营", "个人经营所得"),
    "利息股息红利": ("利息、股息、红利所得", "利息股息红利所得", "股息红利", "利息、股息、红利"),
    "财产租赁": ("财产租赁所得", "租赁所得", "房屋租赁"),
    "财产转让": ("财产转让所得", "转让所得", "房屋转让"),
    "偶然所得": ("偶然",),
}  # fmt: skip


class IncomeTax(Received):
    """One row a person, month and kind of income."""

    name: pl.String = person_name("纳税人姓名", "纳税人名称", "自然人姓名")
    id_number: pl.String = person_number(
        "纳税人身份证号", "身份证照号码", "纳税人识别号", "证照号码"
    )
    income_kind: pl.String = column(
        "所得项目", kind="code", required=True, words=INCOMES,
        aliases=(
            "所得项目名称", "所得类型", "所得类别", "收入类型", "收入类别", "征收品目",
            "应税项目",
        ),
        purpose="区分工资、经营与财产收入",
    )  # fmt: skip
    period_month: pl.Date = column(
        "税款所属期", kind="month", required=True,
        aliases=(
            "税款所属月份", "所属期", "所属月份", "税款所属期起", "税款所属期止", "税款所属年月",
            "所得月份", "申报月份", "所得期间", "申报所属期",
        ),
        purpose="只看最近十二个月",
    )  # fmt: skip
    income_yuan: Yuan = column(
        "收入额", kind="money", required=True, volatile=True, plausible_from=100,
        aliases=(
            "收入金额", "收入", "本期收入", "申报收入", "应税收入", "申报收入额", "所得额",
            "本月收入",
        ),
        purpose="上门时核实收入",
    )  # fmt: skip


SOURCE = Source(
    contract=IncomeTax,
    title="个人所得税申报",
    department="税务局",
    legal_basis="社会救助暂行办法第五十八条（经家庭请求、授权核对收入）",
    cadence="yearly",
    kind="events",
    key=("person_id", "period_month", "income_kind"),
    use="不加分也不减分；入户时请核实的收入提示",
    known_not_kept={
        "扣缴义务人名称": "名单不写单位",
        "扣缴义务人": "名单不写单位",
        "专项附加扣除": "筛查用不到",
        "应纳税额": "只看收入，不看税额",
    },
)
