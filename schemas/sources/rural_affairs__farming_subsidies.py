"""农业农村 惠农补贴发放: what was paid to a farmer for which land."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source


class FarmingSubsidies(Received):
    """One row a person, project and year."""

    name: pl.String = person_name(
        "补贴对象姓名", "补贴对象", "农户姓名", "户主姓名", "领款人", "领款人姓名"
    )
    id_number: pl.String = person_number(
        "补贴对象身份证号", "农户身份证号", "户主身份证号", "领款人身份证号", "补贴对象身份证号码"
    )
    subsidy_project: pl.String = column(
        "补贴项目", kind="text", required=True,
        aliases=(
            "补贴项目名称", "惠农补贴项目", "惠农项目", "补贴名称", "补贴资金项目",
            "补贴资金名称", "惠农资金项目", "惠民惠农项目", "一卡通项目",
        ),
        purpose="说明是哪一项补贴",
    )  # fmt: skip
    subsidy_year: pl.Int32 = column(
        "补贴年度", kind="integer", required=True, ge=2000, le=2100,
        aliases=("年度", "年份", "发放年度", "所属年度", "补贴年份", "资金年度"),
        purpose="只看最近的年度",
    )  # fmt: skip
    area_mu: Annotated[pl.Decimal, 12, 2] = column(
        "补贴面积", kind="decimal", unit="亩", ge=0, le=100_000,
        aliases=(
            "面积", "种植面积", "耕地面积", "承包面积", "确权面积", "补贴面积(亩)", "面积(亩)",
        ),
        purpose="上门时核实是否仍在耕种",
    )  # fmt: skip
    amount_yuan: Yuan = column(
        "补贴金额", kind="money", required=True,
        aliases=(
            "发放金额", "实发金额", "兑付金额", "补贴资金", "补贴金额合计", "应发金额", "金额",
        ),
        purpose="上门时核实这笔收入",
    )  # fmt: skip


SOURCE = Source(
    contract=FarmingSubsidies,
    title="惠农补贴发放",
    department="农业农村局",
    legal_basis="社会救助暂行办法第五十九条；国办发〔2023〕39号（信息比对）",
    cadence="yearly",
    kind="events",
    comes_in_bursts=True,
    key=("person_id", "subsidy_project", "subsidy_year"),
    use="不加分也不减分；种养规模较大的，入户时请核实经营收入",
    known_not_kept={
        "银行账号": "只看补贴，不处理账号",
        "银行卡号": "只看补贴，不处理账号",
        "一卡通账号": "只看补贴，不处理账号",
        "开户行": "只看补贴，不处理账号",
        "地块名称": "筛查用不到",
        "镇街": "按身份证号归到家庭，用不到",
        "村居": "按身份证号归到家庭，用不到",
        "发放日期": "补贴年度已经足够",
    },
)
