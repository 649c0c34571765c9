"""应急 受灾情况: whom which disaster hit, and how hard."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source

DISASTERS = {
    "洪涝": ("暴雨洪涝", "水灾", "暴雨", "内涝", "洪水", "洪涝灾害", "暴雨洪涝灾害"),
    "台风": ("台风灾害", "热带气旋", "风暴潮"),
    "风雹": ("冰雹", "大风", "雷雨大风", "风雹灾害", "龙卷风", "强对流"),
    "干旱": ("旱灾", "干旱灾害"),
    "低温冷冻和雪灾": ("低温冷冻", "雪灾", "冻害", "冰冻", "低温", "寒潮", "低温冷冻灾害"),
    "地质灾害": ("滑坡", "泥石流", "崩塌", "地面塌陷"),
    "地震": ("地震灾害",),
    "火灾": ("房屋火灾", "森林火灾", "失火"),
    "其他": ("其它", "其他灾害"),
}
DAMAGES = {
    "倒塌": ("全倒", "全部倒塌", "房屋倒塌", "倒塌房屋", "倒房"),
    "严重损坏": ("严损", "严重", "严重损毁", "严重受损", "严重损坏房屋"),
    "一般损坏": ("一般", "轻微", "轻微损坏", "轻损", "一般受损", "损坏", "一般损坏房屋"),
    "无": ("未受损", "没有", "完好", "无损坏", "未损坏", "否", "无受损"),
}


class DisasterRecords(Received):
    """One row a person and disaster."""

    name: pl.String = person_name("户主姓名", "受灾人姓名", "受灾群众姓名")
    id_number: pl.String = person_number("户主身份证号", "受灾人身份证号", "受灾群众身份证号")
    disaster_kind: pl.String = column(
        "灾害种类", kind="code", required=True, words=DISASTERS,
        aliases=("灾种", "灾害类型", "灾害类别", "受灾种类", "受灾类型", "灾害名称"),
        purpose="说明受的是什么灾",
    )  # fmt: skip
    disaster_date: pl.Date = column(
        "受灾日期", kind="date", required=True,
        aliases=("受灾时间", "灾害发生日期", "灾害发生时间", "发生日期", "发生时间", "灾害日期"),
        purpose="只看近期的灾害",
    )  # fmt: skip
    house_damage: pl.String = column(
        "房屋受损情况", kind="code", words=DAMAGES, unknown="drop",
        aliases=(
            "房屋损坏程度", "房屋受损程度", "房屋损毁情况", "房屋损坏情况", "住房受损情况",
            "倒损情况", "房屋倒损情况",
        ),
        purpose="发现住房倒塌、严重损坏的家庭",
    )  # fmt: skip
    loss_yuan: Yuan = column(
        "直接经济损失", kind="money", ge=0, plausible_from=10,
        aliases=("经济损失", "损失金额", "财产损失", "家庭财产损失", "损失"),
        purpose="判断损失大小",
    )  # fmt: skip


SOURCE = Source(
    contract=DisasterRecords,
    title="受灾情况",
    department="应急管理局",
    legal_basis="社会救助暂行办法第五十九条；国办发〔2023〕39号（因灾困难监测）",
    cadence="monthly",
    kind="events",
    comes_in_bursts=True,
    key=("person_id", "disaster_kind", "disaster_date"),
    # Months without a disaster bring no file.
    maximum_age_months=12,
    use="近期房屋倒塌、严重损坏或损失较大的，作为因灾困难的线索",
    known_not_kept={
        "灾情描述": "只看灾害种类和损失，不处理描述",
        "银行账号": "筛查用不到",
        "镇街": "按身份证号归到家庭，用不到",
        "村居": "按身份证号归到家庭，用不到",
        "救灾资金": "只看受损轻重",
    },
)
