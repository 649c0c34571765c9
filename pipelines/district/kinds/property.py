"""What people own or run, of the homes that were asked about, and land they are paid for."""

import numpy as np
import polars as pl

from pipelines.district.kinds.lives import ADULT
from pipelines.district.kinds.shape import Kind, Scene, drawn, fen, words


def draw_vehicles(scene: Scene) -> pl.DataFrame:
    """Cars, motorcycles and wheelchairs with a motor; some sold or scrapped."""
    rng = scene.dice("vehicles")
    near = scene.lives.asked[scene.world.people.homes]
    people = np.flatnonzero(near & (scene.lives.ages >= ADULT) & scene.alive)
    people = people[rng.random(len(people)) < 0.12]
    count = len(people)
    number = pl.Series(np.arange(count) + 1).cast(pl.String).str.zfill(5)
    holds = np.isin(people, scene.world.holders.people)
    chair = holds & (rng.random(count) < 0.3)
    kinds = np.where(chair, 3, rng.choice(3, count, p=(0.5, 0.38, 0.12)))
    return pl.DataFrame(
        {
            "person": people,
            "plate_number": "样A·" + number,
            "vehicle_kind": words(kinds, "小型汽车", "摩托车", "货车", "残疾人机动轮椅车"),
            "usage": words(np.where(chair, 2, kinds == 2), "非营运", "营运", "残疾人专用"),
            "registered_date": scene.days_before_the_end(rng.integers(60, 5_000, count)),
            "status": drawn(rng, count, {"正常": 0.9, "注销": 0.04, "报废": 0.03, "转出": 0.03}),
        }
    )


def draw_licences(scene: Scene) -> pl.DataFrame:
    """Shops and firms of the self-employed, and a few that somebody out of work still has."""
    rng = scene.dice("licences")
    near = scene.lives.asked[scene.world.people.homes]
    luck = rng.random(len(near))
    owns = (scene.lives.flexible & (luck < 0.4)) | (scene.lives.unemployed & (luck < 0.1))
    people = np.flatnonzero(near & owns & scene.alive)
    count = len(people)
    number = pl.Series(np.arange(count) + 1).cast(pl.String).str.zfill(7)
    return pl.DataFrame(
        {
            "person": people,
            "credit_code": "92370299MA" + number + "X",
            "business_kind": drawn(
                rng, count, {"个体工商户": 0.85, "公司": 0.1, "农民专业合作社": 0.05}
            ),
            "registered_capital_yuan": fen(rng, count, 5_000, 200_000),
            "established_date": scene.days_before_the_end(rng.integers(60, 4_000, count)),
            "status": drawn(rng, count, {"存续": 0.8, "停业": 0.05, "吊销": 0.05, "注销": 0.1}),
        }
    )


def draw_boats(scene: Scene) -> pl.DataFrame:
    """A few fishing boats."""
    rng = scene.dice("boats")
    grown = scene.world.people.males & (scene.lives.ages >= 25) & (scene.lives.ages < 70)
    people = scene.choose(grown, 0.4, 6, rng)
    count = len(people)
    number = pl.Series(np.arange(count) + 1).cast(pl.String).str.zfill(5)
    return pl.DataFrame(
        {
            "person": people,
            "boat_number": "样渔" + number,
            "power_kilowatts": pl.Series(rng.integers(800, 22_000, count), dtype=pl.Int64),
            "status": drawn(rng, count, {"正常": 0.8, "停航": 0.1, "注销": 0.1}),
        }
    )


def draw_farming(scene: Scene) -> pl.DataFrame:
    """Heads of rural homes with land; a few farm much more than their own."""
    rng = scene.dice("farming")
    people, places = scene.world.people, scene.world.places
    rural = np.array([places.streets[c.street].is_rural for c in places.communities])
    farms = rural[people.communities] & (rng.random(len(people.sizes)) < 0.5)
    heads = np.flatnonzero(farms[people.homes] & (people.positions == 0) & scene.alive)
    count = len(heads)
    area = np.where(rng.random(count) < 0.03, rng.integers(6_000, 20_000, count),
                    rng.integers(80, 900, count))  # fmt: skip
    return pl.DataFrame(
        {
            "person": heads,
            "subsidy_project": words(
                (heads % 5 == 0).astype(int), "耕地地力保护补贴", "实际种粮农民一次性补贴"
            ),
            "subsidy_year": pl.Series([scene.month.year] * count, dtype=pl.Int32),
            "area_mu": pl.Series(area, dtype=pl.Int64),
            "amount_yuan": pl.Series(area * 125, dtype=pl.Int64),
            "paid_date": pl.Series([scene.month.first_date] * count, dtype=pl.Date),
        }
    )


PROPERTY = (
    Kind(
        source="public_security__vehicles",
        folder="公安局",
        title="机动车登记",
        headers={
            "plate_number": "号牌号码",
            "vehicle_kind": "车辆类型",
            "model": "品牌型号",
            "usage": "使用性质",
            "name": "机动车所有人",
            "id_number": "身份证明号码",
            "registered_date": "初次登记日期",
            "status": "机动车状态",
        },
        draw=draw_vehicles,
        cadence="quarterly",
        form="html",
        spellings={"vehicle_kind": {"小型汽车": "小型轿车", "摩托车": "普通二轮摩托车"}},
    ),
    Kind(
        source="market_regulation__business_licences",
        folder="市场监管局",
        title="市场主体登记",
        headers={
            "credit_code": "统一社会信用代码",
            "trade_name": "字号名称",
            "business_kind": "主体类型",
            "name": "经营者",
            "id_number": "经营者身份证号",
            "registered_capital_yuan": "注册资本",
            "established_date": "成立日期",
            "status": "登记状态",
        },
        draw=draw_licences,
        cadence="quarterly",
        spellings={"status": {"存续": "存续(在营、开业、在册)"}},
    ),
    Kind(
        source="marine__fishing_boats",
        folder="海洋发展局",
        title="渔船登记",
        headers={
            "boat_number": "船名号",
            "name": "船舶所有人",
            "id_number": "所有人身份证号",
            "power_kilowatts": "主机总功率（千瓦）",
            "status": "渔船状态",
        },
        draw=draw_boats,
        cadence=1,
        form="gb18030",
    ),
    Kind(
        source="rural_affairs__farming_subsidies",
        folder="农业农村局",
        title="惠农补贴发放",
        headers={
            "serial": "序号",
            "town_name": "镇街",
            "community_name": "村居",
            "name": "户主姓名",
            "id_number": "身份证号",
            "subsidy_project": "补贴项目",
            "subsidy_year": "补贴年度",
            "area_mu": "补贴面积（亩）",
            "amount_yuan": "补贴金额（元）",
            "paid_date": "发放日期",
        },
        draw=draw_farming,
        cadence=6,
        form="utf-8",
        is_snapshot=False,
    ),
)
