"""住建 危房鉴定: whose dwelling was found dangerous, and whether it was repaired."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import ADDRESSES, community, person_name, person_number, town
from schemas.sources import Source

GRADES = {
    "A": ("A级", "A级危房", "A类"),
    "B": ("B级", "B级危房", "B类"),
    "C": ("C级", "C级危房", "C类", "局部危险"),
    "D": ("D级", "D级危房", "D类", "整体危险", "整栋危险"),
}
REPAIRS = {
    "未改造": ("否", "未改", "待改造", "没有改造", "未开工", "拟改造", "计划改造", "未实施"),
    "改造中": ("正在改造", "施工中", "在建", "已开工", "实施中"),
    "已改造": (
        "是",
        "已竣工",
        "竣工",
        "改造完成",
        "完成改造",
        "已完成",
        "已入住",
        "已拆除",
        "已验收",
    ),
}


class UnsafeDwellings(Received):
    """One row a household, told by its head."""

    town_name: pl.String = town()
    community_name: pl.String = community()
    name: pl.String = person_name("户主姓名", "户主", "房主姓名", "房屋所有人")
    id_number: pl.String = person_number("户主身份证号", "户主身份证号码", "房主身份证号")
    danger_grade: pl.String = column(
        "危房等级", kind="code", required=True, words=GRADES, unknown="reject", isin=list(GRADES),
        aliases=(
            "鉴定等级", "房屋鉴定等级", "危险等级", "危险性等级", "住房危险等级", "鉴定级别",
            "房屋安全等级", "危房级别", "住房鉴定等级", "鉴定结果",
        ),
        purpose="C级、D级不安全",
    )  # fmt: skip
    assessed_date: pl.Date = column(
        "鉴定日期", kind="date", required=True,
        aliases=("鉴定时间", "评定日期", "评定时间", "认定日期", "认定时间", "鉴定年月"),
        purpose="说明何时鉴定",
    )  # fmt: skip
    repair_status: pl.String = column(
        "改造状态", kind="code", words=REPAIRS, unknown="drop",
        aliases=("改造情况", "是否改造", "改造进度", "改造进展", "是否已改造", "危房改造情况"),
        purpose="已改造的不再算危房",
    )  # fmt: skip
    address: pl.String = column(
        "房屋地址", kind="address", aliases=("房屋坐落", "住房地址", *ADDRESSES), purpose="上门走访"
    )


SOURCE = Source(
    contract=UnsafeDwellings,
    title="危房鉴定",
    department="住房城乡建设局",
    legal_basis="国办发〔2023〕39号（低收入人口动态监测）；社会救助暂行办法第五十九条",
    cadence="quarterly",
    kind="snapshot",
    key=("person_id",),
    use="鉴定为C级、D级而未改造的，作为住房安全的线索",
    known_not_kept={"鉴定机构": "筛查用不到", "建造年代": "筛查用不到", "房屋结构": "筛查用不到"},
)
