"""民政 家庭经济状况核对报告: what the check of an authorised household found, no items."""

from __future__ import annotations

import polars as pl

from schemas.authorisations import authorisation_date, authorisation_number
from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source

# What exceeds the local limit, in kinds alone: how much and where is the office's business.
EXCESSES = {
    "车辆": ("机动车", "汽车", "小汽车", "机动车辆", "有车"),
    "住房": ("房产", "房屋", "不动产", "商铺", "多套住房"),
    "存款": ("银行存款", "货币财产", "现金", "储蓄", "金融资产"),
    "证券": ("股票", "基金", "有价证券", "理财", "理财产品"),
    "经营": ("工商登记", "企业", "公司", "经营实体", "市场主体", "出资"),
    "其他": ("其它", "船舶", "大型农机具", "债权", "保险"),
}


class MeansChecks(Received):
    """One row an authorised household and report, under the name of who applied."""

    name: pl.String = person_name("申请人姓名", "申请人", "被核对人姓名")
    id_number: pl.String = person_number("申请人身份证号", "申请人身份证号码", "被核对人身份证号")
    authorisation_number: pl.String = authorisation_number()
    authorisation_date: pl.Date = authorisation_date()
    report_date: pl.Date = column(
        "报告日期", kind="date", required=True,
        aliases=(
            "核对报告日期", "出具日期", "报告出具日期", "核对完成日期", "核对报告出具日期",
            "报告时间",
        ),
        purpose="说明是哪一天的核对结果，只用最近一次",
    )  # fmt: skip
    household_members_count: pl.Int32 = column(
        "核对人口数", kind="integer", ge=1,
        aliases=(
            "共同生活人口数", "家庭人口数", "核对家庭人口", "共同生活家庭成员数", "核对家庭人数",
            "家庭成员数",
        ),
        purpose="按共同生活的家庭成员人数算人均收入",
    )  # fmt: skip
    household_monthly_income_yuan: Yuan = column(
        "家庭月收入", kind="money", required=True, plausible_from=100,
        aliases=(
            "家庭月总收入", "核对家庭月收入", "家庭月可支配收入", "月收入合计", "家庭收入（月）",
            "核定月收入", "家庭月收入合计",
        ),
        purpose="与低保标准、低保边缘标准比较",
    )  # fmt: skip
    is_property_within: pl.Boolean = column(
        "家庭财产是否符合", kind="boolean", required=True,
        aliases=(
            "财产是否符合", "家庭财产核对结果", "财产核对结果", "家庭财产状况", "财产符合情况",
            "财产是否符合规定",
        ),
        words={
            "是": ("符合", "未超出", "未超标", "符合规定", "不超标"),
            "否": ("超出", "超标", "不符合", "超过", "超出规定"),
        },
        purpose="判断财产是否符合规定",
    )  # fmt: skip
    property_excess: pl.String = column(
        "超出的财产种类", kind="codes", words=EXCESSES, unknown="keep",
        aliases=(
            "超出项目", "超标项目", "财产超出项目", "超出财产种类", "不符合项目", "超标财产",
        ),
        purpose="困难家庭只因车辆超出的，按特殊需要豁免",
    )  # fmt: skip
    rigid_spending_year_yuan: Yuan = column(
        "年刚性支出", kind="money", plausible_from=100,
        aliases=(
            "近12个月刚性支出", "家庭年刚性支出", "刚性支出合计", "刚性支出总额",
            "近十二个月刚性支出", "家庭刚性支出", "刚性支出",
        ),
        purpose="判断是不是刚性支出困难家庭",
    )  # fmt: skip


SOURCE = Source(
    contract=MeansChecks,
    title="家庭经济状况核对报告",
    department="民政局",
    legal_basis=(
        "社会救助暂行办法第五十八条（须有家庭授权）；最低生活保障审核确认办法第十二条至第十四条"
    ),
    cadence="monthly",
    kind="events",
    comes_in_bursts=True,
    key=("person_id", "authorisation_number", "report_date"),
    maximum_age_months=6,
    use="不加分也不减分；只在家庭授权之后，用来对照可能符合的政策，仍由民政部门审核确认",
    known_not_kept={
        "银行账号": "只看核对结论，不处理账号",
        "存款余额": "只看核对结论，不看逐项明细",
        "车牌号": "只看核对结论，不看逐项明细",
        "房产地址": "只看核对结论，不看逐项明细",
        "核对明细": "只看核对结论，不看逐项明细",
    },
)
