"""自然资源 不动产登记: which dwellings and shops a person owns."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from schemas.columns import Received, column
from schemas.people import person_name, person_number
from schemas.sources import Source

USAGES = {
    "住宅": (
        "成套住宅", "城镇住宅", "商品住宅", "普通住宅", "住房", "居住", "住宅用房", "农村住宅",
        "农村宅基地", "宅基地", "自建房", "城镇住宅用地/成套住宅", "别墅", "居住用房",
    ),
    "商业": (
        "商业服务", "商铺", "店铺", "门市", "商服", "商业用房", "商业服务用房", "网点",
        "营业用房", "商务金融", "商业网点",
    ),
    "其他": (
        "车库", "车位", "储藏室", "工业", "仓储", "办公", "非住宅", "厂房", "阁楼", "地下室",
        "其它", "车棚", "其他用房", "办公用房",
    ),
}  # fmt: skip


class RealEstate(Received):
    """One row a property and owner."""

    name: pl.String = person_name(
        "权利人", "权利人姓名", "权利人名称", "产权人", "产权人姓名", "所有权人", "房屋所有权人",
    )  # fmt: skip
    id_number: pl.String = person_number(
        "权利人身份证号", "权利人证件号", "权利人证件号码", "权利人身份证号码", "产权人身份证号",
        "产权人证件号码", "所有权人证件号码", "权利人证件编号",
    )  # fmt: skip
    property_number: pl.String = column(
        "不动产权证号", kind="hashed", required=True,
        aliases=(
            "不动产权证书号", "不动产证号", "不动产权证号码", "不动产单元号", "产权证号",
            "房产证号", "权证号", "房屋所有权证号", "不动产权证", "房产证编号",
        ),
        purpose="同一处不动产只计一次",
    )  # fmt: skip
    usage: pl.String = column(
        "房屋用途", kind="code", required=True, nullable=True, words=USAGES,
        aliases=("用途", "规划用途", "不动产用途", "设计用途", "房屋规划用途", "房屋性质用途"),
        purpose="区分自住的住宅与商铺",
    )  # fmt: skip
    registered_date: pl.Date = column(
        "登记日期", kind="date",
        aliases=("登簿时间", "登记时间", "登簿日期", "发证日期", "登记日", "发证时间"),
        purpose="说明何时取得",
    )  # fmt: skip
    floor_area_square_metres: Annotated[pl.Decimal, 12, 4] = column(
        "建筑面积", kind="decimal", unit="平方米", ge=0, le=1_000_000,
        aliases=("建筑面积(平方米)", "建筑面积(㎡)", "房屋面积", "房屋建筑面积", "产权面积"),
        purpose="公租房租赁补贴按保障面积减去自有住房面积计算",
    )  # fmt: skip
    co_ownership: pl.String = column(
        "共有情况", kind="text",
        aliases=("共有方式", "共有类型", "共有份额", "权利份额", "占有份额"),
        purpose="按份共有的房屋只按自己的份额计入自有住房面积",
    )  # fmt: skip


SOURCE = Source(
    contract=RealEstate,
    title="不动产登记",
    department="自然资源局",
    legal_basis="社会救助暂行办法第五十八条（经家庭请求、授权核对不动产）",
    cadence="quarterly",
    kind="snapshot",
    key=("person_id", "property_number"),
    use=(
        "不加分也不减分；两处以上住宅或有商业用房的，入户时请核实；有住宅又在公租房保障的，退回请核对；"
        "算公租房租赁补贴时减去自有住房面积"
    ),
    known_not_kept={
        "坐落": "只看面积和用途，不写坐落",
        "不动产坐落": "只看面积和用途，不写坐落",
        "房屋坐落": "只看面积和用途，不写坐落",
        "交易价格": "筛查用不到",
        "抵押情况": "筛查用不到",
    },
)
