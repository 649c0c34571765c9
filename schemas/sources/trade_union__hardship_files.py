"""工会 困难职工档案: which workers the union keeps a file on."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

GRADES = {
    "深度困难": ("深度困难职工", "深度", "深度困难家庭", "深度困难职工家庭"),
    "相对困难": ("相对困难职工", "相对", "相对困难家庭", "相对困难职工家庭"),
    "意外致困": ("意外致困职工", "意外致困家庭", "意外", "意外致困职工家庭"),
}


class HardshipFiles(Received):
    """One row a file."""

    name: pl.String = person_name("职工姓名", "困难职工姓名")
    id_number: pl.String = person_number("职工身份证号", "困难职工身份证号")
    hardship_grade: pl.String = column(
        "困难类别", kind="code", required=True, words=GRADES, unknown="reject",
        isin=list(GRADES),
        aliases=(
            "困难职工类别", "困难职工类型", "困难等级", "困难程度", "困难职工等级", "困难级别",
            "档案类别",
        ),
        purpose="发现工会已经认定困难的家庭",
    )  # fmt: skip
    filed_date: pl.Date = column(
        "建档日期", kind="date", required=True,
        aliases=("建档时间", "建档年月", "立档日期", "立档时间", "档案建立日期"),
        purpose="说明何时建档",
    )  # fmt: skip


SOURCE = Source(
    contract=HardshipFiles,
    title="困难职工档案",
    department="总工会",
    legal_basis="国办发〔2023〕39号（低收入人口动态监测与信息共享）；社会救助暂行办法第五十九条",
    cadence="quarterly",
    kind="snapshot",
    key=("person_id",),
    use="工会已建困难职工档案的，作为收入或支出困难的线索",
    known_not_kept={
        "单位名称": "名单不写单位",
        "所在单位": "名单不写单位",
        "困难情况说明": "自由填写的文字，不处理",
        "帮扶记录": "自由填写的文字，不处理",
        "致困原因": "困难类别已经足够",
        "家庭人均月收入": "困难类别已经足够",
    },
)
