"""Dwellings: dangerous ones, public rental, property."""

import numpy as np
import polars as pl

from pipelines.district.kinds.shape import Kind, Scene, drawn, words

FOLDER = "住房城乡建设局"


def draw_unsafe_dwellings(scene: Scene) -> pl.DataFrame:
    """Heads of homes whose dwelling was assessed; most of the dangerous ones are repaired.

    No home that the roster itself calls unsafe: there the assessment would add nothing.
    """
    rng = scene.dice("unsafe dwellings")
    people = scene.world.people
    homes = np.arange(len(people.sizes))
    told = np.isin(homes, scene.world.roster.homes) & (homes % 50 == 6)
    told |= np.isin(homes, scene.world.ledger.hard_homes)
    heads = (people.positions == 0) & ~told[people.homes] & ~scene.world.ledger.reserved
    chosen = scene.choose(heads & scene.alive, 8, 30, rng)
    count = len(chosen)
    return pl.DataFrame(
        {
            "person": chosen,
            "danger_grade": drawn(rng, count, {"A": 0.2, "B": 0.25, "C": 0.35, "D": 0.2}),
            "assessed_date": scene.days_before_the_end(rng.integers(45, 900, count)),
            "repair_status": drawn(rng, count, {"未改造": 0.45, "改造中": 0.15, "已改造": 0.4}),
        }
    )


def draw_public_rental(scene: Scene) -> pl.DataFrame:
    """Heads of homes that rent from the public or get an allowance for rent."""
    rng = scene.dice("public rental")
    heads = scene.choose(scene.world.people.positions == 0, 2.5, 12, rng)
    count = len(heads)
    by_allowance = rng.random(count) < 0.6
    sums = np.where(by_allowance, rng.integers(150, 900, count) * 100, 0)
    amounts = pl.Series(sums, dtype=pl.Int64).replace(0, None)
    return pl.DataFrame(
        {
            "person": heads,
            "guarantee_kind": words(by_allowance.astype(int), "实物配租", "租赁补贴"),
            "monthly_amount_yuan": amounts,
            "start_month": scene.days_before_the_end(rng.integers(60, 2_000, count)),
            "status": drawn(rng, count, {"在保": 0.85, "退出": 0.1, "轮候": 0.05}),
        }
    ).filter(pl.Series(scene.alive[heads]))


def draw_real_estate(scene: Scene) -> pl.DataFrame:
    """Dwellings of the homes that were asked about; a few have a second one or a shop."""
    rng = scene.dice("real estate")
    near = scene.lives.asked[scene.world.people.homes] & (scene.world.people.positions == 0)
    people = np.flatnonzero(near & scene.alive)
    people = people[rng.random(len(people)) < 0.5]
    more = people[rng.random(len(people)) < 0.08]
    owners = np.r_[people, more]
    count, second = len(owners), np.arange(len(owners)) >= len(people)
    number = pl.Series(np.arange(count) + 1).cast(pl.String).str.zfill(7)
    kinds = np.where(second, rng.integers(0, 3, count), 0)
    return pl.DataFrame(
        {
            "person": owners,
            "property_number": "样（2020）示范区不动产权第" + number + "号",
            "usage": words(kinds, "住宅", "商业", "其他"),
            "area_square_metres": pl.Series(rng.integers(3_000, 14_000, count), dtype=pl.Int64),
            "share": words(rng.integers(0, 2, count), "单独所有", "共同共有"),
            "registered_date": scene.days_before_the_end(rng.integers(60, 7_000, count)),
        }
    )


DWELLINGS = (
    Kind(
        source="housing__unsafe_dwellings",
        folder=FOLDER,
        title="农村住房安全鉴定",
        headers={
            "town_name": "镇街",
            "community_name": "村居",
            "name": "户主姓名",
            "id_number": "户主身份证号",
            "address": "房屋地址",
            "danger_grade": "鉴定等级",
            "assessed_date": "鉴定日期",
            "repair_status": "改造情况",
        },
        draw=draw_unsafe_dwellings,
        cadence="quarterly",
        fatal="assessed_date",
        spellings={"danger_grade": {"A": "A级", "B": "B级", "C": "C级", "D": "D级"}},
    ),
    Kind(
        source="housing__public_rental",
        folder=FOLDER,
        title="公租房保障",
        headers={
            "serial": "序号",
            "name": "申请人姓名",
            "id_number": "申请人身份证号",
            "guarantee_kind": "保障方式",
            "monthly_amount_yuan": "月补贴金额",
            "start_month": "保障起始年月",
            "status": "保障状态",
            "estate": "小区名称",
        },
        draw=draw_public_rental,
        spellings={"status": {"在保": "保障中", "退出": "已退出"}},
    ),
    Kind(
        source="natural_resources__real_estate",
        folder="自然资源局",
        title="不动产登记",
        headers={
            "property_number": "不动产权证号",
            "name": "权利人",
            "id_number": "权利人证件号码",
            "place": "坐落",
            "usage": "用途",
            "area_square_metres": "建筑面积（平方米）",
            "share": "共有情况",
            "registered_date": "登簿时间",
        },
        draw=draw_real_estate,
        cadence="quarterly",
        form="utf-8",
        spellings={"usage": {"住宅": "成套住宅", "商业": "商业服务"}},
    ),
)
