"""教育 学生资助: which aid a pupil or student was paid."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source

AIDS = {
    "国家助学金": (
        "助学金", "高中国家助学金", "中职国家助学金", "普通高中国家助学金", "本专科国家助学金",
    ),
    "生活补助": (
        "寄宿生生活补助", "家庭经济困难学生生活补助", "家庭经济困难寄宿生生活补助", "生活费补助",
        "义务教育生活补助", "义务教育家庭经济困难学生生活补助", "非寄宿生生活补助",
    ),
    "免学杂费": (
        "免学费", "免除学杂费", "普通高中免学杂费", "中职免学费", "学杂费减免", "免学费补助",
    ),
    "学前资助": (
        "学前教育资助", "学前教育政府助学金", "政府助学金", "保教费减免", "学前教育助学金",
    ),
    "助学贷款": ("国家助学贷款", "生源地助学贷款", "生源地信用助学贷款", "校园地助学贷款"),
    "奖学金": ("国家励志奖学金", "国家奖学金", "励志奖学金"),
    "临时困难补助": ("临时补助", "困难补助", "特殊困难补助", "临时困难资助"),
}  # fmt: skip


class SchoolAid(Received):
    """One row a person, kind of aid and term."""

    name: pl.String = person_name("学生姓名", "受助学生姓名")
    id_number: pl.String = person_number(
        "学生身份证号", "学生身份证件号", "学生身份证号码", "受助学生身份证号",
    )  # fmt: skip
    aid_kind: pl.String = column(
        "资助项目", kind="code", required=True, words=AIDS,
        aliases=(
            "资助类型", "资助名称", "资助种类", "资助项目名称", "资助类别", "助学项目",
            "资助政策", "受助项目",
        ),
        purpose="核对教育资助是否落实",
    )  # fmt: skip
    amount_yuan: Yuan = column(
        "资助金额", kind="money", required=True, plausible_from=10,
        aliases=("发放金额", "受助金额", "补助金额", "资助资金", "实发金额", "金额"),
        purpose="核对教育资助是否落实",
    )  # fmt: skip
    term: pl.String = column(
        "学期", kind="text", required=True,
        aliases=("资助学期", "学年学期", "受助学期", "发放学期", "学年", "资助学年"),
        purpose="同一学期的同一资助只计一次",
    )  # fmt: skip
    paid_date: pl.Date = column(
        "发放日期", kind="date", volatile=True,
        aliases=("发放时间", "资助日期", "资助时间", "到账日期", "拨付日期"),
        purpose="说明何时发放",
    )  # fmt: skip


SOURCE = Source(
    contract=SchoolAid,
    title="学生资助",
    department="教育体育局",
    legal_basis="国办发〔2023〕39号（与教育部门信息比对）；社会救助暂行办法第五十九条",
    cadence="yearly",
    kind="events",
    key=("person_id", "aid_kind", "term"),
    use="不加分也不减分；入户时请核实教育资助是否已经落实",
    known_not_kept={
        "学校": "名单不写学校",
        "学校名称": "名单不写学校",
        "班级": "名单不写学校",
        "困难认定原因": "只看是否享受资助",
        "银行账号": "只看资助，不处理账号",
        "银行卡号": "只看资助，不处理账号",
    },
)
