"""公安 机动车登记: whose name a vehicle is registered in."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

# The letters and digits are those of GA 24.4, as the traffic police's system exports them.
VEHICLES = {
    "小型汽车": (
        "小型轿车", "轿车", "小型客车", "小型普通客车", "小型越野客车", "微型轿车", "微型客车",
        "小型面包车", "面包车", "小轿车", "家用轿车", "小型专用客车", "K31", "K32", "K33", "K43",
    ),
    "货车": (
        "轻型货车", "轻型普通货车", "重型货车", "中型货车", "微型货车", "重型半挂牵引车",
        "轻型厢式货车", "轻型自卸货车", "微型普通货车", "H31",
    ),
    "客车": ("大型客车", "中型客车", "大型普通客车", "中型普通客车"),
    "摩托车": (
        "普通二轮摩托车", "二轮摩托车", "两轮摩托车", "轻便二轮摩托车", "轻便摩托车",
        "三轮摩托车", "普通正三轮摩托车", "正三轮摩托车", "普通摩托车", "M11", "M21", "M22",
    ),
    "三轮汽车": ("农用三轮车", "三轮农用车", "N11"),
    "拖拉机": ("运输型拖拉机", "手扶拖拉机", "农用拖拉机"),
    "残疾人机动轮椅车": ("残疾人专用车", "机动轮椅车", "残疾人代步车", "残疾人摩托车"),
}  # fmt: skip
USAGES = {
    "非营运": ("非营业", "营运转非", "自用", "家庭自用", "非经营", "私用", "A"),
    "营运": (
        "营业", "经营", "货运", "出租客运", "公路客运", "公交客运", "旅游客运", "租赁",
        "预约出租客运", "网约车", "出租",
    ),
    "残疾人专用": ("残疾人自用", "残疾人代步", "残疾人"),
}  # fmt: skip
STATUSES = {
    "正常": ("正常使用", "在用", "有效", "A"),
    "注销": ("已注销", "撤销", "E"),
    "报废": ("已报废", "达到报废标准", "强制报废", "报废注销"),
    "转出": ("已转出", "转移", "过户"),
    "逾期未检验": ("逾期未年检", "逾期", "未年检", "逾期未检"),
}


class Vehicles(Received):
    """One row a vehicle."""

    name: pl.String = person_name(
        "机动车所有人", "所有人", "车主", "车主姓名", "所有人姓名", "车辆所有人"
    )
    id_number: pl.String = person_number(
        "机动车所有人身份证号", "所有人身份证号", "车主身份证号", "车主身份证号码",
        "所有人证件号码", "所有人身份证明号码", "身份证明号码", "车主证件号码",
    )  # fmt: skip
    plate_number: pl.String = column(
        "号牌号码", kind="hashed", required=True,
        aliases=(
            "车牌号", "车牌号码", "号牌", "车牌", "机动车号牌", "车辆号牌", "车辆牌照",
            "牌照号码",
        ),
        purpose="同一辆车只计一次",
    )  # fmt: skip
    vehicle_kind: pl.String = column(
        "车辆类型", kind="code", required=True, words=VEHICLES,
        aliases=("车型", "车辆种类", "机动车类型", "车辆类别", "机动车种类"),
        purpose="残疾人代步车、摩托车等不算有车",
    )  # fmt: skip
    usage: pl.String = column(
        "使用性质", kind="code", words=USAGES, aliases=("车辆用途", "用途", "营运性质", "使用类型"),
        purpose="区分谋生用车与自用车",
    )  # fmt: skip
    status: pl.String = column(
        "机动车状态", kind="code", words=STATUSES, aliases=("车辆状态", "状态", "登记状态"),
        purpose="已注销、报废、转出的不算",
    )  # fmt: skip


SOURCE = Source(
    contract=Vehicles,
    title="机动车登记",
    department="公安局",
    legal_basis="社会救助暂行办法第五十八条（经家庭请求、授权核对车辆）",
    cadence="quarterly",
    kind="snapshot",
    key=("person_id", "plate_number"),
    use="不加分也不减分；入户时请核实的车辆提示",
    known_not_kept={
        "发动机号": "筛查用不到",
        "车辆识别代号": "筛查用不到",
        "车架号": "筛查用不到",
        "品牌型号": "筛查用不到",
        "违法记录": "与困难程度无关，不处理",
        "初次登记日期": "车龄说明不了家境",
    },
)
